"""Feeds of others, RSS or Atom in any of their forms, made records that `ingest` reads."""

import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any, NamedTuple, cast

import feedparser  # pyright: ignore[reportMissingTypeStubs]

from service.errors import IngestError, InvalidPaperId
from service.ingest import announced_abstract, announced_title, whole_elements
from service.papers import is_public, parse_id
from service.sources.records import Record

_BEGINS = re.compile(rb"<(?:rss|feed|(?:\w{1,20}:)?rdf)\b", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_HEAD = 4_096  # bytes
_MOST, _MOST_BROKEN = 4_000_000, 250_000  # bytes
_MOST_LINKS = 20  # of an entry that are looked at for an id


class Feed(NamedTuple):
    """The entries of a feed as records; `is_whole` is False where its XML breaks off, or is none."""

    records: list[Record]
    is_whole: bool


def read_feed(data: bytes, *, is_hearsay: bool = True) -> Feed | None:
    """The feed in these bytes; None when they are of something else.

    Of hearsay, one id of an entry is believed: with two, whoever runs the feed could make one paper of any two.

    Raises IngestError for one that is too large, defines entities, or is broken and not small: the parser that takes
    broken ones needs ever longer for each of their signs.
    """
    if not _BEGINS.search(data[:_HEAD]):
        return None
    if len(data) > _MOST:
        raise IngestError(f"it is a feed of more than {_MOST:,} bytes.")
    if _ENTITY.search(data):
        raise IngestError("it is a feed that defines entities of its own.")
    if len(data) > _MOST_BROKEN:
        whole_elements(data, frozenset())
    parse = cast("Callable[..., Any]", feedparser.parse)  # pyright: ignore[reportUnknownMemberType]
    found = parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)  # bytes, never an address
    if not found.version:
        return None
    is_atom = found.version.startswith("atom")
    return Feed([_record(entry, is_atom, 1 if is_hearsay else None) for entry in found.entries], not found.bozo)


def _record(entry: Mapping[str, Any], is_atom: bool, most_ids: int | None) -> Record:
    contents = [each.get("value", "") for each in entry.get("content", ())]
    every = list(_named(entry))
    named, further = every[:most_ids], {text for text, paper_id in every if paper_id != every[0][1]}
    ids: dict[str, str] = {}
    for _, paper_id in named:
        scheme, _, local = paper_id.partition(":")
        ids.setdefault(scheme, local)
    return {
        "id": named[0][0] if named else None,
        "title": announced_title(entry.get("title", "")),
        "abstract": announced_abstract(max((entry.get("summary", ""), *contents), key=len)),
        "authors": _authors(entry, is_atom=is_atom),
        "published": entry.get("published") or entry.get("updated"),
        "categories": [tag.get("term") for tag in entry.get("tags", ())],
        "url": None if most_ids == 1 and entry.get("link") in further else entry.get("link"),
        "external_ids": ids,
    }


def _authors(entry: Mapping[str, Any], *, is_atom: bool) -> list[str] | str:
    """The names; outside Atom, the name beside an address is that of who runs the feed."""
    people = [each for each in entry.get("authors", ()) if is_atom or not each.get("email")]
    names = [name for each in people if (name := each.get("name"))]
    return names[0] if len(names) == 1 else names  # one element may hold them all


def _named(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The ids of papers that an entry gives, as its own or by a link: as it writes them, and canonical."""
    links = [each.get("href") for each in entry.get("links", ())[:_MOST_LINKS]]
    for text in (entry.get("prism_doi"), entry.get("dc_identifier"), entry.get("id"), entry.get("link"), *links):
        try:
            if text and is_public(found := parse_id(text)):
                yield text, found
        except InvalidPaperId:
            continue
