"""Users and their feedback: like, dislike, seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa

from service.storage.sql import Database, feedback, increment, read_number, write_number

_CHANGES = "feedback_version"
_REMOVALS = "feedback_removed"  # the version at which something was last taken back
_REMEMBERED = 1_000  # removals whose user is known; of longer ago only that there were some
_CHUNK = 500  # papers in one IN (...)


class FeedbackKind(StrEnum):
    """What a user says of a paper; one thing at a time."""

    LIKE = "like"
    DISLIKE = "dislike"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A user's last word on a paper; `weight` scales a like's pull (0 mutes it)."""

    paper_id: str
    kind: FeedbackKind
    at: datetime
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Likes:
    """Likes up to a version: (user, paper id, since when it is liked, or None), of what changed.

    Of the users in `anew` it is all that they like, and what was known of them is void; None stands for all users.
    """

    version: int
    anew: frozenset[str] | None
    changed: list[tuple[str, str, datetime | None]]


@dataclass(frozen=True, slots=True)
class Event:
    """Something a user says of a paper; without a time, it is said now."""

    paper_id: str
    kind: FeedbackKind
    at: datetime | None = None


class FeedbackRecords:
    """What every user of one installation has said."""

    def __init__(self, database: Database) -> None:
        self._db = database
        # By version: the removal before it, and whose it was. In memory only, for nothing of a deleted user may stay.
        self._removed: dict[int, tuple[int, str]] = {}

    def record(self, user: str, events: Sequence[Event], now: datetime) -> list[tuple[Feedback | None, Feedback]]:
        """Keep what was said unless something later is known; what held before each event, and holds after it.

        Events may come out of order: the latest one wins. Saying the same again, without a time, changes nothing.
        """
        with self._db.write() as connection:
            before = _known(connection, user, [event.paper_id for event in events])
            holds, changes = dict(before), list[tuple[Feedback | None, Feedback]]()
            for event in events:
                was = holds.get(event.paper_id)
                holds[event.paper_id] = _latest(was, event, now)
                changes.append((was, holds[event.paper_id]))
            new = [said for said in holds.values() if said != before.get(said.paper_id)]
            if new:
                version = increment(connection, _CHANGES)
                _remove(connection, user, [said.paper_id for said in new])
                rows = [{"user": user, "version": version, **_values(said)} for said in new]
                connection.execute(sa.insert(feedback), rows)
        return changes

    def forget(self, user: str, paper_id: str) -> bool:
        """Take a user's word on a paper back; False when there was none."""
        return bool(self._take_back(user, feedback.c.paper_id == paper_id))

    def feedback(self, user: str) -> list[Feedback]:
        """All that a user has said, oldest first."""
        query = _columns().where(feedback.c.user == user).order_by(feedback.c.at, feedback.c.paper_id)
        with self._db.read() as connection:
            return [_feedback(row) for row in connection.execute(query)]

    def weigh(self, user: str, weights: dict[str, float]) -> None:
        """Set how much the user's likes of these papers count."""
        with self._db.write() as connection:
            for paper_id, weight in weights.items():
                connection.execute(
                    sa.update(feedback)
                    .where(feedback.c.user == user, feedback.c.paper_id == paper_id)
                    .values(weight=weight)
                )
            increment(connection, _CHANGES)

    def delete(self, user: str) -> int:
        """Remove all that a user has said; how many papers that was."""
        return self._take_back(user, sa.true())

    def version(self) -> int:
        """A counter that grows with every change of anybody's feedback."""
        with self._db.read() as connection:
            return read_number(connection, _CHANGES)

    def likes(self, since: int = 0) -> Likes:
        """What there is to know of everybody's likes to somebody who knew them at version `since`."""
        query = sa.select(feedback.c.user, feedback.c.paper_id, feedback.c.kind, feedback.c.at)
        with self._db.read() as connection:
            version = read_number(connection, _CHANGES)
            anew = self._removers(since, read_number(connection, _REMOVALS)) if since else None
            wanted = feedback.c.kind == FeedbackKind.LIKE
            if anew is not None:
                wanted = (feedback.c.version > since) | (feedback.c.user.in_(anew) & wanted)
            rows = connection.execute(query.where(wanted)).all()
        return Likes(
            version, anew, [(user, name, at if kind == FeedbackKind.LIKE else None) for user, name, kind, at in rows]
        )

    def _take_back(self, user: str, which: sa.ColumnElement[bool]) -> int:
        """Delete what the user said, as far as it is meant; how many papers that was."""
        with self._db.write() as connection:
            gone = connection.execute(sa.delete(feedback).where(feedback.c.user == user, which)).rowcount
            if not gone:
                return 0
            before, now = read_number(connection, _REMOVALS), increment(connection, _CHANGES)
            write_number(connection, _REMOVALS, now)
        self._removed[now] = before, user
        if len(self._removed) > _REMEMBERED:
            self._removed.pop(next(iter(self._removed)), None)
        return gone

    def _removers(self, since: int, last: int) -> frozenset[str] | None:
        """Who has taken something back after `since`, when `last` was the last time; None when that is not known."""
        found: set[str] = set()
        while last > since:
            if last not in self._removed:
                return None
            last, user = self._removed[last]
            found.add(user)
        return frozenset(found)


def _columns() -> sa.Select[str, str, datetime, float]:
    return sa.select(feedback.c.paper_id, feedback.c.kind, feedback.c.at, feedback.c.weight)


def _known(connection: sa.Connection, user: str, paper_ids: Sequence[str]) -> dict[str, Feedback]:
    query = _columns().where(feedback.c.user == user)
    rows = (row for chunk in _chunks(paper_ids) for row in connection.execute(query.where(_among(chunk))))
    return {said.paper_id: said for said in map(_feedback, rows)}


def _remove(connection: sa.Connection, user: str, paper_ids: Sequence[str]) -> None:
    for chunk in _chunks(paper_ids):
        connection.execute(sa.delete(feedback).where(feedback.c.user == user, _among(chunk)))


def _among(paper_ids: Sequence[str]) -> sa.ColumnElement[bool]:
    return feedback.c.paper_id.in_(paper_ids)


def _chunks(paper_ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (paper_ids[start : start + _CHUNK] for start in range(0, len(paper_ids), _CHUNK))


def _latest(before: Feedback | None, event: Event, now: datetime) -> Feedback:
    """What holds after an event; one without a time is the latest, also where an earlier one came from a fast clock."""
    if before is None:
        return Feedback(event.paper_id, event.kind, event.at or now)
    at = event.at or max(now, before.at)
    if at < before.at or (event.at is None and event.kind == before.kind):
        return before
    return replace(before, kind=event.kind, at=at)


def _feedback(row: sa.Row[str, str, datetime, float]) -> Feedback:
    paper_id, kind, at, weight = row
    return Feedback(paper_id, FeedbackKind(kind), at.replace(tzinfo=at.tzinfo or UTC), weight)  # SQLite drops the zone


def _values(said: Feedback) -> dict[str, object]:
    return {
        "paper_id": said.paper_id,
        "kind": said.kind.value,
        "at": said.at.astimezone(UTC),
        "weight": said.weight,
    }
