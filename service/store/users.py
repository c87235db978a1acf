"""Users and their feedback: like, dislike, seen."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa

from service.store.database import Database, feedback
from service.store.state import bump, read_state, upsert

_CHANGES = "feedback_version"


class Kind(StrEnum):
    """What a user says of a paper; one thing at a time."""

    LIKE = "like"
    DISLIKE = "dislike"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A user's last word on a paper; `weight` scales a like's pull (0 mutes it)."""

    paper_id: str
    kind: Kind
    at: datetime
    weight: float = 1.0


class Users:
    """What every user of one installation has said."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def record(
        self, user: str, paper_id: str, kind: Kind, at: datetime | None, now: datetime
    ) -> tuple[Feedback | None, Feedback]:
        """Keep what was said at a time (or `now`) unless something later is known; what held before, and holds after.

        Events may come out of order: the latest one wins. Saying the same again, without a time, changes nothing.
        """
        said = Feedback(paper_id, kind, at or now)
        with self._db.write() as connection:
            before = _one(connection, user, paper_id)
            if before is not None:
                if said.at < before.at or (said.kind == before.kind and at is None):
                    return before, before
                said = replace(said, weight=before.weight)
            if said != before:
                upsert(connection, feedback, {"user": user, "paper_id": paper_id}, _values(said))
                bump(connection, _CHANGES)
        return before, said

    def forget(self, user: str, paper_id: str) -> bool:
        """Take a user's word on a paper back; False when there was none."""
        with self._db.write() as connection:
            gone = connection.execute(
                sa.delete(feedback).where(feedback.c.user == user, feedback.c.paper_id == paper_id)
            ).rowcount
            if gone:
                bump(connection, _CHANGES)
        return bool(gone)

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
            bump(connection, _CHANGES)

    def delete(self, user: str) -> int:
        """Remove all that a user has said; how many papers that was."""
        with self._db.write() as connection:
            gone = connection.execute(sa.delete(feedback).where(feedback.c.user == user)).rowcount
            if gone:
                bump(connection, _CHANGES)
        return gone

    def version(self) -> int:
        """A counter that grows with every change of anybody's feedback."""
        with self._db.read() as connection:
            return read_state(connection, _CHANGES)

    def likes(self) -> list[tuple[str, str]]:
        """Every (user, paper id) of a like, in the order of users and papers."""
        query = (
            sa.select(feedback.c.user, feedback.c.paper_id)
            .where(feedback.c.kind == Kind.LIKE)
            .order_by(feedback.c.user, feedback.c.paper_id)
        )
        with self._db.read() as connection:
            return list(connection.execute(query).tuples().all())


def _columns() -> sa.Select[str, str, datetime, float]:
    return sa.select(feedback.c.paper_id, feedback.c.kind, feedback.c.at, feedback.c.weight)


def _one(connection: sa.Connection, user: str, paper_id: str) -> Feedback | None:
    row = connection.execute(_columns().where(feedback.c.user == user, feedback.c.paper_id == paper_id)).first()
    return None if row is None else _feedback(row)


def _feedback(row: sa.Row[str, str, datetime, float]) -> Feedback:
    paper_id, kind, at, weight = row
    return Feedback(paper_id, Kind(kind), at.replace(tzinfo=at.tzinfo or UTC), weight)  # SQLite drops the zone


def _values(said: Feedback) -> dict[str, object]:
    return {"kind": said.kind.value, "at": said.at.astimezone(UTC), "weight": said.weight}
