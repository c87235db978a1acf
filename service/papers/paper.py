"""Paper: what we know of one paper, and what makes two records the same."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from service.errors import InvalidPaper
from service.papers.boilerplate import without_boilerplate
from service.papers.identifiers import mint_id, parse_external_id, parse_id
from service.papers.pages import web_links
from service.papers.placeholders import is_placeholder
from service.papers.status import Status, announced, is_notice, unmarked
from service.papers.venues import MAX_VENUE
from service.papers.versions import version_in
from service.text import clean, find_damage, joined_words, visible

MAX_TITLE: Final = 1_000  # characters, cleaned
MAX_ABSTRACT: Final = 50_000
_RAW = 10  # times as long may be what is received: formulas as MathML are mostly tags
MAX_NAMES: Final = 10_000  # authors of one paper; the largest collaborations list about 5,000
MAX_NAME: Final = 300
_MAX_URL = 2_000
_MAX_VERSION = 10_000
_EMPTY: Final[tuple[object, ...]] = ("", None, (), {})
_ID_SCHEMES = ("arxiv", "doi", "corpusid")  # of external ids that name a paper, best first
_UNSTORABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


Precision = Literal["year", "month", "day"]
"""How much of a date is known."""
_ISO_LENGTH: Final[dict[Precision, int]] = {"year": 4, "month": 7, "day": 10}


def iso_text(day: date, precision: Precision) -> str:
    """A date as ISO 8601 has it, as far as it is known."""
    return day.isoformat()[: _ISO_LENGTH[precision]]


class Source(BaseModel):
    """Where a record came from: `name` is the kind of source, `rank` the paper's position in it, counted from 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    rank: int | None = None


