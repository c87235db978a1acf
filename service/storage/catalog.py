"""Papers: the source of truth, from which vectors and every index are rebuilt."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple, TypeVar

import sqlalchemy as sa

from service.errors import RowUnreadable
from service.papers import GONE, Kept, Merging, Offer, Paper
from service.storage.epochs import EpochRecords
from service.storage.filters import Filters
from service.storage.kept_papers import (
    delete_papers,
    move_belongings,
    names_of,
    read_kept,
    read_merging,
    read_papers,
    resolve,
    save_ids,
    save_papers,
    save_records,
)
from service.storage.map_positions import MapPositions
from service.storage.notices import NOTICES, mark_noticed, save_notices
from service.storage.readable_rows import Row, read_apart, unreadable
from service.storage.snapshot_id import add_to_snapshot, fingerprint, read_snapshot_id
from service.storage.split import split_paper
from service.storage.sql import Database, in_chunks, increment, papers, read_number, with_utc
from service.storage.vector_records import VectorRecords, mark_removed, mark_texts_changed

_CHECKED = 500  # papers that are read at a time to find the damaged ones

Told = TypeVar("Told", Kept, Kept | Offer)


class PaperDates(NamedTuple):
    """When a paper was published, as far as it is known, and when it came here."""

    published: date | None
    added: datetime


class PaperTexts(NamedTuple):
    """Title, abstract and names of a paper."""

    title: str
    abstract: str
    authors: list[str]


class Catalog:
    """The papers of one installation; `vectors` has what is embedded of them, `epochs` what was learned of these.

    `positions` has where they lie on the map. `lock` is that of its database. A paper is found under each of its ids:
    those asked for are canonical, of any name. Where papers are read, one whose row is damaged is left out, and logged.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self.lock = database.lock
        self.vectors = VectorRecords(database)
        self.epochs = EpochRecords(database)
        self.positions = MapPositions(database)

    def put(self, records: Sequence[Paper], now: datetime) -> list[Kept]:
        """Keep the records in one transaction, each with the paper that it is of; what became of each, in order."""
        with self._db.write() as connection:
            return _told(connection, records, now, Merging.add)

    def put_sure(self, records: Sequence[Paper], now: datetime) -> list[Kept | Offer]:
        """As `put`, but a record for which the title alone speaks is not kept: it comes back as an offer."""
        with self._db.write() as connection:
            return _told(connection, records, now, Merging.add_if_sure)

    def preview(self, records: Sequence[Paper], now: datetime) -> list[Kept]:
        """What `put` would make of the records; nothing is written."""
        with self._db.read() as connection:
            return _told(connection, records, now, Merging.add, save=False)

    def preview_sure(self, records: Sequence[Paper], now: datetime) -> list[Kept | Offer]:
        """What `put_sure` would make of the records; nothing is written."""
        with self._db.read() as connection:
            return _told(connection, records, now, Merging.add_if_sure, save=False)

    def split(self, paper_id: str, now: datetime) -> str:
        """Make the records that came under an id a paper of its own again, for good; the id of the one they leave.

        What users said of it and texts about it are its own again. Raises PaperNotFound, and BadInput for an id under
        which no records came or under which the paper is kept.
        """
        with self._db.write() as connection:
            return split_paper(connection, paper_id, now)

    def get(self, ids: Iterable[str]) -> dict[str, Paper]:
        """The papers that exist among `ids`, by the id that was asked for; a paper's own id may be another one.

        One whose row is damaged is left out, and logged; `unreadable` finds it.
        """
        if not (asked := list(ids)):
            return {}
        with self._db.read() as connection:
            found = _fetch(connection, asked)
            if missing := [each for each in asked if each not in found]:
                named = resolve(connection, missing)
                others = _fetch(connection, list(set(named.values())))
                found |= {each: others[paper_id] for each, paper_id in named.items() if paper_id in others}
        return found

    def require_readable(self, paper_id: str) -> None:
        """Raise RowUnreadable for a paper that is here, and that `get` leaves out."""
        if kept := self.resolve([paper_id]).get(paper_id):
            raise RowUnreadable(kept)

    def unreadable(self) -> list[str]:
        """The ids of papers whose rows are damaged; reads every paper, 20 microseconds each."""
        with self._db.read() as connection:
            return unreadable(connection, lambda ids: read_papers(connection, ids), _CHECKED)

    def resolve(self, ids: Sequence[str]) -> dict[str, str]:
        """The id under which each paper among `ids` is kept, by the id that was asked for."""
        with self._db.read() as connection:
            return resolve(connection, ids)

    def names(self, paper_id: str) -> list[str]:
        """Every id of the paper that this one names; the id alone where there is none."""
        with self._db.read() as connection:
            return names_of(connection, paper_id)

    def records(self, paper_id: str) -> list[Paper]:
        """The records that the paper of an id is made of, as they came and in order; none where there is no paper."""
        with self._db.read() as connection:
            kept = read_kept(connection, list(resolve(connection, [paper_id]).values()))
        return [received.record for paper in kept for received in paper.records]

    def first_ids(self, limit: int) -> list[str]:
        """The first ids in the order of ids: the same on every machine with the same papers."""
        with self._db.read() as connection:
            return list(connection.scalars(sa.select(papers.c.id).order_by(papers.c.id).limit(limit)))

    def matching(self, filters: Filters) -> set[str]:
        """The ids of the papers that the filters allow."""
        with self._db.read() as connection:
            return set(connection.scalars(sa.select(papers.c.id).where(*filters.conditions())))

    def texts(self, ids: Sequence[str]) -> dict[str, PaperTexts]:
        """What there is to read of the papers that are kept under `ids`: sooner than all of each."""
        query = sa.select(papers.c.id, papers.c.title, papers.c.abstract, papers.c.authors)

        def read(some: Sequence[str]) -> dict[str, PaperTexts]:
            rows = connection.execute(query.where(papers.c.id.in_(some)))
            return {row.id: PaperTexts(row.title, row.abstract, list(row.authors)) for row in rows}

        with self._db.read() as connection:
            return _sound(ids, read)

    def dates(self, ids: Sequence[str]) -> dict[str, PaperDates]:
        """When the papers that are kept under `ids` were published, and came."""
        query = sa.select(papers.c.id, papers.c.published, papers.c.created_at)

        def read(some: Sequence[str]) -> dict[str, PaperDates]:
            rows = connection.execute(query.where(papers.c.id.in_(some)))
            return {row.id: PaperDates(row.published, with_utc(row.created_at)) for row in rows}

        with self._db.read() as connection:
            return _sound(ids, read)

    def arrivals(self, filters: Filters) -> Iterator[tuple[str, tuple[str, ...], datetime]]:
        """The papers that the filters allow, the last to come first: id, authors, and when it came here."""
        query = sa.select(papers.c.id, papers.c.authors, papers.c.created_at)
        wanted = sa.select(papers.c.id).where(*filters.conditions()).order_by(papers.c.created_at.desc(), papers.c.id)

        def read(some: Sequence[str]) -> dict[str, tuple[str, tuple[str, ...], datetime]]:
            rows = connection.execute(query.where(papers.c.id.in_(some)))
            return {row.id: (row.id, tuple(row.authors), with_utc(row.created_at)) for row in rows}

        with self._db.read() as connection:
            for chunk in in_chunks(connection.scalars(wanted)):
                found = read_apart(chunk, read)
                yield from (found[each] for each in chunk if each in found)

    def last_arrival(self, now: datetime) -> datetime | None:
        """When the last paper up to now came here of those that are committed; None without any."""
        last = sa.select(sa.func.max(papers.c.created_at)).where(papers.c.created_at <= now.astimezone(UTC))
        with self._db.read() as connection:
            found = connection.scalar(last)
        return found and with_utc(found)

    def gone_ids(self) -> set[str]:
        """The ids of the papers that are withdrawn or retracted, and of the notices that say so or correct a paper."""
        with self._db.read() as connection:
            gone = sa.select(papers.c.id).where(papers.c.status.in_(GONE))
            return {*connection.scalars(gone), *connection.scalars(NOTICES)}

    def delete(self, paper_id: str) -> bool:
        """Remove a paper, its other ids, its vectors, and what it says of others as their notice.

        False when there was none that is kept under this id.
        """
        with self._db.write() as connection:
            row = connection.execute(
                sa.delete(papers).where(papers.c.id == paper_id).returning(papers.c.record_hash, papers.c.updates)
            ).first()
            if row is None:
                return False
            add_to_snapshot(connection, -fingerprint(paper_id, row.record_hash))
            mark_noticed(connection, (), row.updates)
            mark_removed(connection, [paper_id], increment(connection, "version"))
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
        """Names the content and its epoch: equal papers give an equal id, whatever the order they came in."""
        with self._db.read() as connection:
            return read_snapshot_id(connection)


