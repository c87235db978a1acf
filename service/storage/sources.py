"""Where each source of papers stands: what of it is stored whole, where to go on, and how its last fetch went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from service.storage.sql import Database, source_states, upsert, with_utc

_CLAIM = timedelta(minutes=2)  # whoever has one makes a job within moments, or was killed
_NOTES = 20  # of one fetch
_MOMENTS = ("began_at", "ended_at", "retry_at")


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source as its last fetch left it.

    All that it had from the day `since` through `whole_through` is here. `changed_from` is where the last fetch began
    to look. With a `bookmark` that fetch did not come to its end, and is gone on with; a `mark` is what the source has
    left for the next one. `seen`, `created` and `updated` count what it brought; `empty_reason` says why that was
    nothing, `error` what went wrong, and `retry_at` when to ask again.
    """

    name: str
    since: date | None = None
    changed_from: date | None = None
    whole_through: date | None = None
    bookmark: Mapping[str, Any] | None = None
    mark: Mapping[str, Any] | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    retry_at: datetime | None = None
    seen: int = 0
    created: int = 0
    updated: int = 0
    notes: tuple[str, ...] = ()
    empty_reason: str | None = None
    error: str | None = None


class SourceRecords:
    """The states of the sources of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, name: str) -> SourceState | None:
        """The state of a source; None of one that was never fetched."""
        with self._db.read() as connection:
            row = connection.execute(_select().where(source_states.c.name == name)).first()
        return _state(row) if row else None

    def all(self) -> list[SourceState]:
        """The states of all sources that were ever fetched, by name."""
        with self._db.read() as connection:
            return [_state(row) for row in connection.execute(_select().order_by(source_states.c.name))]

    def claim(self, name: str, now: datetime) -> bool:
        """Whether the caller may make a job of a fetch; nobody else may until it begins, or for some minutes."""
        of_source = source_states.c.name == name
        with self._db.write() as connection:
            known = connection.execute(sa.select(source_states.c.claimed_at).where(of_source)).first()
            claimed_at = with_utc(known[0]) if known and known[0] else None
            if claimed_at and abs(now - claimed_at) < _CLAIM:  # a clock that jumped is no claim
                return False
            values = {"claimed_at": now} if known else {"claimed_at": now} | _COUNTS
            upsert(connection, source_states, {"name": name}, values)
            return True

    def begin(self, name: str, since: date, changed_from: date, whole_through: date | None, now: datetime) -> None:
        """Record that a fetch begins anew, which forgets the bookmark and what the last one brought."""
        span = {"since": since, "changed_from": changed_from, "whole_through": whole_through, "bookmark": None}
        values = span | {"began_at": now, "empty_reason": None, **_UNSAID, **_COUNTS}
        with self._db.write() as connection:
            upsert(connection, source_states, {"name": name}, values)

    def resume(self, name: str, now: datetime) -> None:
        """Record that a fetch goes on from its bookmark; one that had broken off begins to run at this moment."""
        ended_at, began_at = source_states.c.ended_at, source_states.c.began_at
        begins = sa.case((ended_at.is_not(None), sa.literal(now, began_at.type)), else_=began_at)
        self._update(name, {"began_at": begins} | _UNSAID)

    def keep_page(
        self,
        name: str,
        bookmark: Mapping[str, Any],
        whole_through: date | None,
        counts: Mapping[str, int],
        notes: Sequence[str] = (),
        mark: Mapping[str, Any] | None = None,
        empty_reason: str | None = None,
    ) -> None:
        """Record that a page is kept: where to go on, what is stored whole by now, and what it brought.

        A `mark` takes the place of the one before, and so does an `empty_reason`.
        """
        counted = {key: source_states.c[key] + counts.get(key, 0) for key in _NAMES}
        of_source = source_states.c.name == name
        with self._db.write() as connection:
            before: list[str] = connection.scalar(sa.select(source_states.c.notes).where(of_source)) or []
            said = list(dict.fromkeys([*before, *notes]))[-_NOTES:]
            values = {"bookmark": dict(bookmark), "whole_through": whole_through, "notes": said, **counted}
            values |= {} if mark is None else {"mark": dict(mark)}
            values |= {} if empty_reason is None else {"empty_reason": empty_reason}
            connection.execute(sa.update(source_states).where(of_source).values(values))

    def end(self, name: str, now: datetime, empty_reason: str | None) -> None:
        """Record that a fetch came to its end."""
        values = {"ended_at": now, "bookmark": None, "empty_reason": empty_reason, "error": None, "retry_at": None}
        self._update(name, values)

    def fail(self, name: str, now: datetime, error: str, retry_at: datetime, *, is_lost: bool = False) -> None:
        """Record that a fetch broke off; its bookmark stays, unless the place is lost."""
        values: dict[str, Any] = {"ended_at": now, "error": error, "retry_at": retry_at}
        self._update(name, values | ({"bookmark": None} if is_lost else {}))

    def _update(self, name: str, values: Mapping[str, Any]) -> None:
        with self._db.write() as connection:
            connection.execute(sa.update(source_states).where(source_states.c.name == name).values(values))


_NAMES = ("seen", "created", "updated")
_COUNTS: dict[str, Any] = dict.fromkeys(_NAMES, 0) | {"notes": []}
_UNSAID = dict.fromkeys(("claimed_at", "ended_at", "retry_at", "error"))


def _select() -> sa.Select[Any]:
    return sa.select(*(source_states.c[name] for name in SourceState.__slots__))


def _state(row: sa.Row[Any]) -> SourceState:
    values: dict[str, Any] = dict(zip(SourceState.__slots__, row, strict=True))
    values["notes"] = tuple(values["notes"])
    for name in _MOMENTS:
        values[name] = values[name] and with_utc(values[name])
    return SourceState(**values)
