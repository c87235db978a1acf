"""Works that publishers registered at Crossref, by the day on which they did, in journals or by a query.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from service.sources.day_spans import EXPIRED, Days, DaySpans, Part, object_or_gone
from service.sources.http import SourceServer
from service.sources.records import object_of, objects_of, text_of, whole_number
from service.sources.source import Bookmark, FetchedPage, Wanted

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

    server: SourceServer
    address: str
    today: date
    issn: tuple[str, ...] = ()
    query: str | None = None
    contact: str = ""

    @property
    def name(self) -> str:
        """Such as `crossref:1476-4687` or `crossref:"tidal energy"`."""
        quoted = (f'"{self.query}"',) if self.query else ()
        return ":".join(("crossref", "+".join((*self.issn, *quoted))))

    def pages(self, wanted: Wanted, bookmark: Bookmark | None) -> Iterator[FetchedPage]:
        """A page for every two hundred works, notices of retraction among them."""
        return DaySpans(self.name, self.today, length=_SPAN).pages(self._ask, wanted, bookmark)

    def _ask(self, days: Days, following: str | None) -> Part:
        filters = [f"from-created-date:{days.first}", f"until-created-date:{days.last}"]
        filters += [f"issn:{each}" for each in self.issn]
        params = {"filter": ",".join(filters), "rows": str(_PAGE), "cursor": following or "*", "select": _FIELDS}
        params |= {name: value for name, value in (("query", self.query), ("mailto", self.contact)) if value}
        answer = self.server.get(
            f"{self.address}/works", object_or_gone, params, allowed=EXPIRED if following else frozenset()
        )
        message = object_of(answer.get("message"))
        works = objects_of(message.get("items"))
        # A cursor comes with the last page too, and the same one may come with each.
        rest = text_of(message.get("next-cursor")) if len(works) == _PAGE else ""
        papers = [work for work in works if work.get("type") not in _NO_PAPERS]
        return Part(papers, rest or None, expected=whole_number(message.get("total-results")))
