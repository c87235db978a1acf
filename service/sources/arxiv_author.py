"""New papers of an author at arXiv, by its Atom API: https://info.arxiv.org/help/api/user-manual.html."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from xml.etree.ElementTree import Element

from pydantic import BaseModel, ConfigDict, ValidationError

from service.errors import IngestError, SourceUnavailable
from service.ingest import whole_elements
from service.sources.http import BUSY, Answer, SourceServer, Unreadable
from service.sources.readings import read_answer
from service.sources.source import Bookmark, FetchedPage, Wanted, only_since

BUSY_STATUSES: Final = BUSY | {406}  # by which it has been seen to put clients off
_DAY = timedelta(days=1)
_PAGE = 100  # entries
_MOST = 30_000  # entries that it gives of one query
_HELD_BACK = timedelta(days=30)  # for which a paper may wait between its date and the day that it comes out
_REFUSED_S = 21_600  # until a schedule asks again


class _Place(BaseModel):
    """Where a fetch stands: how many entries are behind it, whether that was all, and the day of the first answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int = 0
    answered: date | None = None
    ended: bool = False

    @classmethod
    def of(cls, bookmark: Bookmark | None) -> "_Place":
        try:
            return cls.model_validate(bookmark)
        except ValidationError:  # none, or of another version
            return cls()


@dataclass(frozen=True, slots=True)
class _Feed:
    """An answer: its day, how many entries it and the whole query have, and the last day that its last one changed."""

    body: bytes
    answered: date | None
    entries: int
    total: int
    oldest: date | None
    fault: str | None


@dataclass(frozen=True, slots=True)
class ArxivAuthor:
    """The papers of an author, as arXiv finds them by name; the ones that changed last come first."""

    author: str
    url: str
    server: SourceServer

    @property
    def name(self) -> str:
        """Under which its state is kept."""
        return f"arxiv:author:{self.author}"

    def pages(self, wanted: Wanted, bookmark: Bookmark | None) -> Iterator[FetchedPage]:
        """See `Source`; raises SourceUnavailable.

        An entry that comes while pages are read moves the others on, so that some come twice; the day of the first
        answer is not whole, and is asked for again.
        """
        place = _Place.of(bookmark)
        back_to = max(wanted.since, wanted.changed - _HELD_BACK)
        while not place.ended:
            feed = self._asked(place.start)
            behind, answered = place.start + feed.entries, place.answered or feed.answered
            is_last = behind >= min(feed.total, _MOST) or bool(feed.oldest and feed.oldest < back_to)
            place = _Place(start=behind, answered=answered, ended=is_last)
            readings = [only_since(each, wanted.since) for each in read_answer(feed.body, "xml", self.name)]
            whole = answered - _DAY if is_last and answered else None
            yield FetchedPage(readings, place.model_dump(mode="json"), {}, whole, feed.total)

    def _asked(self, start: int) -> _Feed:
        params = {
            "search_query": f'au:"{self.author}"',
            "sortBy": "lastUpdatedDate",
            "sortOrder": "descending",
            "start": str(start),
            "max_results": str(_PAGE),
        }
        feed = self.server.get(self.url, lambda answer: _read(answer, start), params)
        if feed.fault is not None:
            raise SourceUnavailable(f"{self.url} refuses: {feed.fault}", retry_after=_REFUSED_S)
        return feed


def _read(answer: Answer, start: int) -> _Feed:
    """The answer; raises Unreadable for none, and for an empty page where there should be entries, as happens."""
    try:
        found = whole_elements(answer.body, frozenset({"entry", "totalResults", "updated"}))
    except IngestError as error:
        raise Unreadable(f"it is no Atom, or was cut short ({error.detail.rstrip('.')})") from None
    entries = [each for each in found if each.tag == "entry"]
    total = next((_number(each.text) for each in found if each.tag == "totalResults"), None)
    if total is None:
        raise Unreadable("it is no answer of arXiv's API")
    if not entries and start < min(total, _MOST):
        raise Unreadable(f"of {total:,} entries those from {start:,} on are missing")
    return _Feed(
        body=answer.body,
        answered=next((_day(each.text) for each in found if each.tag == "updated"), None),
        entries=len(entries),
        total=total,
        oldest=min(filter(None, (_day(each.findtext("updated")) for each in entries)), default=None),
        fault=next((_fault(each) for each in entries if "/api/errors" in each.findtext("id", "")), None),
    )


def _fault(entry: Element) -> str:
    return " ".join(entry.findtext("summary", "").split())[:200]


def _number(text: str | None) -> int | None:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else None


def _day(text: str | None) -> date | None:
    """The day of a moment as RFC 3339 has it."""
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None
