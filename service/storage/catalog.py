"""Papers: the source of truth, from which vectors and every index are rebuilt."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from service.papers import GONE, Paper
from service.storage.filters import Filters
from service.storage.snapshot_id import add_to_snapshot, fingerprint, read_snapshot_id
from service.storage.sql import Database, in_chunks, increment, papers, read_number
from service.storage.vector_records import VectorRecords, mark_texts_changed

_PAPERS = sa.select(*(papers.c[name] for name in Paper.model_fields))


class Outcome(StrEnum):
    """What `put` did with a paper."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Catalog:
    """The papers of one installation; `vectors` has what is embedded of them, and `lock` is that of its database."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self.lock = database.lock
        self.vectors = VectorRecords(database)

    def put(self, records: Sequence[Paper], now: datetime) -> list[Outcome]:
        """Keep the records in one transaction; a record that lacks a fact does not erase it."""
        with self._db.write() as connection:
            present = _fetch(connection, [paper.id for paper in records])
            outcomes: list[Outcome] = []
            snapshot_change = 0
            reworded: list[str] = []
            for record in records:
                before = present.get(record.id)
                after = record if before is None else before.updated_by(record)
                present[record.id] = after
                outcomes.append(_save(connection, before, after, now))
                if outcomes[-1] is not Outcome.UNCHANGED:
                    snapshot_change += fingerprint(after.id, after.record_hash)
                    snapshot_change -= fingerprint(before.id, before.record_hash) if before else 0
                if before is not None and before.text_hash != after.text_hash:
                    reworded.append(record.id)
            if any(outcome is not Outcome.UNCHANGED for outcome in outcomes):
                add_to_snapshot(connection, snapshot_change)
                mark_texts_changed(connection, reworded, increment(connection, "version"))
        return outcomes

    def get(self, ids: Iterable[str]) -> dict[str, Paper]:
        """The papers that exist among `ids`."""
        if not (asked := list(ids)):
            return {}
        with self._db.read() as connection:
            return _fetch(connection, asked)

    def existing_ids(self, ids: Sequence[str]) -> set[str]:
        """Those among `ids` that exist."""
        query = sa.select(papers.c.id)
        with self._db.read() as connection:
            return {
                paper_id
                for chunk in in_chunks(ids)
                for paper_id in connection.scalars(query.where(papers.c.id.in_(chunk)))
            }

    def first_ids(self, limit: int) -> list[str]:
        """The first ids in the order of ids: the same on every machine with the same papers."""
        with self._db.read() as connection:
            return list(connection.scalars(sa.select(papers.c.id).order_by(papers.c.id).limit(limit)))

    def matching(self, filters: Filters) -> set[str]:
        """The ids of the papers that the filters allow."""
        with self._db.read() as connection:
            return set(connection.scalars(sa.select(papers.c.id).where(*filters.conditions())))

    def gone_ids(self) -> set[str]:
        """The ids of the papers that are withdrawn or retracted."""
        with self._db.read() as connection:
            return set(connection.scalars(sa.select(papers.c.id).where(papers.c.status.in_(GONE))))

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
        """Names the content: equal papers give an equal id, whatever the order they came in."""
        with self._db.read() as connection:
            return read_snapshot_id(connection)


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
    for chunk in in_chunks(ids):
        for row in connection.execute(_PAPERS.where(papers.c.id.in_(chunk))).mappings():
            found[row["id"]] = Paper.model_validate(dict(row))
    return found
