"""XML as arXiv and others answer: Atom, RSS, and OAI-PMH with `arXiv`, `arXivRaw` or `oai_dc` records."""

import re
from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from service.ingest.announcements import announced_abstract, announced_title
from service.ingest.content import Content
from service.ingest.reading import Diagnostic, Remark, Row
from service.ingest.records import parsed
from service.ingest.xml_elements import elements

_COMMENT = re.compile(r"^\s*Comments?:\s")  # the second description of an oai_dc record
_DOI_LINK = re.compile(r"https?://(?:dx\.)?doi\.org/")

Record = dict[str, object]


def parse(content: Content) -> Iterator[Row]:
    """One Row per entry, item or record. Raises IngestError at a DOCTYPE."""
    for found in elements(content, frozenset({"entry", "item", "record", *_METADATA})):
        if isinstance(found, Diagnostic):
            yield found
            continue
        line, element = found
        header = element.find("header")
        if header is not None and header.get("status") == "deleted":
            name = header.findtext("identifier", "the record")
            yield Remark(Diagnostic(line, "deleted", f"Line {line}: {name} is marked as deleted; nothing was done."))
        else:
            yield parsed(line, _record(element), "xml")


def _record(element: Element) -> Record:
    if element.tag == "entry":
        return _atom(element)
    if element.tag == "item":
        return _rss(element)
    metadata = next((each for each in element.iter() if each.tag in _METADATA), None)
    if metadata is None:
        return _plain(element)
    record = _METADATA[metadata.tag](metadata)
    identifier = element.findtext("header/identifier")
    return {"id": identifier, **record} if identifier and "id" not in record else record


def _plain(element: Element, without: tuple[str, ...] = ()) -> Record:
    """The texts of the children by their names; of a name that stands several times a list."""
    found: dict[str, list[object]] = {}
    for child in element:
        text = "".join(child.itertext()).strip()
        if text and child.tag not in without:
            found.setdefault(child.tag, []).append(text)
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in found.items()}


def _atom(entry: Element) -> Record:
    """Of http://export.arxiv.org/api/query, see https://info.arxiv.org/help/api/user-manual.html."""
    record = _plain(entry, ("author", "link", "category", "primary_category", "updated"))
    links = [link.get("href", "") for link in entry.iter("link")]
    alternate = [link.get("href", "") for link in entry.iter("link") if link.get("rel", "alternate") == "alternate"]
    dois = [_DOI_LINK.sub("", link) for link in links if _DOI_LINK.match(link)]
    return record | {
        "authors": [author.findtext("name", "") for author in entry.iter("author")],
        "categories": _terms(entry),
        "url": (alternate or links or [""])[0],
        "doi": record.get("doi") or (dois or [""])[0],
    }


def _terms(entry: Element) -> list[str]:
    """The primary category first."""
    named = [each.get("term", "") for tag in ("primary_category", "category") for each in entry.iter(tag)]
    return [term for term in dict.fromkeys(named) if term]


def _rss(item: Element) -> Record:
    """Of https://rss.arxiv.org and older feeds, see https://info.arxiv.org/help/rss_specifications.html."""
    record = _plain(item, ("guid", "announce_type", "rights"))
    guid = item.findtext("guid", "")
    if guid.startswith("oai:"):
        record["id"] = guid
    if isinstance(title := record.get("title"), str):
        record["title"] = announced_title(title)
    if isinstance(description := record.get("description"), str):
        record["description"] = announced_abstract(description)
    return record


def _arxiv(metadata: Element) -> Record:
    record = _plain(metadata, ("authors", "created", "updated"))
    authors = [
        {"given": author.findtext("forenames", ""), "family": author.findtext("keyname", ""),
         "suffix": author.findtext("suffix", "")}
        for author in metadata.iterfind("authors/author")
    ]  # fmt: skip
    return record | {"authors": authors, "published": metadata.findtext("created", "")}


def _arxiv_raw(metadata: Element) -> Record:
    versions = [
        {"version": version.get("version"), "created": version.findtext("date")}
        for version in metadata.iterfind("version")
    ]
    return _plain(metadata, ("version", "submitter")) | {"versions": versions}


def _dublin_core(metadata: Element) -> Record:
    def texts(name: str) -> list[str]:
        return [text for each in metadata.iterfind(name) if (text := (each.text or "").strip())]

    record = _plain(metadata, ("creator", "description", "date", "identifier", "subject", "type", "source"))
    descriptions, identifiers = texts("description"), texts("identifier")
    return record | {
        "authors": texts("creator"),
        "abstract": " ".join(text for text in descriptions if not _COMMENT.match(text)),
        "comments": " ".join(text for text in descriptions if _COMMENT.match(text)),
        "journal_reference": (texts("source") or [""])[0],
        "published": (texts("date") or [""])[0],
        "subjects": texts("subject"),
        "external_ids": identifiers,
        "url": next((text for text in identifiers if text.startswith("http")), ""),
    }


_METADATA: Final[dict[str, Callable[[Element], Record]]] = {
    "arXiv": _arxiv,
    "arXivRaw": _arxiv_raw,
    "dc": _dublin_core,
}
