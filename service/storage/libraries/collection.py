"""Collections: papers that a user keeps together under a name, with notes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from service.storage.feeds import forget_feed
from service.storage.kept_papers import other_ids_of, resolve
from service.storage.sql import Database, collected_papers, collections, in_chunks, with_utc


@dataclass(frozen=True, slots=True)
class Collection:
    """A named collection of a user, and how many papers were put into it."""

    name: str
    note: str
    created_at: datetime
    papers: int


@dataclass(frozen=True, slots=True)
class CollectedPaper:
    """A paper of a collection; `paper_id` is the one that the user gave."""

    paper_id: str
    note: str
    added_at: datetime


class CollectionRecords:
    """The collections of every user of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, user: str, name: str, note: str, now: datetime) -> bool:
        """Make a collection, or change the note of one; whether it was made."""
        with self._db.write() as connection:
            made = make_collection(connection, user, name, now)
            connection.execute(sa.update(collections).where(*_named(user, name)).values(note=note))
            return made

    def of_user(self, user: str) -> list[Collection]:
        """The user's collections by name."""
        with self._db.read() as connection:
            return _collections(connection, collections.c.user == user)

    def get(self, user: str, name: str) -> Collection | None:
        """The user's collection of this name."""
        with self._db.read() as connection:
            return next(iter(_collections(connection, *_named(user, name))), None)

    def papers(self, user: str, name: str) -> list[CollectedPaper]:
        """What is in a collection, in the order in which it was put there."""
        query = sa.select(collected_papers).where(*_of_collection(user, name))
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(collected_papers.c.added_at, collected_papers.c.paper_id))
            return [CollectedPaper(row.paper_id, row.note, with_utc(row.added_at)) for row in rows]

    def add(self, user: str, name: str, papers: Sequence[CollectedPaper]) -> list[str]:
        """Put papers into a collection, which is made if there is none; the ids of those that were not in it.

        A paper that is in it under any of its ids stays where it is, with the new note if there is one.
        """
        with self._db.write() as connection:
            if papers:
                make_collection(connection, user, name, papers[0].added_at)
            return collect(connection, user, name, papers)

    def take_out(self, user: str, name: str, paper_ids: Sequence[str]) -> bool:
        """Take a paper out of a collection, under whichever of these ids; False when it was not in it."""
        with self._db.write() as connection:
            return remove_collected(connection, user, name, paper_ids) > 0

    def delete(self, user: str, name: str) -> bool:
        """Remove a collection, and the address of its feed; False when there was none."""
        with self._db.write() as connection:
            forget_feed(connection, user, "collection", name)
            return connection.execute(sa.delete(collections).where(*_named(user, name))).rowcount > 0

    def delete_user(self, user: str) -> int:
        """Remove every collection of a user; how many."""
        with self._db.write() as connection:
            return connection.execute(sa.delete(collections).where(collections.c.user == user)).rowcount


def make_collection(connection: sa.Connection, user: str, name: str, now: datetime) -> bool:
    """Make an empty collection unless there is one of this name; whether it was made."""
    if connection.scalar(sa.select(collections.c.name).where(*_named(user, name))) is not None:
        return False
    connection.execute(sa.insert(collections).values(user=user, name=name, note="", created_at=now))
    return True


def delete_if_empty(connection: sa.Connection, user: str, name: str) -> None:
    """Remove a collection in which nothing is left, and the address of its feed."""
    empty = ~sa.select(collected_papers.c.paper_id).where(*_of_collection(user, name)).exists()
    if connection.execute(sa.delete(collections).where(*_named(user, name), empty)).rowcount:
        forget_feed(connection, user, "collection", name)


def collect(connection: sa.Connection, user: str, name: str, papers: Sequence[CollectedPaper]) -> list[str]:
    """`CollectionRecords.add` to a collection that is there, as a part of a transaction."""
    used = used_ids(connection, collected_papers, _of_collection(user, name), [each.paper_id for each in papers])
    new = {each.paper_id: each for each in papers if each.paper_id not in used}
    for each in papers:
        if each.note and each.paper_id in used:
            there = (*_of_collection(user, name), collected_papers.c.paper_id == used[each.paper_id])
            connection.execute(sa.update(collected_papers).where(*there).values(note=each.note))
    rows = [
        {"user": user, "collection": name} | asdict(each) | {"added_at": each.added_at.astimezone(UTC)}
        for each in new.values()
    ]
    if rows:
        connection.execute(sa.insert(collected_papers), rows)
    return list(new)


def remove_collected(connection: sa.Connection, user: str, name: str, paper_ids: Sequence[str]) -> int:
    """Take papers out of a collection; how many were in it."""
    return sum(
        connection.execute(
            sa.delete(collected_papers).where(*_of_collection(user, name), collected_papers.c.paper_id.in_(chunk))
        ).rowcount
        for chunk in in_chunks(paper_ids)
    )


def used_ids(
    connection: sa.Connection,
    table: sa.Table,
    where: Sequence[sa.ColumnElement[bool]],
    paper_ids: Sequence[str],
    order: sa.Column[Any] | None = None,
) -> dict[str, str]:
    """Under which id the paper of each of these ids stands in rows of a table, the last in an order of several.

    Papers that have no such row are left out.
    """
    kept = resolve(connection, paper_ids)
    homes = {each: kept.get(each, each) for each in paper_ids}
    names = other_ids_of(connection, list(set(homes.values()))) | {each: each for each in homes.values()}
    rows: list[tuple[Any, str]] = []
    column = table.c.paper_id if order is None else order
    for chunk in in_chunks(list(names)):
        query = sa.select(column, table.c.paper_id).where(*where, table.c.paper_id.in_(chunk))
        rows += [(place, used) for place, used in connection.execute(query)]
    found = {names[used]: used for _, used in sorted(rows)}
    return {each: found[home] for each, home in homes.items() if home in found}


def _collections(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Collection]:
    count = (
        sa.select(sa.func.count())
        .where(collected_papers.c.user == collections.c.user, collected_papers.c.collection == collections.c.name)
        .scalar_subquery()
    )
    query = sa.select(collections, count.label("papers")).where(*where).order_by(collections.c.name)
    rows = connection.execute(query)
    return [Collection(row.name, row.note, with_utc(row.created_at), row.papers) for row in rows]


def _named(user: str, name: str) -> tuple[sa.ColumnElement[bool], ...]:
    return collections.c.user == user, collections.c.name == name


def _of_collection(user: str, name: str) -> tuple[sa.ColumnElement[bool], ...]:
    return collected_papers.c.user == user, collected_papers.c.collection == name
