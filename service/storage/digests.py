"""Digests that are due, made or sent, and the papers that each reader was shown in them.

A digest goes from claimed to sending to what came of it; only one of all processes takes each step. Who died between
claimed and sending has handed nothing over, so the digest is taken up again. Who died while sending may have: then
nobody knows, and it is never handed over again by itself.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from service.storage.erasures import UserErased, is_erased
from service.storage.libraries import record_shown
from service.storage.sql import Database, digest_papers, digests, in_chunks, subscriptions, with_utc
from service.storage.subscriptions import Subscription

DigestStatus = Literal["claimed", "sending", "sent", "kept", "refused", "deferred", "unknown", "skipped"]

_SILENT = timedelta(hours=1)  # without a change a claimed digest has been lost with its job
_TIMES = ("claimed_at", "changed_at", "retry_at", "made_at")
_LATEST_FIRST = (digests.c.claimed_at.desc(), digests.c.id)
_NOT_SHOWN: tuple[DigestStatus, ...] = ("refused", "skipped")  # nobody was shown what is in these
_UNWELL: tuple[DigestStatus, ...] = ("refused", "deferred", "unknown")


class NotClaimed(Exception):
    """A digest that somebody else has begun to send, or whose user was erased: it must not be sent."""


class NotWanted(Exception):
    """A digest that nobody wants any more at this address: the subscription has ended, or was changed."""


class Claim(NamedTuple):
    """A digest that is due of a subscription, and when the next one will be."""

    subscription: Subscription
    period: str
    next_at: datetime | None


class MadeDigest(NamedTuple):
    """When a digest was made, and what it says, as JSON."""

    at: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class StoredDigest:
    """A digest as it is kept; `body` is JSON, None before it is made. `reason` says why it was not sent, if it was not.

    `kept` is one that no mail was asked for, `skipped` one that was empty and was to be sent only with papers.
    `retry_at` is when a deferred one is tried again, for the `tries`-th time.
    """

    id: str
    user: str
    period: str
    status: DigestStatus
    reason: str | None
    address: str | None
    tries: int
    claimed_at: datetime
    changed_at: datetime
    retry_at: datetime | None
    made_at: datetime | None
    body: bytes | None


class ListedDigest(NamedTuple):
    """A digest without its body, and how many papers it shows."""

    stored: StoredDigest
    papers: int


def digest_id(user: str, period: str) -> str:
    """The id of the digest of a user and a period."""
    return hashlib.sha256(f"{period} {user}".encode()).hexdigest()[:32]


class DigestRecords:
    """The digests of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def claim_due(self, claims: Iterable[Claim], now: datetime) -> int:
        """Write down which digests are due, and when the next one of each subscription will be; how many are new.

        A subscription that has changed meanwhile is left alone, and a period that was claimed before stays as it is.
        """
        found = 0
        for chunk in in_chunks(claims):
            with self._db.write() as connection:
                found += sum(_claim_due(connection, each, now) for each in chunk)
        return found

    def claim(self, user: str, period: str, now: datetime) -> bool:
        """Write down that a digest is due; False where the period has one already."""
        with self._db.write() as connection:
            return _claim(connection, user, period, now)

    def waiting(self, now: datetime) -> list[str]:
        """The ids of digests that nobody works on: new ones, deferred ones whose time has come, and lost ones."""
        lost = sa.or_(digests.c.job_id.is_(None), digests.c.changed_at < now - _SILENT)
        deferred = sa.and_(digests.c.status == "deferred", digests.c.retry_at <= now)
        query = sa.select(digests.c.id).where(sa.or_(sa.and_(digests.c.status == "claimed", lost), deferred))
        with self._db.read() as connection:
            return list(connection.scalars(query.order_by(digests.c.claimed_at, digests.c.id)))

    def assign(self, ids: Sequence[str], job_id: str, now: datetime) -> None:
        """Note that a job works on these digests; deferred ones are claimed again."""
        values = {"status": "claimed", "job_id": job_id, "changed_at": now, "retry_at": None}
        for chunk in in_chunks(ids):
            open_ones = (digests.c.id.in_(chunk), digests.c.status.in_(("claimed", "deferred")))
            with self._db.write() as connection:
                connection.execute(sa.update(digests).where(*open_ones).values(**values))

    def get(self, digest_id: str) -> StoredDigest | None:
        """The digest of an id."""
        found = self._some(digests.c.id == digest_id)
        return found[0] if found else None

    def of_user(self, user: str) -> list[StoredDigest]:
        """All digests of a user, with all that they say, the latest first."""
        return self._some(digests.c.user == user)

    def made_for(self, user: str, limit: int) -> list[StoredDigest]:
        """The latest digests of a user that are made, the latest first."""
        return self._some(digests.c.user == user, digests.c.body.is_not(None), limit=limit)

    def listed(self, user: str) -> list[ListedDigest]:
        """All digests of a user, the latest first, without what they say."""
        shown = sa.select(sa.func.count()).where(digest_papers.c.digest_id == digests.c.id).scalar_subquery()
        columns = [digests.c[name] for name in StoredDigest.__slots__ if name != "body"]
        query = sa.select(*columns, shown.label("papers")).where(digests.c.user == user).order_by(*_LATEST_FIRST)
        with self._db.read() as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
        return [ListedDigest(papers=row.pop("papers"), stored=_digest(row | {"body": None})) for row in rows]

    def count_asked_for(self, user: str, since: datetime) -> int:
        """How many digests that a user asked for, beside those that were due, were claimed after a moment."""
        asked = digests.c.period.endswith("Z", autoescape=True)
        query = sa.select(sa.func.count()).where(digests.c.user == user, asked, digests.c.claimed_at > since)
        with self._db.read() as connection:
            return connection.scalar(query) or 0

    def unwell(self, limit: int) -> list[StoredDigest]:
        """The latest of those that were not handed over, or of which nobody knows it."""
        return self._some(digests.c.status.in_(_UNWELL), limit=limit)

    def tally(self, since: datetime) -> dict[DigestStatus, int]:
        """How many digests that were claimed since then there are in each status."""
        query = sa.select(digests.c.status, sa.func.count()).where(digests.c.claimed_at >= since)
        with self._db.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query.group_by(digests.c.status))}

    def has_any_under_way(self) -> bool:
        """Whether a digest has yet to come to its end."""
        query = sa.select(digests.c.id).where(digests.c.status.in_(("claimed", "sending", "deferred"))).limit(1)
        with self._db.read() as connection:
            return connection.execute(query).first() is not None

    def keep(self, digest_id: str, body: bytes, paper_ids: Iterable[str], made_at: datetime, begun: datetime) -> None:
        """Keep what a claimed digest says and which papers it shows, before anybody is shown it; the first one stays.

        Raises UserErased where its user was erased since it was `begun`, NotClaimed where it has ended.
        """
        made = (digests.c.id == digest_id, digests.c.status == "claimed", digests.c.body.is_(None))
        with self._db.write() as connection:
            user = connection.scalar(sa.select(digests.c.user).where(digests.c.id == digest_id))
            if user is None or is_erased(connection, user, begun):
                raise UserErased
            values = {"body": body, "made_at": made_at, "changed_at": made_at}
            if connection.execute(sa.update(digests).where(*made).values(**values)).rowcount == 0:
                raise NotClaimed
            shown = [{"digest_id": digest_id, "paper_id": each, "user": user} for each in dict.fromkeys(paper_ids)]
            if shown:
                connection.execute(sa.insert(digest_papers), shown)
                record_shown(connection, user, [each["paper_id"] for each in shown], "digest", made_at)

    def unmake(self, digest_id: str) -> None:
        """Forget what a claimed digest says, and which papers it shows: it is made anew."""
        claimed = (digests.c.id == digest_id, digests.c.status == "claimed")
        with self._db.write() as connection:
            if connection.execute(sa.update(digests).where(*claimed).values(body=None, made_at=None)).rowcount > 0:
                connection.execute(sa.delete(digest_papers).where(digest_papers.c.digest_id == digest_id))

    def begin_sending(self, digest_id: str, sender: str, address: str, now: datetime) -> None:
        """Write down that somebody hands a digest over from now on, which only one does.

        Raises NotClaimed, and NotWanted where its subscription does not send it to this address any more.
        """
        values = {"status": "sending", "sender": sender, "address": address, "changed_at": now}
        claimed = (digests.c.id == digest_id, digests.c.status == "claimed")
        subscription = (
            subscriptions.c.user == digests.c.user,
            subscriptions.c.status == "active",
            subscriptions.c.address == address,
        )
        wanted = sa.select(sa.literal(1)).where(*subscription).exists()
        with self._db.write() as connection:
            if connection.execute(sa.update(digests).where(*claimed, wanted).values(**values)).rowcount > 0:
                return
            left = connection.execute(sa.select(digests.c.id).where(*claimed)).first()
        raise NotWanted if left else NotClaimed

    def finish(
        self,
        digest_id: str,
        sender: str,
        status: DigestStatus,
        reason: str | None,
        now: datetime,
        retry_at: datetime | None = None,
    ) -> None:
        """Write down what came of a digest that was claimed, or that `sender` handed over.

        Of one that was given up meanwhile it is known now. The papers of one that nobody is shown are new again.
        """
        own = sa.and_(digests.c.sender == sender, digests.c.status.in_(("sending", "unknown")))
        open_one = (digests.c.id == digest_id, sa.or_(digests.c.status == "claimed", own))
        tries = digests.c.tries + (1 if status == "deferred" else 0)
        values = {"status": status, "reason": reason, "changed_at": now, "retry_at": retry_at, "tries": tries}
        with self._db.write(below_floor=True) as connection:
            ended = connection.execute(sa.update(digests).where(*open_one).values(**values)).rowcount > 0
            if ended and status in _NOT_SHOWN:
                connection.execute(sa.delete(digest_papers).where(digest_papers.c.digest_id == digest_id))

    def give_up(self, before: datetime | None, now: datetime, reason: str) -> int:
        """Of digests that have been about to be handed over since `before`, nobody knows what came; how many.

        None stands for all of them.
        """
        stuck = [digests.c.status == "sending"] + ([digests.c.changed_at < before] if before else [])
        with self._db.read() as connection:  # so that whoever only looks needs no room on the disk
            if connection.execute(sa.select(digests.c.id).where(*stuck).limit(1)).first() is None:
                return 0
        values = {"status": "unknown", "reason": reason, "changed_at": now}
        with self._db.write(below_floor=True) as connection:
            return connection.execute(sa.update(digests).where(*stuck).values(**values)).rowcount

    def shown_to(self, user: str) -> list[str]:
        """The papers that a user was shown in digests, as they were called then; in the order of ids."""
        query = sa.select(digest_papers.c.paper_id).where(digest_papers.c.user == user).distinct()
        with self._db.read() as connection:
            return list(connection.scalars(query.order_by(digest_papers.c.paper_id)))

    def last_made(self, user: str) -> MadeDigest | None:
        """The latest digest of a user that was made, of those that were not kept from her."""
        shown = (digests.c.user == user, digests.c.body.is_not(None), digests.c.status.not_in(_NOT_SHOWN))
        made = sa.select(digests.c.made_at, digests.c.body).where(*shown)
        with self._db.read() as connection:
            found = connection.execute(made.order_by(digests.c.made_at.desc(), digests.c.id).limit(1)).first()
        return None if found is None else MadeDigest(with_utc(found.made_at), found.body)

    def delete_user(self, user: str) -> int:
        """Remove every digest of a user; how many."""
        with self._db.write(below_floor=True) as connection:
            return connection.execute(sa.delete(digests).where(digests.c.user == user)).rowcount

    def _some(self, *conditions: sa.ColumnElement[bool], limit: int | None = None) -> list[StoredDigest]:
        columns = [digests.c[name] for name in StoredDigest.__slots__]
        query = sa.select(*columns).where(*conditions).order_by(*_LATEST_FIRST).limit(limit)
        with self._db.read() as connection:
            return [_digest(row) for row in connection.execute(query).mappings()]


def _claim_due(connection: sa.Connection, due: Claim, now: datetime) -> bool:
    """Claim a period unless the subscription is no longer what was looked at; whether the claim is new."""
    before = due.subscription
    same = (
        subscriptions.c.user == before.user,
        subscriptions.c.status == "active",
        subscriptions.c.next_at == before.next_at,
    )
    moved = sa.update(subscriptions).where(*same).values(next_at=due.next_at)
    return connection.execute(moved).rowcount > 0 and _claim(connection, before.user, due.period, now)


def _claim(connection: sa.Connection, user: str, period: str, now: datetime) -> bool:
    name = digest_id(user, period)
    if connection.execute(sa.select(digests.c.id).where(digests.c.id == name)).first() is not None:
        return False
    values = {"status": "claimed", "tries": 0, "claimed_at": now, "changed_at": now}
    connection.execute(sa.insert(digests).values(id=name, user=user, period=period, **values))
    return True


def _digest(row: Mapping[Any, Any]) -> StoredDigest:
    read: dict[str, Any] = dict(row)
    read |= {name: read[name] and with_utc(read[name]) for name in _TIMES}
    return StoredDigest(**read)
