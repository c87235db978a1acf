"""Papers and their vectors: the truth from which every index is rebuilt."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from service.errors import Unavailable
from service.papers import Paper
from service.storage.filters import Filters
from service.storage.snapshot_id import add_to_snapshot, fingerprint, read_snapshot
from service.storage.sql import EMBEDDING_MODEL, Database, increment, papers, read_number, read_text, upsert, vectors
from service.storage.vectors import StoredVectors, packed, unpacked

_PAPERS = sa.select(*(papers.c[name] for name in Paper.model_fields))
_CHUNK = 500  # ids in one IN (...): SQLite's limit of bound variables is far above


class Outcome(StrEnum):
    """What `put` did with a paper."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class UnembeddedPaper:
    """A paper whose text has no vector of the current model yet."""

    id: str
    title: str
    abstract: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed up to `version`, of one moment: papers with a new vector or text, and papers that are `gone`.

    `texts` are in the order of `embedded.ids`, which is that of ids.
    """

    version: int
    snapshot_id: str
    embedded: StoredVectors
    texts: tuple[str, ...]
    gone: frozenset[str]


class Catalog:
    """The papers of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self.exclusive = database.exclusive

    def put(self, records: Sequence[Paper], now: datetime) -> list[Outcome]:
        """Keep the records in one transaction; a record that lacks a fact does not erase it."""
        with self._db.write() as connection:
            known = _fetch(connection, [paper.id for paper in records])
            outcomes: list[Outcome] = []
            moved = 0
            reworded: list[str] = []
            for record in records:
                before = known.get(record.id)
                after = record if before is None else before.updated_by(record)
                known[record.id] = after
                outcomes.append(_save(connection, before, after, now))
                if outcomes[-1] is not Outcome.UNCHANGED:
                    moved += fingerprint(after.id, after.record_hash)
                    moved -= fingerprint(before.id, before.record_hash) if before else 0
                if before is not None and before.text_hash != after.text_hash:
                    reworded.append(record.id)
            if any(outcome is not Outcome.UNCHANGED for outcome in outcomes):
                add_to_snapshot(connection, moved)
                _touch(connection, reworded, increment(connection, "version"))
        return outcomes

    def get(self, ids: Iterable[str]) -> dict[str, Paper]:
        """The papers that exist among `ids`."""
        if not (asked := list(ids)):
            return {}
        with self._db.read() as connection:
            return _fetch(connection, asked)

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those among `ids` that exist."""
        query = sa.select(papers.c.id)
        with self._db.read() as connection:
            return {
                paper_id
                for chunk in _chunks(ids)
                for paper_id in connection.scalars(query.where(papers.c.id.in_(chunk)))
            }

    def first_ids(self, limit: int) -> list[str]:
        """The first ids in the order of ids: the same on every machine with the same papers."""
        with self._db.read() as connection:
            return list(connection.scalars(sa.select(papers.c.id).order_by(papers.c.id).limit(limit)))

    def delete(self, paper_id: str) -> bool:
        """Remove a paper and its vectors; False when there was none."""
        with self._db.write() as connection:
            row = connection.execute(
                sa.delete(papers).where(papers.c.id == paper_id).returning(papers.c.record_hash)
            ).first()
            if row is None:
                return False
            add_to_snapshot(connection, -fingerprint(paper_id, row.record_hash))
            increment(connection, "version")
            return True

    def count(self) -> int:
        """How many papers there are."""
        with self._db.read() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(papers)) or 0

    def version(self) -> int:
        """A counter that grows with every change of papers or vectors."""
        with self._db.read() as connection:
            return read_number(connection, "version")

    def snapshot_id(self) -> str:
        """Names the content: equal papers give an equal snapshot, whatever the order they came in."""
        with self._db.read() as connection:
            return read_snapshot(connection)

    def stale(self, model: str, ids: Sequence[str]) -> list[UnembeddedPaper]:
        """Those among `ids` whose present text has no vector of `model`."""
        columns = (papers.c.id, papers.c.title, papers.c.abstract, papers.c.text_hash)
        with self._db.read() as connection:
            return [
                UnembeddedPaper(*row)
                for chunk in _chunks(ids)
                for row in connection.execute(sa.select(*columns).where(papers.c.id.in_(chunk), _lacks(model)))
            ]

    def unembedded_ids(self, model: str) -> list[str]:
        """The papers whose present text has no vector of `model`, in the order of ids."""
        with self._db.read() as connection:
            return list(connection.scalars(sa.select(papers.c.id).where(_lacks(model)).order_by(papers.c.id)))

    def count_unembedded(self, model: str) -> int:
        """How many papers have no vector of `model` for their present text."""
        query = sa.select(sa.func.count()).select_from(papers).where(_lacks(model))
        with self._db.read() as connection:
            return connection.scalar(query) or 0

    def save_vectors(self, model: str, embedded: Sequence[UnembeddedPaper], rows: NDArray[np.float32]) -> None:
        """Keep one vector per paper, marked as not yet indexed; papers changed or deleted meanwhile are skipped."""
        with self._db.write() as connection:
            if read_text(connection, EMBEDDING_MODEL) not in {model, None}:
                raise Unavailable("The store was moved to another embedding model; restart this process.")
            present = _text_hashes(connection, [paper.id for paper in embedded])
            version = increment(connection, "version")
            for paper, row in zip(embedded, rows, strict=True):
                if present.get(paper.id) == paper.text_hash:
                    values = {
                        "text_hash": paper.text_hash,
                        "vector": packed(row),
                        "indexed": False,
                        "version": version,
                    }
                    upsert(connection, vectors, {"paper_id": paper.id, "model": model}, values)

    def drop_vectors(self, model: str, sound: Collection[str], version: int) -> int:
        """Remove the vectors of papers that were not among the `sound` ones at `version`, to be made anew; how many."""
        seen = sa.and_(vectors.c.model == model, vectors.c.version <= version)  # what came later, nobody has judged
        with self._db.read() as connection:
            kept = connection.scalars(sa.select(vectors.c.paper_id).where(seen))
            damaged = sorted(set(kept).difference(sound))
        if damaged:  # or else a start would need room on the disk
            with self._db.write() as connection:
                for chunk in _chunks(damaged):
                    connection.execute(sa.delete(vectors).where(seen, vectors.c.paper_id.in_(chunk)))
                increment(connection, "version")
        return len(damaged)

    def unindexed(self, model: str, limit: int) -> tuple[StoredVectors, int]:
        """Up to `limit` vectors that the index may not hold yet, and the version at which they are read."""
        with self._db.read() as connection:
            version = read_number(connection, "version")
            return _vectors(connection, model, sa.not_(vectors.c.indexed), limit), version

    def unindexed_ids(self, model: str, limit: int) -> list[str]:
        """Up to `limit` papers whose present vector the index may not hold yet."""
        query = sa.select(vectors.c.paper_id).where(vectors.c.model == model, sa.not_(vectors.c.indexed)).limit(limit)
        with self._db.read() as connection:
            return list(connection.scalars(query))

    def count_unindexed(self, model: str) -> int:
        """How many vectors the index may not hold yet."""
        query = sa.select(sa.func.count()).where(vectors.c.model == model, sa.not_(vectors.c.indexed))
        with self._db.read() as connection:
            return connection.scalar(query) or 0

    def mark_indexed(self, model: str, ids: Sequence[str], version: int) -> None:
        """Record that the index holds these vectors as they were at this version; a newer one waits for its turn."""
        with self._db.write() as connection:
            for chunk in _chunks(ids):
                connection.execute(
                    sa.update(vectors)
                    .where(vectors.c.model == model, vectors.c.paper_id.in_(chunk), vectors.c.version <= version)
                    .values(indexed=True)
                )

    def mark_unindexed(self, model: str) -> None:
        """Forget what the index holds: the first step of a rebuild."""
        with self._db.write() as connection:
            connection.execute(sa.update(vectors).where(vectors.c.model == model).values(indexed=False))

    def embedded(self, model: str) -> StoredVectors:
        """Every vector of `model`, in the order of ids."""
        with self._db.read() as connection:
            return _vectors(connection, model)

    def changes(self, model: str, since: int = -1, known: Collection[str] = ()) -> Changes:
        """What is new to somebody who knew the vectors of `known` papers at version `since`; all to one who did not."""
        columns = (vectors.c.paper_id, vectors.c.vector, papers.c.title, papers.c.abstract)
        query = sa.select(*columns).join(papers, vectors.c.paper_id == papers.c.id)
        count = sa.select(sa.func.count()).where(vectors.c.model == model)
        with self._db.read() as connection:
            new = connection.execute(query.where(vectors.c.model == model, vectors.c.version > since)).all()
            expected = len(known) + sum(row.paper_id not in known for row in new)
            unchanged = connection.scalar(count) == expected
            gone = frozenset[str]() if unchanged else frozenset(known) - _embedded_ids(connection, model)
            version, snapshot = read_number(connection, "version"), read_snapshot(connection)
        texts = {row.paper_id: f"{row.title} {row.abstract}" for row in new}
        embedded = unpacked(sorted((row.paper_id, row.vector) for row in new))
        damaged = (texts.keys() - set(embedded.ids)).intersection(known)
        return Changes(version, snapshot, embedded, tuple(texts[name] for name in embedded.ids), gone | damaged)

    def matching(self, filters: Filters) -> set[str]:
        """The ids of the papers that the filters allow."""
        with self._db.read() as connection:
            return set(connection.scalars(sa.select(papers.c.id).where(*filters.conditions())))

    def models(self) -> dict[str, int]:
        """How many vectors there are of each model."""
        query = sa.select(vectors.c.model, sa.func.count()).group_by(vectors.c.model)
        with self._db.read() as connection:
            return dict(connection.execute(query).all())


def _vectors(
    connection: sa.Connection, model: str, condition: sa.ColumnElement[bool] | None = None, limit: int | None = None
) -> StoredVectors:
    query = sa.select(vectors.c.paper_id, vectors.c.vector).where(vectors.c.model == model)
    if condition is not None:
        query = query.where(condition)
    return unpacked([(*row,) for row in connection.execute(query.order_by(vectors.c.paper_id).limit(limit))])


def _save(connection: sa.Connection, before: Paper | None, after: Paper, now: datetime) -> Outcome:
    if before is not None and before.record_hash == after.record_hash:
        return Outcome.UNCHANGED
    values = {
        **after.model_dump(mode="json", exclude={"id", "published"}),
        "published": after.published,
        "text_hash": after.text_hash,
        "record_hash": after.record_hash,
        "updated_at": now,
    }
    if before is None:
        connection.execute(sa.insert(papers).values(id=after.id, created_at=now, **values))
        return Outcome.CREATED
    connection.execute(sa.update(papers).where(papers.c.id == after.id).values(**values))
    return Outcome.UPDATED


def _fetch(connection: sa.Connection, ids: list[str]) -> dict[str, Paper]:
    found: dict[str, Paper] = {}
    for chunk in _chunks(ids):
        for row in connection.execute(_PAPERS.where(papers.c.id.in_(chunk))).mappings():
            found[row["id"]] = Paper.model_validate(dict(row))
    return found


def _embedded_ids(connection: sa.Connection, model: str) -> set[str]:
    return set(connection.scalars(sa.select(vectors.c.paper_id).where(vectors.c.model == model)))


def _touch(connection: sa.Connection, ids: Sequence[str], version: int) -> None:
    """Note that the texts of these papers changed under their vectors."""
    for chunk in _chunks(ids):
        connection.execute(sa.update(vectors).where(vectors.c.paper_id.in_(chunk)).values(version=version))


def _lacks(model: str) -> sa.ColumnElement[bool]:
    fresh = sa.and_(
        vectors.c.paper_id == papers.c.id, vectors.c.model == model, vectors.c.text_hash == papers.c.text_hash
    )
    return ~sa.exists().where(fresh)


def _text_hashes(connection: sa.Connection, ids: list[str]) -> dict[str, str]:
    query = sa.select(papers.c.id, papers.c.text_hash)
    return {
        paper_id: text_hash
        for chunk in _chunks(ids)
        for paper_id, text_hash in connection.execute(query.where(papers.c.id.in_(chunk)))
    }


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
