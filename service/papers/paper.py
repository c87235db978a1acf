"""Paper: what we know of one paper, and what makes two records the same."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from service.errors import InvalidPaper, InvalidPaperId
from service.papers.identifiers import mint_id, parse_id
from service.papers.placeholders import is_placeholder
from service.text import clean, find_damage, visible

MAX_TITLE: Final = 1_000  # characters
MAX_ABSTRACT: Final = 50_000
_MAX_NAMES = 10_000  # authors of one paper; the largest collaborations list about 5,000
_MAX_NAME = 300
_MAX_URL = 2_000
_EMPTY: Final[tuple[object, ...]] = ("", None, (), {})
_ID_SCHEMES = ("arxiv", "doi", "corpusid")  # of external ids that name a paper, best first
_UNSTORABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


class Source(BaseModel):
    """Where a record came from: `name` is the kind of source, `rank` the paper's position in it, counted from 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    rank: int | None = None


class Paper(BaseModel):
    """One paper. `title` and `abstract` are clean, and what offsets refer to; raw ones are as received.

    `minted` says that the id was made from the title, for want of another one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    abstract: str
    raw_title: str
    raw_abstract: str
    authors: tuple[str, ...] = ()
    published: date | None = None
    categories: tuple[str, ...] = ()
    url: str | None = None
    external_ids: dict[str, str] = {}
    source: Source
    minted: bool = False

    @property
    def public(self) -> dict[str, Any]:
        """What is shown of a paper, JSON-ready but for the date: without the raw texts, the source by its name."""
        return self.model_dump(exclude={"raw_title", "raw_abstract", "source", "minted"}) | {"source": self.source.name}

    @property
    def text_hash(self) -> str:
        """SHA-256 in hex of what is embedded: the cleaned title and abstract."""
        return hashlib.sha256(f"{self.title}\n{self.abstract}".encode()).hexdigest()

    @property
    def record_hash(self) -> str:
        """SHA-256 in hex of everything the record says; where it was seen (`source`) changes nothing."""
        record = self.model_dump(mode="json", exclude={"source", "minted"})
        return hashlib.sha256(json.dumps(record, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    @property
    def damage(self) -> tuple[str, ...]:
        """What was destroyed in title and abstract before they reached us, as codes of `find_damage`."""
        return find_damage(f"{self.raw_title} {self.raw_abstract}")

    def updated_by(self, newer: "Paper") -> "Paper":
        """This paper as a newer record has it; fields that are empty there stay, and so does `source`."""
        fields = {name: value for name in type(self).model_fields if (value := getattr(newer, name)) not in _EMPTY}
        if not newer.abstract:
            fields.pop("raw_abstract", None)
        fields["external_ids"] = self.external_ids | newer.external_ids
        return self.model_copy(update=fields | {"source": self.source, "minted": self.minted})

    def completed_by(self, other: "Paper") -> "Paper":
        """This paper with what only another record of it says, and with the longer of the two abstracts."""
        fields = {name: getattr(other, name) for name in type(self).model_fields if getattr(self, name) in _EMPTY}
        if len(other.abstract) > len(self.abstract):
            fields |= {"abstract": other.abstract, "raw_abstract": other.raw_abstract}
        fields["external_ids"] = other.external_ids | self.external_ids
        return self.model_copy(update=fields | {"minted": self.minted})


def make_paper(
    title: str,
    abstract: str,
    *,
    source: Source,
    id: str | None = None,  # noqa: A002 - the field's own name, as in the API
    authors: Sequence[str] = (),
    published: date | None = None,
    categories: Sequence[str] = (),
    url: str | None = None,
    external_ids: Mapping[str, str] | None = None,
) -> Paper:
    """A Paper from what was received: cleaned, within limits, with a canonical id.

    The id is the one given, else an arXiv, DOI or CorpusId among `external_ids`, else minted from the title.
    Raises InvalidPaper naming the field, or InvalidPaperId. The abstract may be empty, the title may not; one that
    only says that there is none ("N/A") is empty.
    """
    _check_length("title", title, MAX_TITLE)
    _check_length("abstract", abstract, MAX_ABSTRACT)
    clean_title = clean(title)
    if not clean_title:
        raise InvalidPaper("The title is empty.", field="title")
    clean_abstract = clean(abstract)
    other_ids = _external_ids(external_ids or {})
    given = parse_id(id) if id is not None else _id_from(other_ids)
    return Paper(
        id=given or mint_id(clean_title),
        title=clean_title,
        abstract="" if is_placeholder(clean_abstract) else clean_abstract,
        raw_title=title.translate(_UNSTORABLE),
        raw_abstract=abstract.translate(_UNSTORABLE),
        authors=_names("authors", authors),
        published=published,
        categories=_names("categories", categories),
        url=_link(url),
        external_ids=other_ids,
        source=source,
        minted=given is None,
    )


def _check_length(field: str, value: str, most: int) -> None:
    if len(value) > most:
        raise InvalidPaper(f"The {field} has {len(value):,} characters; the most is {most:,}.", field=field)


def _names(field: str, values: Sequence[str]) -> tuple[str, ...]:
    if len(values) > _MAX_NAMES:
        raise InvalidPaper(f"{len(values):,} {field}; the most is {_MAX_NAMES:,}.", field=field)
    for value in values:
        _check_length(field, value, _MAX_NAME)
    return tuple(name for name in map(clean, values) if name)


def _link(url: str | None) -> str | None:
    """The URL without what cannot stand in one; only web addresses, since pages show it as a link."""
    if url is None or not url.strip():
        return None
    _check_length("url", url, _MAX_URL)
    link = url.strip()
    if not link.lower().startswith(("http://", "https://")) or " " in link or not link.isprintable():
        raise InvalidPaper("The url must be a plain http or https address.", field="url")
    return link


def _external_ids(given: Mapping[str, str]) -> dict[str, str]:
    _names("external_ids", [*given.keys(), *given.values()])
    return {visible(name): visible(given[name]) for name in sorted(given)}


def _id_from(external_ids: Mapping[str, str]) -> str | None:
    """The canonical id that a known scheme among `external_ids` gives; None when none can exist."""
    by_scheme = {name.lower(): value for name, value in external_ids.items()}
    for scheme in _ID_SCHEMES:
        if scheme in by_scheme:
            value = by_scheme[scheme]
            try:
                return parse_id(value if value.lower().startswith(f"{scheme}:") else f"{scheme}:{value}")
            except InvalidPaperId:
                continue
    return None
