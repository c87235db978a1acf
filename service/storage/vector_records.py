"""Vectors of papers: which texts are embedded by which model, and which of the vectors the index holds."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from service.errors import Unavailable
from service.storage.embedded_texts import TEXTS, CatalogChanges, EmbeddedTexts, texts_of
from service.storage.epochs import read_epoch_hash
from service.storage.snapshot_id import read_content
from service.storage.sql import (
    Database,
    in_chunks,
    increment,
    other_ids,
    papers,
    read_embedding_model,
    read_number,
    removals,
    upsert,
    vectors,
    with_utc,
    write_embedding_model,
)
from service.storage.vector_bytes import StoredVectors, from_bytes, to_bytes

PAGE = 5_000  # papers read at a time

_UNINDEXED = sa.text("NOT indexed")  # in the words of the table's index: SQLite reads all vectors for `indexed = 0`


@dataclass(frozen=True, slots=True)
class UnembeddedPaper:
    """A paper whose text has no vector of the current model yet."""

    id: str
    title: str
    abstract: str
    text_hash: str


class _Counted(NamedTuple):
    """How many there were at a version of the catalog."""

    version: int
    papers: int


class VectorRecords:
    """The vectors of one installation, of every model that it had."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._unembedded: dict[str, _Counted] = {}

    def unembedded(self, model: str, ids: Sequence[str]) -> list[UnembeddedPaper]:
        """Those among `ids` whose present text has no vector of `model`, in the order of ids."""
        columns = sa.select(papers.c.id, papers.c.title, papers.c.abstract, papers.c.text_hash).order_by(papers.c.id)
        with self._db.read() as connection:
            return [
                UnembeddedPaper(*row)
                for chunk in in_chunks(sorted(ids))
                for row in connection.execute(columns.where(papers.c.id.in_(chunk), _is_unembedded(model)))
            ]

    def unembedded_ids(self, model: str, limit: int | None = None) -> list[str]:
        """The papers whose present text has no vector of `model`, in the order of ids; the first ones up to a limit."""
        query = sa.select(papers.c.id).where(_is_unembedded(model)).order_by(papers.c.id).limit(limit)
        with self._db.read() as connection:
            return list(connection.scalars(query))

    def count_unembedded(self, model: str) -> int:
        """How many papers have no vector of `model` for their present text; counted when something has changed."""
        query = sa.select(sa.func.count()).select_from(papers).where(_is_unembedded(model))
        with self._db.read() as connection:
            version, known = read_number(connection, "version"), self._unembedded.get(model)
            if known is None or known.version != version:
                known = self._unembedded[model] = _Counted(version, connection.scalar(query) or 0)
            return known.papers

    def first_unembedded(self, model: str, since: datetime) -> datetime | None:
        """When the first paper came, of those from a moment on whose present text has no vector; None without any."""
        came = papers.c.created_at
        query = sa.select(sa.func.min(came)).where(came >= since.astimezone(UTC), _is_unembedded(model))
        with self._db.read() as connection:
            first = connection.scalar(query)
        return None if first is None else with_utc(first)

    def save(
        self, model: str, embedded: Sequence[UnembeddedPaper], rows: NDArray[np.float32], *, moving: bool = False
    ) -> None:
        """Keep one vector per paper, marked as not yet indexed; papers changed or deleted meanwhile are skipped.

        `rows` has shape (papers, dim). Raises Unavailable when the installation has moved to another model, unless it
        is just `moving` to this one.
        """
        with self._db.write() as connection:
            if not moving and read_embedding_model(connection) not in {model, None}:
                raise Unavailable("The store was moved to another embedding model; restart this process.")
            present = _text_hashes(connection, [paper.id for paper in embedded])
            version = increment(connection, "version")
            fresh = [
                {
                    "paper_id": paper.id,
                    "model": model,
                    "text_hash": paper.text_hash,
                    "vector": to_bytes(row),
                    "indexed": False,
                    "version": version,
                }
                for paper, row in zip(embedded, rows, strict=True)
                if present.get(paper.id) == paper.text_hash
            ]
            for chunk in in_chunks(fresh):
                of_papers = vectors.c.paper_id.in_([each["paper_id"] for each in chunk])
                connection.execute(sa.delete(vectors).where(vectors.c.model == model, of_papers))
                connection.execute(sa.insert(vectors), chunk)

    def move_to(self, model: str) -> bool:
        """Use the vectors of `model` from now on, if every paper has one; whether it is so."""
        waiting = sa.select(papers.c.id).where(_is_unembedded(model)).limit(1)
        with self._db.write() as connection:
            if connection.execute(waiting).first() is not None:
                return False
            write_embedding_model(connection, model)
            return True

    def delete_damaged(self, model: str, sound: Collection[str], version: int) -> int:
        """Remove the vectors of papers that were not among the `sound` ones at `version`, to be made anew; how many."""
        judged = sa.and_(vectors.c.model == model, vectors.c.version <= version)  # what came later, nobody has judged
        with self._db.read() as connection:
            ids = connection.scalars(sa.select(vectors.c.paper_id).where(judged))
            damaged = sorted(set(ids).difference(sound))
        if damaged:  # or else a start would need room on the disk
            with self._db.write() as connection:
                for chunk in in_chunks(damaged):
                    connection.execute(sa.delete(vectors).where(judged, vectors.c.paper_id.in_(chunk)))
                mark_removed(connection, damaged, increment(connection, "version"))
        return len(damaged)

    def unindexed(self, model: str, limit: int) -> tuple[StoredVectors, int]:
        """Up to `limit` vectors that the index may not hold yet, and the version at which they are read."""
        with self._db.read() as connection:
            version = read_number(connection, "version")
            return _read(connection, model, _UNINDEXED, limit), version

    def unindexed_ids(self, model: str, limit: int) -> list[str]:
        """Up to `limit` papers whose present vector the index may not hold yet."""
        query = sa.select(vectors.c.paper_id).where(vectors.c.model == model, _UNINDEXED).limit(limit)
        with self._db.read() as connection:
            return list(connection.scalars(query))

    def count_unindexed(self, model: str) -> int:
        """How many vectors the index may not hold yet."""
        query = sa.select(sa.func.count()).where(vectors.c.model == model, _UNINDEXED)
        with self._db.read() as connection:
            return connection.scalar(query) or 0

    def mark_indexed(self, model: str, ids: Sequence[str], version: int) -> None:
        """Record that the index holds these vectors as they were at this version; a newer one waits for its turn."""
        with self._db.write() as connection:
            for chunk in in_chunks(ids):
                connection.execute(
                    sa.update(vectors)
                    .where(vectors.c.model == model, vectors.c.paper_id.in_(chunk), vectors.c.version <= version)
                    .values(indexed=True)
                )

    def mark_unindexed(self, model: str) -> None:
        """Record that the index holds nothing: the first step of a rebuild."""
        with self._db.write() as connection:
            connection.execute(sa.update(vectors).where(vectors.c.model == model).values(indexed=False))

    def of_model(self, model: str) -> StoredVectors:
        """Every vector of `model`, in the order of ids."""
        with self._db.read() as connection:
            return _read(connection, model)

    def count(self, model: str) -> int:
        """How many vectors there are of `model`."""
        query = sa.select(sa.func.count()).select_from(vectors).where(vectors.c.model == model)
        with self._db.read() as connection:
            return connection.scalar(query) or 0

    def count_by_model(self) -> dict[str, int]:
        """How many vectors there are of each model."""
        query = sa.select(vectors.c.model, sa.func.count()).group_by(vectors.c.model)
        with self._db.read() as connection:
            return dict(connection.execute(query).all())

    def pages(self, model: str, until: int, size: int = PAGE) -> Iterator[EmbeddedTexts]:
        """Every paper that has a vector and has not changed after the version `until`, in the order of ids.

        Some are read at a time. A paper that changes meanwhile may be missing, so `changes` since then are to follow.
        """
        last, dim = "", 0
        while True:
            with self._db.read() as connection:
                query = TEXTS.where(vectors.c.model == model, vectors.c.paper_id > last)
                rows = connection.execute(query.order_by(vectors.c.paper_id).limit(size)).all()
                if not rows:
                    return
                ends = sa.and_(other_ids.c.paper_id > last, other_ids.c.paper_id <= rows[-1].paper_id)
                named = connection.execute(sa.select(other_ids.c.id, other_ids.c.paper_id).where(ends))
                names = {row.id: row.paper_id for row in named}
            last = rows[-1].paper_id
            found = texts_of([row for row in rows if row.version <= until], names, dim)
            dim = found.embedded.vectors.shape[1]
            yield found

    def changes(self, model: str, since: int = -1, dim: int = 0) -> CatalogChanges:
        """What is new to somebody who knew the vectors at version `since`; all to one who did not.

        Sound vectors have `dim` numbers, or where it is 0 as many as most have.
        """
        of_model = sa.and_(vectors.c.model == model, vectors.c.version > since)
        named = sa.select(other_ids.c.id, other_ids.c.paper_id)
        named = named.join(vectors, vectors.c.paper_id == other_ids.c.paper_id).where(of_model)
        gone = sa.select(removals.c.paper_id).where(removals.c.version > since)
        with self._db.read() as connection:
            rows = {row.paper_id: row for row in connection.execute(TEXTS.where(of_model))}
            removed = set(connection.scalars(gone)) if since >= 0 else set[str]()
            names = dict(connection.execute(named).all())
            version, content = read_number(connection, "version"), read_content(connection)
            epoch = read_epoch_hash(connection, model)
        found = texts_of([rows[paper_id] for paper_id in sorted(rows)], names, dim)
        damaged = rows.keys() - set(found.embedded.ids) if since >= 0 else set[str]()
        return CatalogChanges(
            found.embedded,
            found.versions,
            found.texts,
            found.titles,
            found.authors,
            found.other_ids,
            version,
            content,
            epoch,
            frozenset(removed - rows.keys() | damaged),
        )


