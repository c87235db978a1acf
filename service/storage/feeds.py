"""Secret addresses under which users read feeds.

A token is kept as it is, so that its owner can see the address again: whoever reads the database can read all that it
opens. It is looked up by its hash, so that the time this takes tells nothing of it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from service.storage.sql import Database, feeds, with_utc

FeedKind = Literal["recommendations", "trending", "search", "collection"]


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """A feed of a user; `name` is that of the search or collection, empty for the others."""

    user: str
    kind: FeedKind
    name: str
    token: str
    created_at: datetime


class FeedRecords:
    """The feeds of every user of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, new: FeedAddress) -> FeedAddress:
        """Keep an address, unless the user has one of the same feed; the one that holds now."""
        with self._db.write() as connection:
            own = sa.select(feeds).where(*_own(new.user, new.kind, new.name))
            if (row := connection.execute(own).first()) is not None:
                return _address(row)
            values = {name: getattr(new, name) for name in FeedAddress.__slots__}
            connection.execute(sa.insert(feeds).values(**values, token_hash=_hash(new.token)))
            return new

    def of_token(self, token: str) -> FeedAddress | None:
        """The feed that a token opens."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(feeds).where(feeds.c.token_hash == _hash(token))).first()
            return None if row is None else _address(row)

    def of_user(self, user: str) -> list[FeedAddress]:
        """The feeds of a user, by kind and name."""
        query = sa.select(feeds).where(feeds.c.user == user).order_by(feeds.c.kind, feeds.c.name)
        with self._db.read() as connection:
            return [_address(row) for row in connection.execute(query)]

    def delete(self, user: str, kind: FeedKind, name: str) -> bool:
        """Remove an address; False when there was none."""
        with self._db.write(below_floor=True) as connection:
            return forget_feed(connection, user, kind, name)

    def delete_user(self, user: str) -> int:
        """Remove every address of a user; how many."""
        with self._db.write(below_floor=True) as connection:
            return connection.execute(sa.delete(feeds).where(feeds.c.user == user)).rowcount


def forget_feed(connection: sa.Connection, user: str, kind: FeedKind, name: str) -> bool:
    """`FeedRecords.delete` as a part of a transaction, such as one that removes what the feed is of."""
    return connection.execute(sa.delete(feeds).where(*_own(user, kind, name))).rowcount > 0


def _own(user: str, kind: FeedKind, name: str) -> tuple[sa.ColumnElement[bool], ...]:
    return feeds.c.user == user, feeds.c.kind == kind, feeds.c.name == name


def _address(row: sa.Row[Any]) -> FeedAddress:
    return FeedAddress(row.user, row.kind, row.name, row.token, with_utc(row.created_at))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
