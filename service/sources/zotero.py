"""A library of Zotero, a user's or a group's, or some of its collections: what was added or changed there.

https://www.zotero.org/support/dev/web_api/v3/basics
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Final

import httpx
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from service.sources.http import Answer, SourceServer
from service.sources.records import Record, list_of, object_of, objects_of, readings_of, text_of, whole_number
from service.sources.source import Bookmark, FetchedPage, Wanted

_PAGE: Final = 100  # items, or collections
_MOST_COLLECTIONS: Final = 10_000  # of one library
_NO_PAPERS: Final = frozenset({"attachment", "annotation", "note"})
_NO_NEW: Final = "None of what was added or changed there since the last fetch is new here."
_NAMED: Final = 10  # collections that are named where none is called as asked
_MOST_STARTS: Final = 5  # of a list: while others work on it all the time, it is read as it comes
_DAY: Final = timedelta(days=1)


class _Mark(BaseModel):
    """What the next fetch is to know: the version of the library, and the keys of the collections that were read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = 0
    collections: tuple[str, ...] = ()


class _Place(BaseModel):
    """Where a fetch stands, as its bookmark keeps it: at an item of the first of `lists`, those that are still to read.

    A list is a collection by its key, or the whole library under an empty one. Of each, what changed after the version
    `since` is wanted; `seen` is the version of the library when its last page came, `starts` how often the list was
    begun. In the end `mark` will be left.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mark: _Mark
    since: int = 0
    lists: tuple[str, ...] = ()
    start: int = Field(default=0, ge=0)
    seen: int = 0
    starts: int = 1

    def behind(self, page: "_Items") -> "_Place":
        """Where to go on when a page is kept."""
        if page.has_more:
            return self.model_copy(update={"start": self.start + page.count, "seen": page.version})
        return self.model_copy(update={"lists": self.lists[1:], "start": 0, "starts": 1})

    def has_moved(self, page: "_Items") -> bool:
        """Whether the library has changed between two pages, for what is deleted moves the other items up."""
        return self.start > 0 and page.version != self.seen and self.starts < _MOST_STARTS

    def begun_again(self) -> "_Place":
        """At the beginning of the list."""
        return self.model_copy(update={"start": 0, "starts": self.starts + 1})


@dataclass(frozen=True, slots=True)
class _Items:
    """A page of a list; `version` is that of the library, `count` how many items of all kinds the page has."""

    records: list[Record]
    version: int
    count: int
    total: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class ZoteroLibrary:
    """The items of a library (`users/123`, `groups/45`), or of its collections whose names match `collection`.

    The names are as paths, `Thesis/Chapter 1`, and `*` and `?` stand for any signs.
    """

    name: str
    library: str
    collection: str | None
    url: str
    server: SourceServer
    key: SecretStr | None = None

    def pages(self, wanted: Wanted, bookmark: Bookmark | None) -> Iterator[FetchedPage]:
        """A page for every hundred items that were added or changed since the last fetch; the first has all.

        See `Source`; raises SourceUnavailable.
        """
        place, note = self._first(wanted, bookmark)
        if note:
            yield FetchedPage([], place.model_dump(mode="json"), empty_reason=note)
        while place.lists:
            page = self._items(place)
            if place.has_moved(page):
                place = place.begun_again()
                continue
            place = place.behind(page)
            yield self._page(page, place, wanted)

    def _page(self, page: _Items, place: _Place, wanted: Wanted) -> FetchedPage:
        readings, kept = readings_of(page.records, self.name), place.model_dump(mode="json")
        if place.lists:
            return FetchedPage(readings, kept, expected=page.total)
        mark = place.mark.model_dump(mode="json")
        return FetchedPage(readings, kept, {}, wanted.today - _DAY, page.total, mark=mark, empty_reason=_NO_NEW)

    def _first(self, wanted: Wanted, bookmark: Bookmark | None) -> tuple[_Place, str]:
        """Where to begin; or a place with nothing to read, and why."""
        try:
            return _Place.model_validate(bookmark), ""
        except ValidationError:  # none, or of another version
            mark = _mark(wanted.mark)
        found = self._collections(mark.version)
        if found is None:
            return _Place(mark=mark), "The library has not changed since the last fetch."
        names, version = found
        if self.collection is None:
            return _Place(mark=_Mark(version=version), since=mark.version, lists=("",)), ""
        keys = tuple(sorted(key for key, name in names.items() if fnmatchcase(name, self.collection)))
        if not keys:
            return _Place(mark=mark), _no_collection(self.collection, names)
        since = mark.version if set(keys) <= set(mark.collections) else 0
        return _Place(mark=_Mark(version=version, collections=keys), since=since, lists=keys), ""

    def _collections(self, known: int) -> tuple[dict[str, str], int] | None:
        """The paths of all collections by their keys, and the version of the library; None when it is the known one."""
        listed: list[Record] = []
        version, has_more = 0, True
        while has_more and len(listed) < _MOST_COLLECTIONS:
            params = {"limit": str(_PAGE), "start": str(len(listed))}
            answer = self._get("collections", params, known if not listed else 0)
            if answer.status == HTTPStatus.NOT_MODIFIED:
                return None
            page = objects_of(list_of(answer))
            listed += page
            version = version or _version(answer)
            has_more = bool(page) and self.collection is not None and _has_more(answer)
        return _paths(listed), version

    def _items(self, place: _Place) -> _Items:
        key = place.lists[0]
        params = {"limit": str(_PAGE), "start": str(place.start), "sort": "dateAdded", "direction": "asc"}
        params |= {"since": str(place.since)} if place.since else {}
        answer = self._get(f"collections/{key}/items/top" if key else "items/top", params)
        items = objects_of(list_of(answer))
        records = [object_of(item.get("data")) for item in items]
        papers = [_record(each) for each in records if each.get("itemType") not in _NO_PAPERS]
        total = whole_number(answer.headers.get("total-results", ""))
        has_more = bool(items) and (place.start + len(items) < total if total else _has_more(answer))
        return _Items(papers, _version(answer), len(items), total, has_more)

    def _get(self, path: str, params: dict[str, str], known: int = 0) -> Answer:
        headers = {"Zotero-API-Version": "3"}
        if self.key is not None:
            headers["Zotero-API-Key"] = self.key.get_secret_value()
        if known:
            headers["If-Modified-Since-Version"] = str(known)
        allowed = (HTTPStatus.NOT_MODIFIED,) if known else ()
        return self.server.get(f"{self.url}/{self.library}/{path}", _whole, params, headers, allowed)


def _whole(answer: Answer) -> Answer:
    """The answer, once it is seen to be a list; raises Unreadable."""
    if answer.status == HTTPStatus.OK:
        list_of(answer)
    return answer


def _mark(kept: Bookmark | None) -> _Mark:
    try:
        return _Mark.model_validate(kept or {})
    except ValidationError:  # of another version
        return _Mark()


def _version(answer: Answer) -> int:
    return whole_number(answer.headers.get("last-modified-version", ""))


def _has_more(answer: Answer) -> bool:
    return "next" in httpx.Response(answer.status, headers={"Link": answer.headers.get("link", "")}).links


def _paths(listed: list[Record]) -> dict[str, str]:
    """The names of collections with those of the collections around them, by key."""
    found = {text_of(each.get("key")): object_of(each.get("data")) for each in listed}
    return {key: "/".join(_path(key, found)) for key in found if _is_key(key)}


def _path(key: str, found: dict[str, Record]) -> list[str]:
    names: list[str] = []
    seen: set[str] = set()
    while key in found and key not in seen:  # what lies within itself ends there
        seen.add(key)
        names.append(text_of(found[key].get("name")))
        key = text_of(found[key].get("parentCollection"))
    return names[::-1]


def _is_key(key: str) -> bool:
    return key.isascii() and key.isalnum() and len(key) <= 20


def _record(data: Record) -> Record:
    """The item under the names of the library's fields; its own key and version are none of the paper's."""
    return {name: value for name, value in data.items() if name not in {"key", "version"}}


def _no_collection(asked: str, names: dict[str, str]) -> str:
    named = ", ".join(sorted(names.values())[:_NAMED])
    return f"No collection is called {asked}; there are {named}." if named else "The library has no collections."
