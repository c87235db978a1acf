"""Sources that are asked for days: one span of days after the other, each to its end, from where it had come to."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from http import HTTPStatus
from typing import Final, NamedTuple, Self

from service.errors import SourceUnavailable
from service.sources.http import Answer
from service.sources.records import Record, object_in, readings_of
from service.sources.source import Bookmark, FetchedPage, Wanted, only_since

EXPIRED: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
"""Statuses by which servers refuse a cursor that they knew before; those of Crossref hold for five minutes."""
_MOST_STARTS: Final = 5  # of spans whose place was gone, in one fetch: a server that always forgets is broken
_DAY: Final = timedelta(days=1)


class Days(NamedTuple):
    """Days that are asked for together, both ends included."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first} to {self.last}" if self.first < self.last else str(self.first)


class Part(NamedTuple):
    """Some of what there is of the days that were asked for.

    `following` is where the rest begins, in the server's own terms; None when there is no rest. `votes` are by
    canonical paper id; `expected` is how many records the server says that these days have, 0 where it does not.
    """

    records: Sequence[Record]
    following: str | None = None
    votes: Mapping[str, int] = {}
    expected: int = 0
    notes: tuple[str, ...] = ()


class PlaceGone(Exception):
    """The server no longer knows the place where the rest should begin."""


Ask = Callable[[Days, str | None], Part]
"""Asks a server for what there is of some days, from a place on; raises SourceUnavailable, and of a place PlaceGone."""


def object_or_gone(answer: Answer) -> Record:
    """The JSON object of an answer; raises PlaceGone by its status, and Unreadable."""
    if answer.status != HTTPStatus.OK:
        raise PlaceGone
    return object_in(answer)


class _Place(NamedTuple):
    """Where a fetch has come to: a span, the day on which it was begun, a place in it, and the hash of what came before."""

    began: date
    days: Days
    following: str | None = None
    before: str = ""

    @property
    def over(self) -> date:
        """The last day of the span that was over when it was begun."""
        return min(self.days.last, self.began - _DAY)

    def to_json(self) -> Bookmark:
        """As a bookmark keeps it."""
        dates = {"began": self.began, "first": self.days.first, "last": self.days.last}
        kept = {name: day.isoformat() for name, day in dates.items()}
        return {**kept, "following": self.following, "before": self.before}

    @classmethod
    def from_json(cls, kept: Bookmark) -> Self | None:
        """The place that a bookmark names, if it names one."""
        try:
            began, first, last = (date.fromisoformat(str(kept[name])) for name in ("began", "first", "last"))
            following = kept["following"]
            return cls(began, Days(first, last), None if following is None else str(following), str(kept["before"]))
        except (KeyError, ValueError):
            return None


class DaySpans(NamedTuple):
    """How a source is gone through: in spans of `length` days, the oldest first, up to and with `today`.

    The `again` days before the first are asked for once more, for what the server had not shown of them at the time.
    With `any_date`, papers are wanted that came out before, for a day's list may have them.
    """

    source: str
    today: date
    length: int
    again: int = 1
    any_date: bool = False

    def pages(self, ask: Ask, wanted: Wanted, bookmark: Bookmark | None) -> Iterator[FetchedPage]:
        """A page for each part.

        A span whose place is gone is begun again, and said to be: it costs its calls, and keeps no record twice. Raises
        SourceUnavailable.
        """
        place = bookmark and _Place.from_json(bookmark)
        if not place or place.days.last > self.today:  # by a clock that has been set back since
            place = self._begun(wanted.changed - self.again * _DAY)
        starts, is_last, notes = 0, place.days.first > self.today, ()
        while not is_last:
            try:
                part, after = self._asked(ask, place)
            except PlaceGone:
                starts, place, notes = starts + 1, place._replace(following=None, before=""), (_begun_again(place),)
                if starts > _MOST_STARTS:
                    raise SourceUnavailable(f"it always forgets where in {place.days} it was.") from None
                continue
            is_last = part.following is None and place.days.last >= self.today
            yield self._page(part._replace(notes=(*notes, *part.notes)), wanted, place, after)
            place, notes = after, ()

    def _begun(self, first: date) -> _Place:
        return _Place(self.today, Days(first, min(first + (self.length - 1) * _DAY, self.today)))

    def _asked(self, ask: Ask, place: _Place) -> tuple[Part, _Place]:
        """What comes of a place, and where to go on: in the rest of the span, or in the next one."""
        part = ask(place.days, place.following)
        if part.following is None:
            return part, self._begun(place.over + _DAY)
        content = hashlib.sha256(json.dumps(part.records).encode()).hexdigest()
        if content == place.before:
            raise SourceUnavailable(f"it gives one page of {place.days} again and again.")
        return part, place._replace(following=part.following, before=content)

    def _page(self, part: Part, wanted: Wanted, place: _Place, after: _Place) -> FetchedPage:
        readings = readings_of(part.records, self.source)
        if not self.any_date:
            readings = [only_since(reading, wanted.since) for reading in readings]
        whole_through = place.over if part.following is None else None
        return FetchedPage(readings, after.to_json(), part.votes, whole_through, part.expected, part.notes)


def _begun_again(place: _Place) -> str:
    return f"The place in {place.days} was known no longer, so these days were begun again."
