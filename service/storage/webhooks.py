"""Webhooks: where the digests of users are posted; one for each user.

The secret is kept as it is, for what is posted is signed with it.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from service.storage.sql import Database, digests, upsert, webhooks, with_utc

WebhookFormat = Literal["json", "slack"]

_TIMES = ("created_at", "paused_at", "last_at")


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a user's digests are posted, and what came of the last one.

    `failures` counts those in a row that were not taken. Nothing is posted once it is paused.
    """

    user: str
    url: str
    format: WebhookFormat
    secret: str
    created_at: datetime
    failures: int = 0
    paused_at: datetime | None = None
    last_at: datetime | None = None
    last_outcome: str | None = None
    last_reason: str | None = None


class WebhookRecords:
    """The webhooks of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, webhook: Webhook) -> None:
        """Keep a user's webhook, instead of the one that was there."""
        row = asdict(webhook)
        with self._db.write() as connection:
            upsert(connection, webhooks, {"user": row.pop("user")}, row)

    def get(self, user: str) -> Webhook | None:
        """The webhook of a user."""
        found = self._some(webhooks.c.user == user)
        return found[0] if found else None

    def has_any(self) -> bool:
        """Whether anything may be posted to anybody."""
        query = sa.select(webhooks.c.user).where(webhooks.c.paused_at.is_(None)).limit(1)
        with self._db.read() as connection:
            return connection.execute(query).first() is not None

    def paused(self, limit: int) -> list[Webhook]:
        """Those to which nothing is posted any more, the latest to be paused first."""
        return self._some(webhooks.c.paused_at.is_not(None))[:limit]

    def claim(self, webhook: Webhook, digest_id: str, now: datetime) -> bool:
        """Write down that a digest is being posted, and until that is answered that nobody knows what came of it.

        False where somebody has begun to before, wherever to, where it was made before the webhook was put, or where
        that was paused or another one put.
        """
        values = {
            "last_at": now,
            "last_outcome": "unknown",
            "last_reason": "nobody knows: the process ended while it was posted",
        }
        unposted = (digests.c.id == digest_id, digests.c.posted_at.is_(None), digests.c.made_at >= webhook.created_at)
        with self._db.write() as connection:
            claimed = sa.update(webhooks).where(
                *_same(webhook), webhooks.c.paused_at.is_(None), sa.exists().where(*unposted)
            )
            if connection.execute(claimed.values(**values)).rowcount == 0:
                return False
            connection.execute(sa.update(digests).where(digests.c.id == digest_id).values(posted_at=now))
            return True

    def record(self, tried: Webhook, outcome: str, reason: str, now: datetime, *, most_failures: int) -> None:
        """Keep what came of a try; with so many failures in a row it is paused. Another one put meanwhile stays."""
        failures = 0 if outcome == "sent" else tried.failures + 1
        values = {
            "failures": failures,
            "paused_at": now if failures >= most_failures else None,
            "last_at": now,
            "last_outcome": outcome,
            "last_reason": reason,
        }
        with self._db.write(below_floor=True) as connection:
            connection.execute(sa.update(webhooks).where(*_same(tried)).values(**values))

    def delete(self, user: str) -> bool:
        """Remove a user's webhook; False when there was none."""
        with self._db.write(below_floor=True) as connection:
            return connection.execute(sa.delete(webhooks).where(webhooks.c.user == user)).rowcount > 0

    def _some(self, condition: sa.ColumnElement[bool]) -> list[Webhook]:
        query = sa.select(webhooks).where(condition).order_by(webhooks.c.paused_at.desc(), webhooks.c.user)
        with self._db.read() as connection:
            return [_webhook(row) for row in connection.execute(query).mappings()]


def _same(webhook: Webhook) -> tuple[sa.ColumnElement[bool], ...]:
    """A webhook has another secret than the one before it."""
    return webhooks.c.user == webhook.user, webhooks.c.secret == webhook.secret


def _webhook(row: sa.RowMapping) -> Webhook:
    times: dict[str, Any] = {name: row[name] and with_utc(row[name]) for name in _TIMES}
    return Webhook(**{**row, **times})
