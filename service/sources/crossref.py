"""Works that publishers registered at Crossref, by the day on which they did, in journals or by a query.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from service.sources.day_spans import EXPIRED, Days, DaySpans, Part, unless_gone
from service.sources.http import SourceServer
from service.sources.records import object_of, object_with, objects_of, text_of, whole_number
from service.sources.source import Bookmark, FetchedPage, Wanted

_EARLIEST: Final = date(2002, 7, 1)  # of which it has a record of when it was registered
_READ: Final = unless_gone(object_with("message", "items"))
_PAGE: Final = 200  # works
_SPAN: Final = 7  # days
_FIELDS: Final = "DOI,title,author,abstract,container-title,issued,published,type,URL,subject,update-to"
_NO_PAPERS: Final = frozenset({
    "component", "database", "dataset", "grant", "journal", "journal-issue", "journal-volume", "peer-review",
    "proceedings", "proceedings-series", "report-series", "book-series", "book-set",
})  # fmt: skip
"""Types of what is registered that name no paper: figures, reviews, whole issues."""


@dataclass(frozen=True, slots=True)
class CrossrefWorks:
    """Works in the journals with some ISSNs, by a query, or by both."""

    name: str
    issn: tuple[str, ...]
    query: str | None
    url: str
    server: SourceServer
    contact: str

    def pages(self, wanted: Wanted, bookmark: Bookmark | None) -> Iterator[FetchedPage]:
        """A page for every two hundred works, notices of retraction among them. See `Source`."""
        spans = DaySpans(
            self.name, length=_SPAN, earliest=_EARLIEST, any_date=True
        )  # registered, maybe, after it came out
        return spans.pages(self._asked, wanted, bookmark)

    def _asked(self, days: Days, following: str | None) -> Part:
        filters = [f"from-created-date:{days.first}", f"until-created-date:{days.last}"]
        filters += [f"issn:{each}" for each in self.issn]
        params = {"filter": ",".join(filters), "rows": str(_PAGE), "cursor": following or "*", "select": _FIELDS}
        params |= {name: value for name, value in (("query", self.query), ("mailto", self.contact)) if value}
        answer, day = self.server.get(self.url, _READ, params, allowed=EXPIRED if following else ())
        message = object_of(answer.get("message"))
        works = objects_of(message.get("items"))
        # A cursor comes with the last page too, and the same one may come with each.
        rest = text_of(message.get("next-cursor")) if len(works) == _PAGE else ""
        papers = [work for work in works if work.get("type") not in _NO_PAPERS]
        return Part(papers, rest or None, expected=whole_number(message.get("total-results")), answered=day)
