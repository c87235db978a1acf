"""Tombstones: when what was kept of a user was removed, so that work begun before leaves nothing behind.

A name stands here as a hash, and for as long as any such work can last.
"""

import hashlib
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from service.storage.sql import Database, erasures, upsert

_LASTS = timedelta(days=1)


class UserErased(Exception):
    """What was kept of the user went after the work for them had begun, so it must not go on."""


class ErasureRecords:
    """The tombstones of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def record(self, user: str, now: datetime) -> None:
        """Let no work for the user that has begun leave anything; call it before anything is removed."""
        with self._db.write() as connection:
            connection.execute(sa.delete(erasures).where(erasures.c.at < now - _LASTS))
            upsert(connection, erasures, {"user_hash": _hash(user)}, {"at": now.astimezone(UTC)})

    def finish(self) -> None:
        """Overwrite what was removed also where the database keeps what it has yet to write elsewhere."""
        self._db.overwrite_removed()


def is_erased(connection: sa.Connection, user: str | None, since: datetime) -> bool:
    """Whether what was kept of a user was removed at that time or later."""
    if user is None:
        return False
    later = (erasures.c.user_hash == _hash(user), erasures.c.at >= since.astimezone(UTC))
    return connection.execute(sa.select(erasures.c.at).where(*later)).first() is not None


def _hash(user: str) -> str:
    return hashlib.sha256(user.encode()).hexdigest()
