"""Keys by which requests are let in: their hashes, and what each may do.

They are written below the floor of free disk too: a key that leaked has to end, whatever else fills the disk.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from service.storage.sql import Database, access_keys, with_utc


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key as it is kept: the part of it that may be shown, and the SHA-256 of the whole, in hexadecimal.

    `user` is for whom alone it speaks, None for any; `made_from` is the id of the key that a page was signed in with.
    """

    id: str
    name: str
    hash: str
    scopes: tuple[str, ...]
    user: str | None
    made_from: str | None
    created_at: datetime
    expires_at: datetime | None


class KeyRecords:
    """The keys of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, key: StoredKey) -> bool:
        """Keep a new key; False when the one that it was made from is gone. Pages whose time is over go meanwhile."""
        over = (access_keys.c.made_from.is_not(None), access_keys.c.expires_at <= key.created_at)
        with self._db.write(below_floor=True) as connection:
            connection.execute(sa.delete(access_keys).where(*over))
            if key.made_from is not None and not _is_there(connection, key.made_from):
                return False
            connection.execute(sa.insert(access_keys).values(**_row(key)))
            return True

    def add_first(self, key: StoredKey) -> bool:
        """Keep a key if there is none but those that have expired; of several processes at once one does."""
        with self._db.write() as connection:
            if _has_any(connection, key.created_at):
                return False
            connection.execute(sa.insert(access_keys).values(**_row(key)))
            return True

    def has_any(self, now: datetime) -> bool:
        """Whether there is a key that has not expired."""
        with self._db.read() as connection:
            return _has_any(connection, now)

    def get(self, key_id: str) -> StoredKey | None:
        """The key of this id."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(access_keys).where(access_keys.c.id == key_id)).first()
        return _key(row) if row else None

    def made(self) -> list[StoredKey]:
        """Every key that somebody made, the oldest first; not those of pages that are signed in."""
        return self._some(access_keys.c.made_from.is_(None))

    def of_user(self, user: str) -> list[StoredKey]:
        """Every key that speaks for a user alone, the oldest first."""
        return self._some(access_keys.c.user == user)

    def delete(self, key_id: str) -> bool:
        """Remove a key and those made from it; False when there is none."""
        own = sa.or_(access_keys.c.id == key_id, access_keys.c.made_from == key_id)
        with self._db.write(below_floor=True) as connection:
            return connection.execute(sa.delete(access_keys).where(own)).rowcount > 0

    def delete_user(self, user: str) -> int:
        """Remove every key that speaks for a user alone; how many."""
        with self._db.write(below_floor=True) as connection:
            return connection.execute(sa.delete(access_keys).where(access_keys.c.user == user)).rowcount

    def _some(self, which: sa.ColumnElement[bool]) -> list[StoredKey]:
        query = sa.select(access_keys).where(which).order_by(access_keys.c.created_at, access_keys.c.id)
        with self._db.read() as connection:
            return [_key(row) for row in connection.execute(query)]


def _has_any(connection: sa.Connection, now: datetime) -> bool:
    lasting = sa.or_(access_keys.c.expires_at.is_(None), access_keys.c.expires_at > now)
    return connection.execute(sa.select(access_keys.c.id).where(lasting).limit(1)).first() is not None


def _is_there(connection: sa.Connection, key_id: str) -> bool:
    return connection.execute(sa.select(access_keys.c.id).where(access_keys.c.id == key_id)).first() is not None


def _row(key: StoredKey) -> dict[str, Any]:
    return asdict(key) | {"scopes": list(key.scopes)}


def _key(row: sa.Row[Any]) -> StoredKey:
    expires_at = row.expires_at and with_utc(row.expires_at)
    return StoredKey(
        row.id, row.name, row.hash, tuple(row.scopes), row.user, row.made_from, with_utc(row.created_at), expires_at
    )
