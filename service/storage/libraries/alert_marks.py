"""Up to when a user has seen what is new of saved searches and followed authors."""

from datetime import UTC, datetime

import sqlalchemy as sa

from service.storage.sql import Database, alert_marks, upsert, with_utc


class AlertMarkRecords:
    """The marks of every user of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of_user(self, user: str) -> datetime | None:
        """The user's mark; None for one who has none."""
        with self._db.read() as connection:
            return _mark(connection, user)

    def move(self, user: str, at: datetime, *, back: bool = False) -> datetime:
        """Move the user's mark, to an earlier moment only if it may go `back`; where it is now."""
        with self._db.write() as connection:
            before = _mark(connection, user)
            if before is not None and at < before and not back:
                return before
            upsert(connection, alert_marks, {"user": user}, {"at": at.astimezone(UTC)})
            return at

    def delete_user(self, user: str) -> int:
        """Forget the user's mark; how many there were."""
        with self._db.write() as connection:
            return connection.execute(sa.delete(alert_marks).where(alert_marks.c.user == user)).rowcount


def _mark(connection: sa.Connection, user: str) -> datetime | None:
    at = connection.scalar(sa.select(alert_marks.c.at).where(alert_marks.c.user == user))
    return None if at is None else with_utc(at)
