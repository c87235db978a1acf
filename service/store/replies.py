"""First answers to requests that carry an `Idempotency-Key`, so that a repeat gets the same one and does nothing."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from service.errors import KeyReused, RequestUnderWay
from service.store.database import Database, replies

_KEEP = timedelta(hours=24)
_LEASE = timedelta(minutes=10)  # a request that took longer died with its process


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Replies:
    """The replies of one installation, seen by one process."""

    def __init__(self, database: Database, *, shared: bool) -> None:
        """Unless other processes share the database, requests that it thinks under way died with an earlier process."""
        self._db = database
        self._owner = uuid.uuid4().hex
        if not shared and self._any_open():  # or else a start would need room on the disk
            with self._db.write() as connection:
                connection.execute(sa.delete(replies).where(replies.c.status.is_(None)))

    def begin(self, key: str, fingerprint: str, now: datetime) -> Reply | None:
        """The first answer if there is one; None when this request is the first, which is then under way.

        Raises KeyReused for another request under the same key, RequestUnderWay while the first is not answered.
        """
        with self._db.write() as connection:
            abandoned = sa.and_(replies.c.status.is_(None), replies.c.begun_at < now - _LEASE)
            connection.execute(sa.delete(replies).where(sa.or_(replies.c.begun_at < now - _KEEP, abandoned)))
            row = connection.execute(sa.select(replies).where(replies.c.key == key)).first()
            if row is None:
                first = {"key": key, "fingerprint": fingerprint, "owner": self._owner, "begun_at": now}
                connection.execute(sa.insert(replies).values(**first))
                return None
        if row.fingerprint != fingerprint:
            raise KeyReused.at("/Idempotency-Key", "came with another request before; take a new one.")
        if row.status is None:
            raise RequestUnderWay("The first request with this Idempotency-Key is under way.", retry_after=1)
        return Reply(row.status, row.headers, row.body)

    def finish(self, key: str, reply: Reply) -> None:
        """Keep the first answer."""
        values = {"status": reply.status, "headers": dict(reply.headers), "body": reply.body}
        with self._db.write() as connection:
            connection.execute(sa.update(replies).where(*self._mine(key)).values(**values))

    def forget(self, key: str) -> None:
        """As if the request had never come: it was refused."""
        with self._db.write() as connection:
            connection.execute(sa.delete(replies).where(*self._mine(key)))

    def _mine(self, key: str) -> tuple[sa.ColumnElement[bool], ...]:
        return replies.c.key == key, replies.c.owner == self._owner, replies.c.status.is_(None)

    def _any_open(self) -> bool:
        with self._db.read() as connection:
            return connection.scalar(sa.select(replies.c.key).where(replies.c.status.is_(None)).limit(1)) is not None