class Paper(BaseModel):
    """One paper. `title` and `abstract` are clean, and what offsets refer to; raw ones are as received.

    `published` is the first day of the year or month when no more is known, as `published_precision` says. `venue` is
    the journal, conference or book by its name, None where it is not known. `status` is None while nobody says anything
    of it, and then counts as active. A paper with `updates` is a notice: by an id of
    each paper that it names, what it makes of it. `minted` says that the id was made from the title, for want of
    another one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    abstract: str
    raw_title: str
    raw_abstract: str
    authors: tuple[str, ...] = ()
    published: date | None = None
    published_precision: Precision = "day"
    venue: str | None = None
    categories: tuple[str, ...] = ()
    url: str | None = None
    external_ids: dict[str, str] = {}
    version: int | None = None
    status: Status | None = None
    updates: dict[str, Status] = {}
    source: Source
    minted: bool = False

    @property
    def public(self) -> dict[str, Any]:
        """What is shown of a paper, JSON-ready: no raw texts, the source by its name, and links."""
        shown = self._record(exclude={"raw_title", "raw_abstract", "source", "minted"})
        links = web_links(self.id, self.external_ids, self.title)
        return shown | {"source": self.source.name, "status": self.status or Status.ACTIVE, "links": links}

    @property
    def published_text(self) -> str | None:
        """The date as far as it is known: 2021, 2021-06 or 2021-06-30."""
        return None if self.published is None else iso_text(self.published, self.published_precision)

    def _record(self, exclude: set[str]) -> dict[str, Any]:
        record = self.model_dump(mode="json", exclude=exclude | {"published_precision"})
        return record | {"published": self.published_text}

    @property
    def text_hash(self) -> str:
        """SHA-256 in hex of what is embedded: the cleaned title and abstract."""
        return hashlib.sha256(f"{self.title}\n{self.abstract}".encode()).hexdigest()

    @property
    def record_hash(self) -> str:
        """SHA-256 in hex of everything the record says; where it was seen (`source`) changes nothing."""
        # Without these where they say nothing, as in the hashes that were kept before there were such fields.
        unsaid = {name for name in ("venue", "version", "status", "updates") if not getattr(self, name)}
        record = self._record(exclude={"source", "minted"} | unsaid)
        return hashlib.sha256(json.dumps(record, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    @property
    def damage(self) -> tuple[str, ...]:
        """What was destroyed in title and abstract before they reached us, as codes of `find_damage`."""
        return find_damage(f"{self.raw_title} {self.raw_abstract}")

    def updated_by(self, newer: "Paper") -> "Paper":
        """This paper as a newer record has it; fields that are empty there stay, and so does `source`.

        A record of an older version only fills what is empty. One that says nothing of the status leaves it as it is,
        so that a withdrawn paper does not come back by chance, unless its version is a newer one, or it is known for a
        notice now. A date stays that the newer record only has less exactly.
        """
        if _is_newer(self, newer):
            return newer.updated_by(self).model_copy(update={"source": self.source})
        fields = {name: value for name in type(self).model_fields if (value := getattr(newer, name)) not in _EMPTY}
        if not newer.abstract:
            fields.pop("raw_abstract", None)
        if newer.published is None or (self.published_text or "").startswith(newer.published_text or ""):
            fields |= {"published": self.published, "published_precision": self.published_precision}
        fields["external_ids"] = self.external_ids | newer.external_ids
        fields["updates"] = self.updates | newer.updates
        if _is_newer(newer, self) or (newer.updates and not self.updates):
            fields["status"] = newer.status
        return self.model_copy(update=fields | {"source": self.source, "minted": self.minted})

    def completed_by(self, other: "Paper") -> "Paper":
        """This paper with what only another record of it says, and with the longer of the two abstracts."""
        fields = {name: getattr(other, name) for name in type(self).model_fields if getattr(self, name) in _EMPTY}
        if self.published is None:
            fields["published_precision"] = other.published_precision
        if len(other.abstract) > len(self.abstract):
            fields |= {"abstract": other.abstract, "raw_abstract": other.raw_abstract}
        fields["external_ids"] = other.external_ids | self.external_ids
        fields["updates"] = other.updates | self.updates
        return self.model_copy(update=fields | {"minted": self.minted})

    def filling(self, known: "Paper") -> "Paper":
        """This record of a paper with only what nothing is known of there, so that it fills gaps and replaces nothing.

        Of the version and the status it says nothing: those decide what becomes of other records.
        """
        empty: dict[str, object] = {"abstract": "", "authors": (), "published": None, "venue": None}
        empty |= {"categories": (), "url": None}
        fields = {name: value for name, value in empty.items() if getattr(known, name) not in _EMPTY}
        if "abstract" in fields:
            fields["raw_abstract"] = ""
        fields |= {"title": known.title, "raw_title": known.raw_title, "version": None, "status": None, "updates": {}}
        fields["external_ids"] = {
            name: local
            for name, local in self.external_ids.items()
            if name not in known.external_ids and f"{name}:{local}" != known.id
        }
        return self.model_copy(update=fields)


def make_paper(
    title: str,
    abstract: str,
    *,
    source: Source,
    id: str | None = None,  # noqa: A002 - the field's own name, as in the API
    authors: Sequence[str] = (),
    published: date | None = None,
    published_precision: Precision = "day",
    venue: str | None = None,
    categories: Sequence[str] = (),
    url: str | None = None,
    external_ids: Mapping[str, str] | None = None,
    version: int | None = None,
    status: Status | None = None,
    updates: Mapping[str, Status] | None = None,
    comments: str = "",
) -> Paper:
    """A Paper from what was received: cleaned, within limits, with a canonical id.

    The id is the one given, else an arXiv, DOI or CorpusId among `external_ids`, else minted from the title.
    The version is the one given, else that of the arXiv id as it was given; the status is the one given, else what the
    texts announce, unless `updates` say of which papers they do. Raises InvalidPaper naming the field, or
    InvalidPaperId. The abstract may be empty, the title may not; one that only says that there is none ("N/A"), or that
    the paper is withdrawn, is empty, and labels and copyright lines around it are left out.
    """
    _check_version(version)
    _check_length("comments", comments, MAX_ABSTRACT)
    received_title = _cleaned("title", title, MAX_TITLE)
    clean_title = unmarked(received_title)
    if not clean_title:
        raise InvalidPaper("The title is empty.", field="title")
    clean_abstract = joined_words(without_boilerplate(_cleaned("abstract", abstract, MAX_ABSTRACT)), clean_title)
    other_ids = _external_ids(external_ids or {})
    given = parse_id(id) if id is not None else _id_from(other_ids)
    paper_id = given or mint_id(clean_title)
    texts = (id or "", *other_ids.values())
    return Paper(
        id=paper_id,
        title=joined_words(clean_title, clean_abstract),
        abstract="" if is_placeholder(clean_abstract) or is_notice(received_title, clean_abstract) else clean_abstract,
        raw_title=title.translate(_UNSTORABLE),
        raw_abstract=abstract.translate(_UNSTORABLE),
        authors=_names("authors", authors),
        published=published,
        published_precision=published_precision,
        venue=_venue(venue),
        categories=_names("categories", categories),
        url=_link(url),
        external_ids=other_ids,
        version=version or next(filter(None, (version_in(text, paper_id) for text in texts)), None),
        status=status or (None if updates else announced(received_title, clean_abstract, clean(comments))),
        updates=dict(updates or {}),
        source=source,
        minted=given is None,
    )


def _is_newer(one: Paper, other: Paper) -> bool:
    return one.version is not None and other.version is not None and one.version > other.version


def _cleaned(field: str, raw: str, most: int) -> str:
    _check_length(field, raw, _RAW * most)
    text = clean(raw)
    _check_length(field, text, most)
    return text


def _check_length(field: str, value: str, most: int) -> None:
    if len(value) > most:
        raise InvalidPaper(f"The {field} has {len(value):,} characters; the most is {most:,}.", field=field)


def _check_version(version: int | None) -> None:
    if version is not None and not 1 <= version <= _MAX_VERSION:
        raise InvalidPaper(f"The version must be from 1 to {_MAX_VERSION:,}.", field="version")


def _names(field: str, values: Sequence[str]) -> tuple[str, ...]:
    if len(values) > MAX_NAMES:
        raise InvalidPaper(f"{len(values):,} {field}; the most is {MAX_NAMES:,}.", field=field)
    for value in values:
        _check_length(field, value, MAX_NAME)
    return tuple(name for name in map(_clean_name, values) if name)


@lru_cache(maxsize=20_000)  # categories come again and again, and so do many authors
def _clean_name(name: str) -> str:
    return clean(name)


def _venue(name: str | None) -> str | None:
    found = _cleaned("venue", name or "", MAX_VENUE)
    return None if is_placeholder(found) else found


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
        if scheme in by_scheme and (known := parse_external_id(scheme, by_scheme[scheme])):
            return known
    return None
