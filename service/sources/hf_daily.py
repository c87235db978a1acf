"""Hugging Face's daily papers: what its community chose on a day, with the votes that it has there.

https://huggingface.co/docs/hub/api#get-apidailypapers
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Final

from service.errors import InvalidPaperId
from service.papers import parse_id
from service.sources.day_spans import Days, DaySpans, Part
from service.sources.http import Answer, SourceServer
from service.sources.records import Record, day_of, list_of, object_of, objects_of, text_of
from service.sources.source import Bookmark, FetchedPage, Wanted

_EARLIEST: Final = date(2023, 5, 4)  # of which there is a list
_PAGE: Final = 100  # papers
_VOTED_DAYS: Final = 3  # before the first day asked for, on which votes still come in
_MOST_VOTES: Final = 10_000_000
_NO_SUCH_DAY: Final = frozenset({HTTPStatus.BAD_REQUEST})  # what a day gets that has not begun there


@dataclass(frozen=True, slots=True)
class HuggingFaceDaily:
    """The list of each day, which at weekends is mostly empty."""

    name: str
    url: str
    server: SourceServer

    def pages(self, wanted: Wanted, bookmark: Bookmark | None) -> Iterator[FetchedPage]:
        """A page for every hundred papers of a day; the votes of the days before are read again. See `Source`."""
        spans = DaySpans(self.name, length=1, earliest=_EARLIEST, again=_VOTED_DAYS, any_date=True)
        return spans.pages(lambda days, following: self._asked(days, following, wanted.today), wanted, bookmark)

    def _asked(self, days: Days, following: str | None, today: date) -> Part:
        page = int(following or 0)
        params = {"date": days.first.isoformat(), "limit": str(_PAGE), "p": str(page)}
        allowed = _NO_SUCH_DAY if days.first == today else ()
        listed, day = self.server.get(self.url, _read, params, allowed=allowed)
        if listed is None:
            return Part([], notes=(f"It has no list of {days.first} yet.",))
        entries = objects_of(listed)
        return Part(entries, str(page + 1) if len(listed) == _PAGE else None, votes_of(entries), answered=day)


def _read(answer: Answer) -> tuple[list[object] | None, date | None]:
    return list_of(answer) if answer.status == HTTPStatus.OK else None, day_of(answer)


def votes_of(entries: Sequence[Record]) -> dict[str, int]:
    """How many votes the papers of a list have, by canonical id; a count that can be none is left out."""
    votes: dict[str, int] = {}
    for entry in entries:
        paper = object_of(entry.get("paper"))
        count = paper.get("upvotes", entry.get("upvotes"))
        if isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= _MOST_VOTES:
            try:
                votes[parse_id(text_of(paper.get("id")) or text_of(entry.get("id")))] = count
            except InvalidPaperId:
                continue
    return votes
