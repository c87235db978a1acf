"""Vectors of papers: which texts are embedded by which model, and which of the vectors the index holds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from service.errors import Unavailable
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
    write_embedding_model,
)
from service.storage.vector_bytes import StoredVectors, from_bytes, to_bytes

_UNINDEXED = sa.text("NOT indexed")  # in the words of the table's index: SQLite reads all vectors for `indexed = 0`


@dataclass(frozen=True, slots=True)
class UnembeddedPaper:
    """A paper whose text has no vector of the current model yet."""

    id: str
    title: str
    abstract: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class CatalogChanges:
    """What changed up to `version`, of one moment: papers with a new vector or text, and papers that were `removed`.

    `versions` (n,), at which each paper last changed, `texts`, `titles` and `authors` (all names of a paper in one
    text) are in the order of `embedded.ids`, which is that of ids; `other_ids` has the paper of every other id of those
    papers. `content` is the sum that names all papers, and `epoch` the hash of the present epoch.
    """

    version: int
    content: int
    epoch: str | None
    embedded: StoredVectors
    versions: NDArray[np.int64]
    texts: tuple[str, ...]
    titles: tuple[str, ...]
    authors: tuple[str, ...]
    other_ids: dict[str, str]
    removed: frozenset[str]


class VectorRecords:
    """The vectors of one installation, of every model that it had."""

    def __init__(self, database: Database) -> None:
        self._db = database

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
        """How many papers have no vector of `model` for their present text."""
        query = sa.select(sa.func.count()).select_from(papers).where(_is_unembedded(model))
        with self._db.read() as connection:
            return connection.scalar(query) or 0

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

    def changes(self, model: str, since: int = -1, until: int | None = None) -> CatalogChanges:
        """What is new to somebody who knew the vectors at version `since`; all to one who did not.

        Of what changed after `until`, nothing.
        """
        of_model = sa.and_(vectors.c.model == model, vectors.c.version > since)
        if until is not None:
            of_model = sa.and_(of_model, vectors.c.version <= until)
        columns = (vectors.c.paper_id, vectors.c.vector, vectors.c.version, papers.c.title, papers.c.abstract)
        query = sa.select(*columns, papers.c.authors).join(papers, vectors.c.paper_id == papers.c.id).where(of_model)
        named = sa.select(other_ids.c.id, other_ids.c.paper_id)
        named = named.join(vectors, vectors.c.paper_id == other_ids.c.paper_id).where(of_model)
        gone = sa.select(removals.c.paper_id).where(removals.c.version > since)
        with self._db.read() as connection:
            rows = {row.paper_id: row for row in connection.execute(query)}
            removed = set(connection.scalars(gone)) if since >= 0 else set[str]()
            names = dict(connection.execute(named).all())
            version, content = read_number(connection, "version"), read_content(connection)
            epoch = read_epoch_hash(connection, model)
        embedded = from_bytes(sorted((row.paper_id, row.vector) for row in rows.values()))
        sound = [rows[paper_id] for paper_id in embedded.ids]
        damaged = rows.keys() - set(embedded.ids) if since >= 0 else set[str]()
        return CatalogChanges(
            version,
            content,
            epoch,
            embedded,
            np.array([row.version for row in sound], dtype=np.int64),
            tuple(f"{row.title} {row.abstract}" for row in sound),
            tuple(row.title for row in sound),
            tuple("\n".join(row.authors) for row in sound),
            names,
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
