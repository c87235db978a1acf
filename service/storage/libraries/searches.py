"""Saved searches: what a user wants to hear of, by a name."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter

from service.storage.feeds import forget_feed
from service.storage.filters import Filters
from service.storage.sql import Database, saved_searches, upsert, with_utc


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search: what papers should be about, and what must hold of them; an empty query asks for nothing more."""

    query: str = ""
    filters: Filters = field(default_factory=Filters)


_BODY = TypeAdapter(SavedSearch)


class SearchRecords:
    """The saved searches of every user of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, user: str, name: str, search: SavedSearch, now: datetime) -> None:
        """Keep a search under a name, instead of the one that was there."""
        body = _BODY.dump_python(search, mode="json")
        with self._db.write() as connection:
            since = connection.scalar(sa.select(saved_searches.c.created_at).where(*_named(user, name)))
            values = {"body": body, "created_at": since or now}
            upsert(connection, saved_searches, {"user": user, "name": name}, values)

    def of_user(self, user: str) -> dict[str, tuple[SavedSearch, datetime]]:
        """The user's searches by name, and since when there is one of that name."""
        query = sa.select(saved_searches.c.name, saved_searches.c.body, saved_searches.c.created_at)
        with self._db.read() as connection:
            rows = connection.execute(query.where(saved_searches.c.user == user).order_by(saved_searches.c.name))
            return {name: (_BODY.validate_python(body), with_utc(since)) for name, body, since in rows}

    def delete(self, user: str, name: str) -> bool:
        """Remove a search, and the address of its feed; False when there was none."""
        with self._db.write() as connection:
            forget_feed(connection, user, "search", name)
            return connection.execute(sa.delete(saved_searches).where(*_named(user, name))).rowcount > 0

    def delete_user(self, user: str) -> int:
        """Remove every search of a user; how many."""
        with self._db.write() as connection:
            return connection.execute(sa.delete(saved_searches).where(saved_searches.c.user == user)).rowcount


def _named(user: str, name: str) -> tuple[sa.ColumnElement[bool], ...]:
    return saved_searches.c.user == user, saved_searches.c.name == name
