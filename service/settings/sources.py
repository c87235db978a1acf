"""Where new papers come from, how often each source is fetched, and how its server is asked."""

import re
from datetime import timedelta
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, PlainSerializer, WithJsonSchema, model_validator
from pydantic.networks import validate_email

from service.settings.addresses import ServerUrl
from service.settings.group import SettingsGroup

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


class SourceSettings(SettingsGroup):
    """What every source has."""

    every: Every = timedelta(days=1)

    @property
    def name(self) -> str:
        """Under which its state is kept; each source says its own."""
        raise NotImplementedError

    def __str__(self) -> str:
        return f"{self.name} every {_as_written(self.every)}"


class ArxivSource(SourceSettings):
    """New papers of one category of arXiv, or of one author there."""

    source: Literal["arxiv"]
    category: Annotated[str, Field(max_length=30)] | None = None
    author: Annotated[str, Field(min_length=2, max_length=100)] | None = None

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


SourceSpec: TypeAlias = Annotated[ArxivSource, Field()]
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
