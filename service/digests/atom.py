"""Atom feeds (RFC 4287): values in, bytes out, which are well-formed XML 1.0 whatever the texts hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote
from xml.etree import ElementTree as ET

MEDIA_TYPE: Final = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0, production 2
_IN_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"  # what RFC 3986 lets stand, beside letters and digits


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One paper. `id` is an absolute URI that stays for ever; `content` is HTML, all else is text, escaped here once.

    `alternate` is the paper's own page, `related` has others by what they are called. `language` is that of the texts.
    Times have a zone.
    """

    id: str
    title: str
    updated: datetime
    alternate: str
    content: str
    summary: str = ""
    language: str = "en"
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    related: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `address` is where it is read, `page` what it is about; `updated` is not before any of its entries."""

    id: str
    title: str
    updated: datetime
    address: str
    page: str
    entries: tuple[FeedEntry, ...] = ()


def atom_document(feed: Feed) -> bytes:
    """The document, in UTF-8; the same values give the same bytes.

    A character that XML cannot hold is left out, and addresses have what cannot stand in one as %XX.
    """
    root = ET.Element("feed", {"xmlns": _NAMESPACE})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title, type="text")
    _add(root, "updated", moment(feed.updated))
    _add(ET.SubElement(root, "author"), "name", "Paperlark")  # of entries whose papers name none
    _add(root, "generator", "Paperlark")
    _link(root, "self", feed.address, type=MEDIA_TYPE)
    _link(root, "alternate", feed.page, type="text/html")
    for entry in feed.entries:
        _add_entry(root, entry)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def moment(at: datetime) -> str:
    """A moment as RFC 3339 has it, in UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _reference(text: str) -> str:
    """An address with nothing in it that may not stand in one."""
    return quote(text, safe=_IN_ADDRESSES, errors="replace")


def _add_entry(root: ET.Element, entry: FeedEntry) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title, type="text")
    _add(element, "updated", moment(entry.updated))
    if entry.published:
        _add(element, "published", moment(entry.published))
    for name in filter(None, map(_sayable, entry.authors)):
        _add(ET.SubElement(element, "author"), "name", name)
    for term in filter(None, map(_sayable, entry.categories)):
        ET.SubElement(element, "category", {"term": term})
    _link(element, "alternate", entry.alternate)
    for title, href in (entry.related or {}).items():
        named = {"title": said} if (said := _sayable(title)) else {}
        _link(element, "related", href, **named)
    if entry.summary:
        _add(element, "summary", entry.summary, type="text").set(_LANGUAGE, entry.language)
    _add(element, "content", entry.content, type="html").set(_LANGUAGE, entry.language)


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = _sayable(text)
    return element


def _link(parent: ET.Element, relation: str, href: str, **attributes: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "href": _reference(href), **attributes})


def _sayable(text: str) -> str:
    return _NO_CHARACTER.sub("", text)
