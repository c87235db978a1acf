"""A library of Zotero, a user's or a group's, or some of its collections: what was added or changed there.

https://www.zotero.org/support/dev/web_api/v3/basics
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Final, NamedTuple

import httpx
from pydantic import SecretStr

from service.errors import SourceUnavailable
from service.sources.http import Answer, SourceServer
from service.sources.records import Record, list_of, object_of, objects_of, readings_of, text_of, whole_number
from service.sources.source import Bookmark, FetchedPage, Wanted

_PAGE: Final = 100  # items, or collections
_MOST_COLLECTIONS: Final = 10_000  # of one library
_NO_PAPERS: Final = frozenset({"attachment", "annotation", "note"})
_NAMED: Final = 20  # collections that are named where none is called as asked
_MOST_STARTS: Final = 5  # of a fetch: a library that always changes is asked later
_UNCHANGED: Final = frozenset({HTTPStatus.NOT_MODIFIED})


class _Items(NamedTuple):
    """A page of items; `version` is that of the library, `has_more` whether another page follows."""

    records: list[Record]
    version: int
    has_more: bool
    total: int


@dataclass(frozen=True, slots=True)
class ZoteroLibrary:
    """The items of a library (`users/123`, `groups/45`), or of its collections whose names match `collection`.

    The names may hold `*` and `?`, and say in which others they are: `Thesis/Chapter *`.
    """

    server: SourceServer
    address: str
    today: date
    library: str
    collection: str | None = None
    key: SecretStr = SecretStr("")

    @property
    def name(self) -> str:
        """Such as `zotero:users/123` or `zotero:users/123:Thesis*`."""
        return f"zotero:{self.library}:{self.collection}" if self.collection else f"zotero:{self.library}"

    def pages(self, wanted: Wanted, bookmark: Bookmark | None) -> Iterator[FetchedPage]:
        """A page for every hundred items that were added or changed since the last fetch; the first gives all.

        Raises SourceUnavailable, also when the library changes all the while.
        """
        place = (bookmark and _Place.from_json(bookmark)) or self._begun(wanted.mark or {})
        if isinstance(place, str):
            yield FetchedPage([], {}, mark=wanted.mark, notes=(place,))
            return
        starts = 0
        while place.keys:
            page = self._items(place)
            if place.start and page.version != place.seen:  # pages may have shifted
                starts += 1
                if starts > _MOST_STARTS:
                    raise SourceUnavailable("the library changes while it is read; it will be read later.")
                place = place._replace(start=0)
                continue
            place = place.behind(page)
            is_last = not place.keys
            yield FetchedPage(
                readings_of(page.records, self.name),
                place.to_json(),
                whole_through=self.today - _DAY if is_last else None,
                expected=page.total,
                mark=place.mark if is_last else None,
            )
