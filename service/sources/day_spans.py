"""Sources that are asked for days: one span of days after the other, each to its end, from where it had come to."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from service.errors import SourceUnavailable
from service.sources.http import Answer
from service.sources.records import JsonObject, Record, readings_of
from service.sources.source import Bookmark, FetchedPage, Wanted, only_since

EXPIRED: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
"""Statuses by which servers refuse a cursor that they knew before; those of Crossref hold for five minutes."""
_MOST_STARTS: Final = 5  # of a span on a day: a server that always forgets is broken
_DAY: Final = timedelta(days=1)


class Days(NamedTuple):
    """Days that are asked for together, both ends included."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first} to {self.last}" if self.first < self.last else str(self.first)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of what there is of the days that were asked for.

    `following` is where the rest begins, in the server's own terms; None when there is no rest. `votes` are by
    canonical paper id; `expected` is how many records the server says that these days have, 0 where it does not.
    `answered` is the day on which the answer was made, as far as that is known.
    """

    records: Sequence[Record]
    following: str | None = None
    votes: Mapping[str, int] | None = None
    expected: int = 0
    answered: date | None = None
    notes: tuple[str, ...] = ()


class PlaceGone(Exception):
    """The server no longer knows the place where the rest should begin."""


Ask = Callable[[Days, str | None], Part]
"""Asks a server for what there is of some days, from a place on; raises SourceUnavailable, and of a place PlaceGone."""


def unless_gone(read: Callable[[Answer], JsonObject]) -> Callable[[Answer], JsonObject]:
    """The same reading, which raises PlaceGone by the status of an answer."""

    def read_or_raise(answer: Answer) -> JsonObject:
        if answer.status in EXPIRED:
            raise PlaceGone
        return read(answer)

    return read_or_raise


class _Place(BaseModel):
    """Where a fetch stands, as its bookmark keeps it: in a span of days, begun on a day, behind what is kept of it.

    `oldest` is the day of the oldest answer of the span. `gap` is the first day of which there may be more: one that
    was not over when it was asked for. `before` is the hash of what came last, `starts` how often the span was begun
    that day, `ended` the day on which all days had been asked for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    began: date
    days: Days
    oldest: date | None = None
    gap: date | None = None
    following: str | None = None
    before: str = ""
    starts: int = 1
    ended: date | None = None

    @property
    def gap_at_end(self) -> date | None:
        """The first day of which there may be more when the span has come to its end."""
        seen = min(self.began, self.oldest or self.began)
        return self.gap or (seen if seen <= self.days.last else None)

    @property
    def whole_through(self) -> date | None:
        """The last day that is here whole when the span has come to its end."""
        whole = self.gap_at_end - _DAY if self.gap_at_end else self.days.last
        return whole if whole >= self.days.first else None

    def answered(self, day: date | None) -> "_Place":
        """The same with an answer that was made on a day, as far as that is known."""
        return self.model_copy(update={"oldest": min(filter(None, (self.oldest, day)), default=None)})

    def begun_again(self, today: date) -> "_Place":
        """At the beginning of the span. Raises SourceUnavailable when it was begun so often that day."""
        starts = self.starts + 1 if self.began == today else 1
        if self.following is None or starts > _MOST_STARTS:
            raise SourceUnavailable(f"it always forgets where in {self.days} it was.")
        return _Place(began=today, days=self.days, gap=self.gap, starts=starts)


@dataclass(frozen=True, slots=True)
class DaySpans:
    """How a source is gone through: in spans of `length` days, the oldest first, from its `earliest` day up to today.

    The `again` days before the first are asked for once more, for what the server had not shown of them at the time.
    With `any_date`, papers are wanted that came out before, for a day's list may have them.
    """

    source: str
    length: int
    earliest: date
    again: int = 1
    any_date: bool = False

    def pages(self, ask: Ask, wanted: Wanted, bookmark: Bookmark | None) -> Iterator[FetchedPage]:
        """A page for each part.

        A span whose place is gone is begun again, and said to be: it costs its calls, and keeps no record twice. Raises
        SourceUnavailable.
        """
        place, notes = self._first(wanted, bookmark), ()
        while place.ended != wanted.today and place.days.first <= wanted.today:
            try:
                part = ask(place.days, place.following)
            except PlaceGone:
                place, notes = place.begun_again(wanted.today), (_expired(place),)
                continue
            place = place.answered(part.answered)
            after = self._after(place, part, wanted.today)
            yield self._page(replace(part, notes=(*notes, *part.notes)), wanted, place, after)
            place, notes = after, ()

    def _first(self, wanted: Wanted, bookmark: Bookmark | None) -> _Place:
        try:
            place = _Place.model_validate(bookmark)
        except ValidationError:  # none, or of another version
            place = None
        if place is None or place.days.last > wanted.today:  # by a clock that has been set back since
            changed = max(wanted.changed, self.earliest + self.again * _DAY)
            return self._begun(changed - self.again * _DAY, wanted.today)
        if place.ended is not None and place.ended < wanted.today:
            return self._begun(place.days.first, wanted.today, place.gap)
        return place

    def _begun(self, first: date, today: date, gap: date | None = None) -> _Place:
        return _Place(began=today, days=Days(first, min(first + (self.length - 1) * _DAY, today)), gap=gap)

    def _after(self, place: _Place, part: Part, today: date) -> _Place:
        """Where to go on: in the rest of the span, or in the next one. Raises SourceUnavailable."""
        if part.following is None:
            after = self._begun(place.days.last + _DAY, today, place.gap_at_end)
            return after.model_copy(update={"ended": today}) if place.days.last >= today else after
        content = hashlib.sha256(json.dumps(part.records).encode()).hexdigest()
        if part.records and content == place.before:
            raise SourceUnavailable(f"it gives the same page of {place.days} again and again.")
        return place.model_copy(update={"following": part.following, "before": content})

    def _page(self, part: Part, wanted: Wanted, place: _Place, after: _Place) -> FetchedPage:
        readings = readings_of(part.records, self.source)
        if not self.any_date:
            readings = [only_since(reading, wanted.since) for reading in readings]
        whole = place.whole_through if part.following is None else None
        return FetchedPage(readings, after.model_dump(mode="json"), part.votes or {}, whole, part.expected, part.notes)


def _expired(place: _Place) -> str:
    return f"The place in {place.days} was known no longer, so these days were begun again."