def _told(
    connection: sa.Connection,
    records: Sequence[Paper],
    now: datetime,
    tell: Callable[[Merging, Paper], Told],
    *,
    save: bool = True,
) -> list[Told]:
    """Tell records to what is known, and write what that has changed; what became of each, in order."""
    merging = read_merging(connection, records, now)
    before = {paper_id: kept.paper for paper_id, kept in merging.papers.items()}
    found = [tell(merging, record) for record in records]
    if save and (merging.changed or merging.absorbed):
        _save(connection, merging, before, now)
    return [each.at(merging.home) for each in found]


def _save(connection: sa.Connection, merging: Merging, before: dict[str, Paper], now: datetime) -> None:
    """Write what the merging has changed."""
    after = {paper_id: merging.papers[paper_id].paper for paper_id in merging.changed}
    made = [paper for paper_id, paper in after.items() if paper_id not in before]
    changed = [paper for paper_id, paper in after.items() if paper_id in before]
    gone = {each: merging.home(each) for each in merging.absorbed if each in before}
    hashes = save_papers(connection, made, changed, now)
    if gone:
        move_belongings(connection, gone)
        delete_papers(connection, list(gone))
    save_records(connection, [merging.papers[paper_id] for paper_id in merging.changed])
    save_ids(connection, {each: merging.home(each) for each in merging.new_ids})
    fingerprints = [fingerprint(paper_id, record_hash) for paper_id, record_hash in hashes.items()]
    old = [before[each] for each in (*gone, *after) if each in before]
    add_to_snapshot(connection, sum(fingerprints) - sum(fingerprint(paper.id, paper.record_hash) for paper in old))
    mark_noticed(connection, after, save_notices(connection, before, after.values()))
    told = [paper.id for paper in changed if _is_told(before[paper.id], paper)]
    version = increment(connection, "version")
    mark_removed(connection, list(gone), version)
    mark_texts_changed(connection, told, version)


def _is_told(before: Paper, after: Paper) -> bool:
    """Whether a snapshot has to know of a change."""
    return (before.text_hash, before.authors, before.external_ids) != (
        after.text_hash,
        after.authors,
        after.external_ids,
    )


def _fetch(connection: sa.Connection, ids: list[str]) -> dict[str, Paper]:
    return _sound(ids, lambda some: read_papers(connection, some))


def _sound(ids: Sequence[str], read: Callable[[Sequence[str]], dict[str, Row]]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for chunk in in_chunks(ids):
        found |= read_apart(chunk, read)
    return found
