"""Subscriptions: who wants a digest, where to, when and of what; one for each user.

Tokens are kept as they are, for every mail shows them, and found by their hash, so that how long a search takes tells
nobody how much of a token was right.
"""

import hashlib
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from service.storage.sql import Database, confirmations, subscriptions, upsert, with_utc

Frequency = Literal["daily", "weekdays", "weekly"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
LeastConfidence = Literal["low", "medium", "high"]
WhenEmpty = Literal["send", "skip"]
SubscriptionStatus = Literal["pending", "active", "paused", "ended"]

_ASKED_WITHIN = timedelta(days=1)  # for as long a confirmation that was sent is remembered
_TIMES = ("created_at", "confirmed_at", "next_at")


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a user wants of digests.

    `hour` and `minute` are of the clock of `zone` (IANA); `weekday` is of a weekly one. With `collections` or
    `interests` (ids of liked papers that name them) the digest goes by these, and not by all likes. Nothing is sent
    before the address is confirmed (`pending`), after mail was refused for good (`paused`, `reason` says why) or after
    the reader has `ended` it. `by_model` says whether a model may be paid for its texts. `next_at` is when something is
    due next: the confirmation of a pending one, or a digest.
    """

    user: str
    address: str
    frequency: Frequency = "daily"
    weekday: Weekday = "monday"
    hour: int = 7
    minute: int = 0
    zone: str = "UTC"
    at_most: int = 10
    min_confidence: LeastConfidence = "low"
    collections: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    language: str = "en"
    trending: bool = True
    when_empty: WhenEmpty = "send"
    by_model: bool = True
    status: SubscriptionStatus = "pending"
    reason: str | None = None
    confirm_token: str = ""
    unsubscribe_token: str = ""
    created_at: datetime | None = None
    confirmed_at: datetime | None = None
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """How many confirmations went out within a day, to this address and to all, and when the latest to it did."""

    to_address: int
    to_all: int
    latest: datetime | None


class SubscriptionRecords:
    """The subscriptions of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, subscription: Subscription) -> None:
        """Keep a user's subscription, instead of the one that was there."""
        row = _row(subscription)
        with self._db.write() as connection:
            upsert(connection, subscriptions, {"user": row.pop("user")}, row)

    def get(self, user: str) -> Subscription | None:
        """The subscription of a user."""
        found = self._some(subscriptions.c.user == user)
        return found[0] if found else None

    def by_token(self, token: str) -> Subscription | None:
        """The subscription that a link to confirm or to unsubscribe is of."""
        return self.by_hash(token_hash(token))

    def by_hash(self, hashed: str) -> Subscription | None:
        """The same by the hash of the token."""
        found = self._some(sa.or_(subscriptions.c.confirm_hash == hashed, subscriptions.c.unsubscribe_hash == hashed))
        return found[0] if found else None

    def due(self, now: datetime) -> list[Subscription]:
        """Those of which something is due, the longest due first."""
        waiting = subscriptions.c.status.in_(("pending", "active"))
        return self._some(waiting, subscriptions.c.next_at <= now)

    def has_any(self) -> bool:
        """Whether something may ever become due."""
        query = sa.select(subscriptions.c.user).where(subscriptions.c.next_at.is_not(None)).limit(1)
        with self._db.read() as connection:
            return connection.execute(query).first() is not None

    def change(self, before: Subscription, **changes: object) -> bool:
        """Change some fields; False, and nothing is changed, when it is no longer what it was `before`.

        That is told by its tokens, its status and when something is due: another address has other tokens.
        """
        same = (
            subscriptions.c.user == before.user,
            subscriptions.c.confirm_hash == token_hash(before.confirm_token),
            subscriptions.c.status == before.status,
            subscriptions.c.next_at.is_not_distinct_from(before.next_at),
        )
        with self._db.write(below_floor=True) as connection:  # who unsubscribes is heard, whatever fills the disk
            return connection.execute(sa.update(subscriptions).where(*same).values(**changes)).rowcount > 0

    def delete(self, user: str) -> bool:
        """Remove a user's subscription; False when there was none."""
        with self._db.write(below_floor=True) as connection:
            return connection.execute(sa.delete(subscriptions).where(subscriptions.c.user == user)).rowcount > 0

    def asked(self, address: str, now: datetime) -> Asked:
        """What confirmations went out within the last day."""
        own = confirmations.c.address_hash == _address_hash(address)
        columns = (
            sa.func.count().filter(own),
            sa.func.count(),
            sa.func.max(confirmations.c.at).filter(own),
        )
        lately = confirmations.c.at > now - _ASKED_WITHIN
        with self._db.read() as connection:
            to_address, to_all, latest = connection.execute(sa.select(*columns).where(lately)).one()
        return Asked(to_address, to_all, latest and with_utc(latest))

    def record_asked(self, address: str, now: datetime) -> None:
        """Keep that a confirmation is being sent, before it is."""
        with self._db.write() as connection:
            connection.execute(sa.insert(confirmations).values(address_hash=_address_hash(address), at=now))

    def forget_asked(self, now: datetime) -> None:
        """Remove what confirmations went out more than a day ago."""
        old = confirmations.c.at <= now - _ASKED_WITHIN
        with self._db.read() as connection:  # so that whoever only looks needs no room on the disk
            if connection.execute(sa.select(confirmations.c.id).where(old).limit(1)).first() is None:
                return
        with self._db.write(below_floor=True) as connection:
            connection.execute(sa.delete(confirmations).where(old))

    def tally(self) -> dict[str, int]:
        """How many there are in each status."""
        query = sa.select(subscriptions.c.status, sa.func.count()).group_by(subscriptions.c.status)
        with self._db.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def paused(self, limit: int) -> list[Subscription]:
        """Those that mail was refused for, in the order of users."""
        return self._some(subscriptions.c.status == "paused")[:limit]

    def _some(self, *conditions: sa.ColumnElement[bool]) -> list[Subscription]:
        columns = [subscriptions.c[name] for name in _NAMES]
        query = sa.select(*columns).where(*conditions).order_by(subscriptions.c.next_at, subscriptions.c.user)
        with self._db.read() as connection:
            return [_subscription(row) for row in connection.execute(query).mappings()]


def token_hash(token: str) -> str:
    """What a token is found by."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


_NAMES = tuple(field.name for field in fields(Subscription))


def _address_hash(address: str) -> str:
    """One for all spellings of an address that reach one mailbox, as far as that can be told: case, and +anything."""
    name, _, domain = address.rpartition("@")
    return hashlib.sha256(f"{name.partition('+')[0]}@{domain}".casefold().encode()).hexdigest()


def _row(subscription: Subscription) -> dict[str, Any]:
    return asdict(subscription) | {
        "collections": list(subscription.collections),
        "interests": list(subscription.interests),
        "confirm_hash": token_hash(subscription.confirm_token),
        "unsubscribe_hash": token_hash(subscription.unsubscribe_token),
    }


def _subscription(row: sa.RowMapping) -> Subscription:
    read: dict[str, Any] = dict(row)
    read |= {name: tuple(read[name]) for name in ("collections", "interests")}
    read |= {name: read[name] and with_utc(read[name]) for name in _TIMES}
    return Subscription(**read)
