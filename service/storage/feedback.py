"""What users say of papers: like, dislike, seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa

from service.storage.sql import Database, feedback, in_chunks, increment, read_number, with_utc, write_number

_VERSION = "feedback_version"
_REMOVAL_VERSION = "feedback_removed"  # the version at which something was last taken back
_REMEMBERED = 1_000  # removals whose user is known; of longer ago only that there were some


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
class FeedbackEvent:
    """Something a user says of a paper; without a time, it is said now."""

    paper_id: str
    kind: FeedbackKind
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LikeChanges:
    """What changed in everybody's likes up to a version: (user, paper id, liked since, or None for no longer).

    Of the users in `replaced` it is all that they like, and what was known of them is void; None stands for all users.
    """

    version: int
    replaced: frozenset[str] | None
    changed: list[tuple[str, str, datetime | None]]


class FeedbackRecords:
    """The feedback of every user of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database
        # By version: the removal before it, and whose it was. In memory only, for nothing of a deleted user may stay.
        self._removals: dict[int, tuple[int, str]] = {}

    def record(
        self, user: str, events: Sequence[FeedbackEvent], now: datetime
    ) -> list[tuple[Feedback | None, Feedback]]:
        """Keep what was said unless something later is known; what held before each event, and holds after it.

        Events may come out of order: the latest one wins. Saying the same again, without a time, changes nothing.
        """
        with self._db.write() as connection:
            return record_feedback(connection, user, events, now)

    def of_user(self, user: str) -> list[Feedback]:
        """All that a user has said, oldest first."""
        query = _columns().where(feedback.c.user == user).order_by(feedback.c.at, feedback.c.paper_id)
        with self._db.read() as connection:
            return [_feedback(row) for row in connection.execute(query)]

    def set_weights(self, user: str, weights: dict[str, float]) -> None:
        """Set how much the user's likes of these papers count, by paper id; 0 mutes a like."""
        with self._db.write() as connection:
            for paper_id, weight in weights.items():
                connection.execute(
                    sa.update(feedback)
                    .where(feedback.c.user == user, feedback.c.paper_id == paper_id)
                    .values(weight=weight)
                )
            increment(connection, _VERSION)

    def delete(self, user: str, paper_ids: Sequence[str]) -> bool:
        """Take back what a user said under these ids of a paper; False when that was nothing."""
        return bool(self._delete(user, feedback.c.paper_id.in_(paper_ids)))

    def delete_user(self, user: str) -> int:
        """Remove all that a user has said; how many papers that was."""
        return self._delete(user, sa.true())

    def version(self) -> int:
        """A counter that grows with every change of anybody's feedback."""
        with self._db.read() as connection:
            return read_number(connection, _VERSION)

    def like_changes(self, since: int = 0) -> LikeChanges:
        """What there is to know of everybody's likes to somebody who knew them at version `since`."""
        query = sa.select(feedback.c.user, feedback.c.paper_id, feedback.c.kind, feedback.c.at)
        with self._db.read() as connection:
            version = read_number(connection, _VERSION)
            replaced = self._who_removed(since, read_number(connection, _REMOVAL_VERSION)) if since else None
            wanted = feedback.c.kind == FeedbackKind.LIKE
            if replaced is not None:
                wanted = (feedback.c.version > since) | (feedback.c.user.in_(replaced) & wanted)
            rows = connection.execute(query.where(wanted)).all()
        changed = [(user, paper_id, at if kind == FeedbackKind.LIKE else None) for user, paper_id, kind, at in rows]
        return LikeChanges(version, replaced, changed)

    def _delete(self, user: str, condition: sa.ColumnElement[bool]) -> int:
        """Delete what the user said, as far as the condition holds; how many papers that was."""
        with self._db.write() as connection:
            count = connection.execute(sa.delete(feedback).where(feedback.c.user == user, condition)).rowcount
            if not count:
                return 0
            before, now = read_number(connection, _REMOVAL_VERSION), increment(connection, _VERSION)
            write_number(connection, _REMOVAL_VERSION, now)
        self._removals[now] = before, user
        if len(self._removals) > _REMEMBERED:
            self._removals.pop(next(iter(self._removals)), None)
        return count

    def _who_removed(self, since: int, last: int) -> frozenset[str] | None:
        """Who has taken something back after `since`, when `last` was the last time; None when that is not known."""
        users: set[str] = set()
        while last > since:
            if last not in self._removals:
                return None
            last, user = self._removals[last]
            users.add(user)
        return frozenset(users)


def record_feedback(
    connection: sa.Connection, user: str, events: Sequence[FeedbackEvent], now: datetime
) -> list[tuple[Feedback | None, Feedback]]:
    """`FeedbackRecords.record` as a part of a transaction."""
    before = _of_papers(connection, user, [event.paper_id for event in events])
    current, changes = dict(before), list[tuple[Feedback | None, Feedback]]()
    for event in events:
        was = current.get(event.paper_id)
        current[event.paper_id] = _latest(was, event, now)
        changes.append((was, current[event.paper_id]))
    save_feedback(connection, user, [each for each in current.values() if each != before.get(each.paper_id)])
    return changes


def save_feedback(connection: sa.Connection, user: str, new: Sequence[Feedback]) -> None:
    """Write the user's last word on each of these papers, whatever it was before."""
    if new:
        version = increment(connection, _VERSION)
        _remove(connection, user, [each.paper_id for each in new])
        rows = [{"user": user, "version": version, **_values(each)} for each in new]
        connection.execute(sa.insert(feedback), rows)


def remove_feedback(connection: sa.Connection, user: str, paper_ids: Sequence[str]) -> None:
    """Take back what the user said under these ids; whoever remembers likes looks at everybody's again."""
    if paper_ids:
        _remove(connection, user, paper_ids)
        write_number(connection, _REMOVAL_VERSION, increment(connection, _VERSION))


def _columns() -> sa.Select[str, str, datetime, float]:
    return sa.select(feedback.c.paper_id, feedback.c.kind, feedback.c.at, feedback.c.weight)


def _of_papers(connection: sa.Connection, user: str, paper_ids: Sequence[str]) -> dict[str, Feedback]:
    query = _columns().where(feedback.c.user == user)
    rows = (
        row for chunk in in_chunks(paper_ids) for row in connection.execute(query.where(feedback.c.paper_id.in_(chunk)))
    )
    return {each.paper_id: each for each in map(_feedback, rows)}


def _remove(connection: sa.Connection, user: str, paper_ids: Sequence[str]) -> None:
    for chunk in in_chunks(paper_ids):
        connection.execute(sa.delete(feedback).where(feedback.c.user == user, feedback.c.paper_id.in_(chunk)))


def _latest(before: Feedback | None, event: FeedbackEvent, now: datetime) -> Feedback:
    """What holds after an event; one without a time is the latest, also where an earlier one came from a fast clock."""
    if before is None:
        return Feedback(event.paper_id, event.kind, event.at or now)
    at = event.at or max(now, before.at)
    if at < before.at or (event.at is None and event.kind == before.kind):
        return before
    return replace(before, kind=event.kind, at=at)


def _feedback(row: sa.Row[str, str, datetime, float]) -> Feedback:
    paper_id, kind, at, weight = row
    return Feedback(paper_id, FeedbackKind(kind), with_utc(at), weight)


def _values(given: Feedback) -> dict[str, object]:
    return {
        "paper_id": given.paper_id,
        "kind": given.kind.value,
        "at": given.at.astimezone(UTC),
        "weight": given.weight,
    }
