"""Where new papers come from, how often each source is fetched, and how its server is asked."""

import hashlib
import re
from abc import abstractmethod
from datetime import timedelta
from typing import Annotated, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    PlainSerializer,
    SecretStr,
    WithJsonSchema,
    model_validator,
)
from pydantic.networks import validate_email

from service.settings.addresses import ServerUrl
from service.settings.group import SettingsGroup
from service.settings.keys import SendableKey

_EVERY = re.compile(r"([1-9][0-9]{0,3})([hd])")
_HOUR, _LONGEST = timedelta(hours=1), timedelta(days=30)
_CATEGORY = re.compile(r"[a-z]{2,8}(-[a-z]{2,5})?(\.[A-Za-z]{2}|\.[a-z]+(-[a-z]+)*)?")


def _duration(text: object) -> object:
    if isinstance(text, timedelta):
        return text
    found = _EVERY.fullmatch(text) if isinstance(text, str) else None
    length = found and (int(found[1]) * (_HOUR if found[2] == "h" else timedelta(days=1)))
    if not length or length > _LONGEST:
        raise ValueError("write hours or days, from 1h to 30d, such as 6h or 1d")
    return length


def _as_written(length: timedelta) -> str:
    days, rest = divmod(length, timedelta(days=1))
    return f"{length // _HOUR}h" if rest else f"{days}d"


