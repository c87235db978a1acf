"""A feed, or a file in any format that can be imported, at an address that the operator has set."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Final

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from service.errors import IngestError, SourceUnavailable
from service.ingest import Reading, pieces, read_pages
from service.sources.feed import Feed, read_feed
from service.sources.http import Answer, SourceServer
from service.sources.records import readings_of
from service.sources.source import Bookmark, FetchedPage, Wanted

_NOT_MODIFIED: Final = frozenset({HTTPStatus.NOT_MODIFIED})
_KEPT: Final = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
"""What an answer says of its content, and what to ask with the next time."""
_MOST_SAID: Final = 1_000  # characters of such a header
_BEFORE_XML: Final = b"\xef\xbb\xbf \t\r\n"
_REFUSED_S: Final = 21_600  # until a schedule asks again
_CALLED: Final = "its answer"  # in messages, for an address may hold a key
_BROKEN: Final = "Its XML breaks off, or is none: what could be read was kept."
_ARXIV: Final = "arxiv.org"  # whose feeds speak of its own papers
_NONE: Final = "It has no paper that could be read."
_ALL_HERE: Final = "All papers that it has are here already."
_UNCHANGED: Final = "It has not changed since the last fetch."


class _Place(BaseModel):
    """Where a fetch stands, as its bookmark keeps it: behind some pages of a content, by its hash."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    content: str = ""
    pages: int = 0
    ended: bool = False

    @classmethod
    def of(cls, bookmark: Bookmark | None) -> "_Place":
        try:
            return cls.model_validate(bookmark)
        except ValidationError:  # none, or of another version
            return cls()


@dataclass(frozen=True, slots=True)
class WebFile:
    """All papers that are in a feed or file, whenever they came out: a feed has only its last ones anyway.

    A page has `group` readings of a thousand papers: for each, a job asks for the file again.
    """

    name: str
    url: str
    server: SourceServer
    most_bytes: int
    group: int = 10

    def pages(self, wanted: Wanted, bookmark: Bookmark | None) -> Iterator[FetchedPage]:
        """The papers, ten thousand at a time; none when the server says, or the bytes, that nothing has changed.

        See `Source`; raises SourceUnavailable.
        """
        place = _Place.of(bookmark)
        if place.ended:
            return
        mark = dict(wanted.mark or {})
        asked = {header: str(mark[name]) for name, header in _KEPT.items() if name in mark}
        answer = self.server.get(self.url, _as_it_is, headers=asked, allowed=_NOT_MODIFIED if asked else ())
        content = hashlib.sha256(answer.body).hexdigest()
        if answer.status == HTTPStatus.NOT_MODIFIED or content == mark.get("content"):
            yield FetchedPage([], _Place(ended=True).model_dump(), empty_reason=_UNCHANGED)
            return
        before = place.pages if content == place.content else 0
        new_mark = {name: answer.headers[name][:_MOST_SAID] for name in _KEPT if name in answer.headers}
        yield from self._read(answer.body, before, new_mark | {"content": content})

    def _read(self, body: bytes, before: int, mark: Mapping[str, str]) -> Iterator[FetchedPage]:
        """The pages of a content behind those that are kept, and one that ends it."""
        is_of_others = speaks_of_others(self.url)
        feed = _feed(body, is_hearsay=is_of_others)
        is_hearsay = feed is not None and is_of_others
        readings = self._file(body) if feed is None else iter(readings_of(feed.records, self.name))
        is_whole = feed is None or feed.is_whole
        number, group = 0, list(islice(readings, self.group))
        while following := list(islice(readings, self.group)):
            number += 1
            if number > before:
                yield FetchedPage(
                    group, _Place(content=mark["content"], pages=number).model_dump(), is_hearsay=is_hearsay
                )
            group = following
        ended = _Place(ended=True).model_dump()
        notes, new_mark = ((), mark) if is_whole else ((_BROKEN,), None)
        reason = _ALL_HERE if any(reading.papers for reading in group) else _NONE
        yield FetchedPage(group, ended, notes=notes, mark=new_mark, is_hearsay=is_hearsay, empty_reason=reason)

    def _file(self, body: bytes) -> Iterator[Reading]:
        try:
            yield from read_pages(pieces(body), None, _CALLED, self.most_bytes)
        except IngestError as error:
            raise SourceUnavailable(error.detail, retry_after=_REFUSED_S) from None


def speaks_of_others(url: str) -> bool:
    """Whether a feed there is of somebody else than who publishes the papers; what its entries say proves nothing."""
    host = httpx.URL(url).host
    return host != _ARXIV and not host.endswith(f".{_ARXIV}")


def _feed(body: bytes, *, is_hearsay: bool) -> Feed | None:
    """The feed that an answer is, if it is one."""
    if not body.lstrip(_BEFORE_XML).startswith(b"<"):
        return None
    try:
        return read_feed(body, is_hearsay=is_hearsay)
    except IngestError as error:
        raise SourceUnavailable(f"{_CALLED}: {error.detail}", retry_after=_REFUSED_S) from None


def _as_it_is(answer: Answer) -> Answer:
    return answer
