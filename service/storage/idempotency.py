"""First responses to requests with an `Idempotency-Key`, so that a repeat gets the same one and does nothing."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from service.errors import KeyReused, RequestUnderWay
from service.storage.erasures import is_erased
from service.storage.sql import Database, replies, upsert, with_utc

KEEP_KEYS = timedelta(hours=24)
"""How long the same key stands for the same request."""
_MOST_BYTES = 200 * 2**20  # of all responses: beyond it the oldest go before their day is over
_ROW_BYTES = 1_000  # of a response beside its body: key, fingerprint, headers and what the database adds
_LOOKED_AT_AFTER = 2**20  # bytes that one process has kept since it looked last
_LEASE = timedelta(minutes=10)  # a request that takes longer died with its process, whatever the database thinks


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """An HTTP response as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A response that tells of a user, as it is kept for a repeat of its request."""

    begun_at: datetime
    status: int
    body: str


class IdempotencyKeys:
    """The first responses of one installation, by key; a request under way is abandoned when its process has ended."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._process_id = uuid.uuid4().hex
        self._kept_bytes = 0

    def begin(self, key: str, fingerprint: str, now: datetime) -> StoredResponse | None:
        """The first response if there is one; None when this request is the first, which is then under way.

        `fingerprint` tells one request from another. Raises KeyReused for another request under the same key,
        RequestUnderWay while the first is not answered.
        """
        self._db.register_process(self._process_id)
        with self._db.write() as connection:
            connection.execute(sa.delete(replies).where(replies.c.begun_at < now - KEEP_KEYS))
            row = connection.execute(sa.select(replies).where(replies.c.key == key)).first()
            if row is None or self._is_abandoned(connection, row, now):
                values = {"fingerprint": fingerprint, "owner": self._process_id, "begun_at": now}
                upsert(connection, replies, {"key": key}, values)
                return None
        if row.fingerprint != fingerprint:
            raise KeyReused.at("/Idempotency-Key", "came with another request before; take a new one.")
        if row.status is None:
            raise RequestUnderWay("The first request with this Idempotency-Key is under way.", retry_after=1)
        return StoredResponse(row.status, row.headers, row.body)

    def finish(self, key: str, response: StoredResponse, user: str | None = None) -> None:
        """Keep the first response, and of which user it tells; none of a user who was erased meanwhile."""
        values = {"status": response.status, "headers": dict(response.headers), "body": response.body, "user": user}
        with self._db.write() as connection:
            begun_at = connection.scalar(sa.select(replies.c.begun_at).where(*self._own(key)))
            if begun_at is not None and is_erased(connection, user, with_utc(begun_at)):
                connection.execute(sa.delete(replies).where(*self._own(key)))
                return
            connection.execute(sa.update(replies).where(*self._own(key)).values(**values))
            self._kept_bytes += len(response.body) + _ROW_BYTES
            if self._kept_bytes > _LOOKED_AT_AFTER:
                self._kept_bytes = 0
                _drop_oldest(connection)

    def cancel(self, key: str) -> None:
        """As if the request had never come: it was refused."""
        with self._db.write() as connection:
            connection.execute(sa.delete(replies).where(*self._own(key)))

    def of_user(self, user: str) -> list[KeptReply]:
        """The kept responses that tell of a user, the oldest first."""
        query = sa.select(replies.c.begun_at, replies.c.status, replies.c.body).where(replies.c.user == user)
        with self._db.read() as connection:
            found = connection.execute(query.order_by(replies.c.begun_at, replies.c.key))
            return [KeptReply(with_utc(at), status, body.decode("utf-8", "replace")) for at, status, body in found]

    def delete_user(self, user: str) -> int:
        """Remove every response that tells of a user; how many."""
        with self._db.write() as connection:
            return connection.execute(sa.delete(replies).where(replies.c.user == user)).rowcount

    def _own(self, key: str) -> tuple[sa.ColumnElement[bool], ...]:
        return replies.c.key == key, replies.c.owner == self._process_id, replies.c.status.is_(None)

    def _is_abandoned(self, connection: sa.Connection, row: sa.Row[Any], now: datetime) -> bool:
        """Whether a request is under way whose process has ended."""
        if row.status is not None:
            return False
        return with_utc(row.begun_at) < now - _LEASE or (
            row.owner != self._process_id and self._db.process_has_ended(connection, row.owner)
        )


def _drop_oldest(connection: sa.Connection) -> None:
    newest_first = (replies.c.begun_at.desc(), replies.c.key)
    size = sa.func.length(replies.c.body) + _ROW_BYTES
    so_far = sa.func.sum(size).over(order_by=newest_first).label("so_far")
    counted = sa.select(replies.c.key, so_far).where(replies.c.status.is_not(None)).subquery()
    too_old = sa.select(counted.c.key).where(counted.c.so_far > _MOST_BYTES)
    connection.execute(sa.delete(replies).where(replies.c.key.in_(too_old)))