def mark_texts_changed(connection: sa.Connection, ids: Sequence[str], version: int) -> None:
    """Record that the texts or the other ids of these papers changed, so that `changes` has them."""
    for chunk in in_chunks(ids):
        connection.execute(sa.update(vectors).where(vectors.c.paper_id.in_(chunk)).values(version=version))


def mark_removed(connection: sa.Connection, ids: Sequence[str], version: int) -> None:
    """Record that these papers have no vector from this version on, so that `changes` has them."""
    for paper_id in ids:
        upsert(connection, removals, {"paper_id": paper_id}, {"version": version})


def _read(
    connection: sa.Connection, model: str, condition: sa.TextClause | None = None, limit: int | None = None
) -> StoredVectors:
    query = sa.select(vectors.c.paper_id, vectors.c.vector).where(vectors.c.model == model)
    if condition is not None:
        query = query.where(condition)
    return from_bytes([(*row,) for row in connection.execute(query.order_by(vectors.c.paper_id).limit(limit))])


def _is_unembedded(model: str) -> sa.ColumnElement[bool]:
    of_present_text = sa.and_(
        vectors.c.paper_id == papers.c.id, vectors.c.model == model, vectors.c.text_hash == papers.c.text_hash
    )
    return ~sa.exists().where(of_present_text)


def _text_hashes(connection: sa.Connection, ids: list[str]) -> dict[str, str]:
    query = sa.select(papers.c.id, papers.c.text_hash)
    return {
        paper_id: text_hash
        for chunk in in_chunks(ids)
        for paper_id, text_hash in connection.execute(query.where(papers.c.id.in_(chunk)))
    }