Every: TypeAlias = Annotated[
    timedelta,
    BeforeValidator(_duration),
    PlainSerializer(_as_written, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": f"^{_EVERY.pattern}$", "examples": ["6h", "1d"]}),
]
"""How often something is done: 6h, or 1d."""


def _an_address(text: str) -> str:
    return validate_email(text)[1] if text else text


def _words(text: str) -> str:
    plain = " ".join(text.split())
    if not plain or not plain.isprintable():
        raise ValueError("needs signs that can be seen")
    return plain


class SourceSettings(SettingsGroup):
    """What every source has."""

    every: Every = timedelta(days=1)

    @property
    @abstractmethod
    def name(self) -> str:
        """Under which its state is kept; each source says its own."""

    def __str__(self) -> str:
        return f"{self.name} every {_as_written(self.every)}"


class ArxivSource(SourceSettings):
    """New papers of one category of arXiv, or of one author there."""

    source: Literal["arxiv"]
    category: Annotated[str, Field(max_length=30)] | None = None
    author: Annotated[str, Field(min_length=2, max_length=100), AfterValidator(_words)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "ArxivSource":
        if (self.category is None) == (self.author is None):
            raise ValueError("arxiv needs a category or an author, and not both")
        if self.category is not None and not _CATEGORY.fullmatch(self.category):
            raise ValueError("category is none of arXiv's; write cs.LG, astro-ph.EP or hep-th")
        if self.author is not None and not re.fullmatch(r"[\w .,'-]+", self.author):
            raise ValueError("author has signs that no name at arXiv has; write Ada Lovelace")
        return self

    @property
    def name(self) -> str:
        """Under which its state is kept."""
        return f"arxiv:{self.category}" if self.category else f"arxiv:author:{self.author}"


class HuggingFaceSource(SourceSettings):
    """What Hugging Face's community chose on each day, with its votes."""

    source: Literal["hf-daily"]

    @property
    def name(self) -> str:
        """Under which its state is kept."""
        return self.source


class PreprintsSource(SourceSettings):
    """New preprints of bioRxiv or medRxiv, of all categories or of one."""

    source: Literal["biorxiv", "medrxiv"]
    category: Annotated[str, Field(max_length=60), AfterValidator(_words)] | None = None

    @property
    def name(self) -> str:
        """Under which its state is kept."""
        return f"{self.source}:{self.category}" if self.category else self.source


class OpenAlexSource(SourceSettings):
    """New works of OpenAlex: on a topic (T10102) or a concept (C41008148), that a search finds, or both."""

    source: Literal["openalex"]
    topic: Annotated[str, Field(pattern=r"^[TC][0-9]{1,12}$")] | None = None
    search: Annotated[str, Field(max_length=200), AfterValidator(_words)] | None = None
    by: Literal["publication", "created"] = "publication"

    @model_validator(mode="after")
    def _one_at_least(self) -> "OpenAlexSource":
        if self.topic is None and self.search is None:
            raise ValueError("openalex needs a topic or a search, for it has all works there are")
        return self

    @property
    def name(self) -> str:
        """Under which its state is kept."""
        quoted = None if self.search is None else f'"{self.search}"'
        asked = "+".join(filter(None, (self.topic, quoted)))
        return f"openalex:{asked}" if self.by == "publication" else f"openalex:{self.by}:{asked}"


class CrossrefSource(SourceSettings):
    """What publishers registered at Crossref: in journals by their ISSNs, that a query finds, or both."""

    source: Literal["crossref"]
    issn: Annotated[tuple[Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{3}[0-9X]$")], ...], Field(max_length=50)] = ()
    query: Annotated[str, Field(max_length=200), AfterValidator(_words)] | None = None

    @model_validator(mode="after")
    def _one_at_least(self) -> "CrossrefSource":
        if not self.issn and self.query is None:
            raise ValueError("crossref needs an issn or a query, for it has all works there are")
        return self

    @property
    def name(self) -> str:
        """Under which its state is kept."""
        quoted = None if self.query is None else f'"{self.query}"'
        return f"crossref:{'+'.join(filter(None, (*self.issn, quoted)))}"


Library: TypeAlias = Annotated[str, Field(pattern=r"^(users|groups)/[0-9]{1,12}$")]


class ZoteroSource(SourceSettings):
    """A library of Zotero, `users/123` or `groups/45`, or those of its collections whose names match `Thesis*`."""

    source: Literal["zotero"]
    library: Library
    collection: Annotated[str, Field(max_length=200), AfterValidator(_words)] | None = None

    @property
    def name(self) -> str:
        """Under which its state is kept."""
        return f"zotero:{self.library}:{self.collection}" if self.collection else f"zotero:{self.library}"


class UrlSource(SourceSettings):
    """A feed, or a file in a format that can be imported, at an address of http or https."""

    source: Literal["url"]
    url: Annotated[ServerUrl, Field(max_length=2_000)]

    @property
    def name(self) -> str:
        """Under which its state is kept, and shown: a query may hold a key, and is hashed."""
        plain, _, query = str(self.url).partition("?")
        return f"url:{plain}?{hashlib.sha256(query.encode()).hexdigest()[:8]}" if query else f"url:{plain}"


SourceSpec: TypeAlias = Annotated[
    ArxivSource | HuggingFaceSource | PreprintsSource | OpenAlexSource | CrossrefSource | ZoteroSource | UrlSource,
    Field(discriminator="source"),
]
"""One source, told apart by its field `source`."""


class FetchSettings(SettingsGroup):
    """How the servers of sources are asked."""

    contact: Annotated[str, Field(max_length=320), AfterValidator(_an_address)] = Field(
        default="", description="an address of yours that servers are told, so that they can write before they block"
    )
    first_days: Annotated[int, Field(ge=1, le=36_500)] = Field(
        default=7, description="how many days a source's first fetch goes back"
    )
    tries: Annotated[int, Field(ge=1, le=20)] = Field(default=4, description="calls for one page, before a fetch ends")
    call_s: Annotated[float, Field(gt=0, le=600)] = Field(
        default=90.0, description="how long one call may take until its answer is here whole"
    )
    wait_s: Annotated[float, Field(ge=0, le=3_600)] = Field(
        default=60.0, description="how long a fetch waits for a server that asks for it; one that asks for more ends it"
    )
    pause_s: Annotated[float, Field(ge=0, le=600)] | None = Field(
        default=None, description="pause between two calls of one server; unset: as the rules of each ask for"
    )
    answer_mb: Annotated[int, Field(ge=1, le=1_000)] = Field(default=100, description="size of one answer, unpacked")
    arxiv_oai: ServerUrl = Field(
        default=HttpUrl("https://oaipmh.arxiv.org/oai"), description="where arXiv's categories are fetched (OAI-PMH)"
    )
    arxiv_api: ServerUrl = Field(
        default=HttpUrl("https://export.arxiv.org/api/query"), description="where arXiv's authors are fetched (Atom)"
    )
    hf_daily: ServerUrl = Field(
        default=HttpUrl("https://huggingface.co/api/daily_papers"), description="where Hugging Face's daily papers are"
    )
    biorxiv: ServerUrl = Field(
        default=HttpUrl("https://api.biorxiv.org"), description="where the preprints of bioRxiv and medRxiv are"
    )
    openalex: ServerUrl = Field(
        default=HttpUrl("https://api.openalex.org/works"), description="where the works of OpenAlex are"
    )
    openalex_key: SendableKey = Field(
        default=SecretStr(""), description="a key of OpenAlex, which gives more calls a day"
    )
    crossref: ServerUrl = Field(
        default=HttpUrl("https://api.crossref.org/works"), description="where the works of Crossref are"
    )
    zotero: ServerUrl = Field(
        default=HttpUrl("https://api.zotero.org"), description="where the libraries of Zotero are"
    )
    zotero_keys: dict[Library, SendableKey] = Field(
        default={}, max_length=1_000, description='JSON of keys of Zotero by library: {"users/123": "…"}'
    )

    @property
    def keys(self) -> list[SecretStr]:
        """What servers are asked with, and nobody is shown."""
        return [self.openalex_key, *self.zotero_keys.values()]
