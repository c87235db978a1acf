"""Works of OpenAlex on a topic, or that a search finds, by the day on which they came out or were added there.

https://developers.openalex.org: list calls are metered by the day, searches cost ten times as much.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from pydantic import SecretStr

from service.papers import Status
from service.sources.day_spans import EXPIRED, Days, DaySpans, Part, unless_gone
from service.sources.http import SourceServer
from service.sources.records import Record, object_of, object_with, objects_of, text_of, whole_number
from service.sources.source import Bookmark, FetchedPage, Wanted

_EARLIEST: Final = date(1900, 1, 1)
_READ: Final = unless_gone(object_with("results"))
_PAGE: Final = 100  # works
_SPAN: Final = 31  # days: a call costs as much for one day
_LATE_DAYS: Final = 14  # after which a work is mostly there that came out on a day
_FIELDS: Final = (
    "id,doi,title,publication_date,ids,authorships,abstract_inverted_index,primary_location,topics,is_retracted"
)


@dataclass(frozen=True, slots=True)
class OpenAlexWorks:
    """Works by a topic or a concept (`T10102`, `C41008148`), by a search, or by both.

    `by` tells which day counts: that of publication, or that on which OpenAlex added the work, which needs a key with a
    subscription.
    """

    name: str
    topic: str | None
    search: str | None
    by: Literal["publication", "created"]
    url: str
    server: SourceServer
    contact: str
    key: SecretStr

    def pages(self, wanted: Wanted, bookmark: Bookmark | None) -> Iterator[FetchedPage]:
        """A page for every hundred works; days of publication are asked for again, as works come late. See `Source`."""
        again = _LATE_DAYS if self.by == "publication" else 1
        spans = DaySpans(self.name, _SPAN, _EARLIEST, again, any_date=self.by == "created")
        return spans.pages(self._asked, wanted, bookmark)

    def _asked(self, days: Days, following: str | None) -> Part:
        params = {"filter": self._filter(days), "per-page": str(_PAGE), "cursor": following or "*", "select": _FIELDS}
        optional = {"search": self.search, "mailto": self.contact, "api_key": self.key.get_secret_value()}
        params |= {name: value for name, value in optional.items() if value}
        answer, day = self.server.get(self.url, _READ, params, allowed=EXPIRED if following else ())
        works, meta = objects_of(answer.get("results")), object_of(answer.get("meta"))
        rest = text_of(meta.get("next_cursor")) if works else ""
        return Part(
            [_with_status(work) for work in works], rest or None, expected=whole_number(meta.get("count")), answered=day
        )

    def _filter(self, days: Days) -> str:
        day = "publication_date" if self.by == "publication" else "created_date"
        filters = [f"from_{day}:{days.first}", f"to_{day}:{days.last}", "is_paratext:false"]
        if self.topic:
            filters.append(f"{'topics' if self.topic.startswith('T') else 'concepts'}.id:{self.topic}")
        return ",".join(filters)


def _with_status(work: Record) -> Record:
    return work | {"status": Status.RETRACTED.value} if work.get("is_retracted") is True else work
