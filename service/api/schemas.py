"""Parts of requests and answers that several routes share: ids, names, dates, a paper as it is shown."""

import re
from datetime import UTC, datetime
from typing import Annotated, Self

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from service.corpus import USER_RULE, checked_user
from service.errors import BadInput, InvalidPaperId
from service.papers import Paper, Status, parse_id

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _parsed(text: str) -> str:
    try:
        return parse_id(text)
    except InvalidPaperId as error:
        raise ValueError(error.detail) from None


def _date_text(value: object) -> object:
    """Refuses a number where a date is wanted, in a query too: pydantic would count the seconds since 1970."""
    if value is not None and not (isinstance(value, str) and _DAY.match(value)):
        raise ValueError("Input should be a date like 2021-06-30")  # pydantic's protocol
    return value


def _moment_text(value: object) -> object:
    """A day as its first moment."""
    text = _date_text(value)
    return f"{text}T00:00:00Z" if isinstance(text, str) and _DAY.fullmatch(text) else text


def _in_utc(moment: datetime) -> datetime:
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("Input should be a moment of the years 1 to 9999 in UTC") from None
    return moment


def _user(name: str) -> str:
    try:
        return checked_user(name)
    except BadInput as error:
        raise ValueError(error.errors[0].detail.removesuffix(".")) from None


UserName = Annotated[str, AfterValidator(_user), Field(description=f"your own name for the user: {USER_RULE}")]
"""Your own name for a user, which becomes that of one form."""

PaperId = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_parsed)]
"""A paper id in any form we read; it becomes the canonical one."""

PaperIds = Annotated[list[PaperId], Field(max_length=10_000, fail_fast=True)]
"""Ids in a request; reading stops at the most that the settings may allow."""

AnyId = Annotated[str, Path(max_length=300, description="id of a paper, in any form", examples=["arXiv:2106.15928"])]
"""The same in a path: old arXiv ids and DOIs hold slashes, so routes take `:path`."""

DateText = BeforeValidator(_date_text)
"""For a date or a moment that must be sent as text."""


Moment = Annotated[
    AwareDatetime, BeforeValidator(_moment_text), AfterValidator(_in_utc), Field(examples=["2026-07-15"])
]
"""A moment, or the first one of a day in UTC, sent as text."""


class Body(BaseModel):
    """Base of request bodies: an unknown field or a number in quotes is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid", strict=True)


class MergeOut(BaseModel):
    """An id that names the paper `into` from now on, and why."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    into: str
    reason: str


class PaperOut(BaseModel):
    """A paper as we keep it; offsets in summaries point into `abstract`."""

    id: str
    title: str
    abstract: str
    authors: list[str]
    published: str | None = Field(description="as far as it is known: 2021, 2021-06 or 2021-06-30")
    venue: str | None = Field(description="the journal, conference or book by its name; null where it is not known")
    categories: list[str]
    url: str | None
    external_ids: dict[str, str]
    version: int | None
    status: Status = Field(description="withdrawn and retracted papers are never recommended")
    updates: dict[str, Status] = Field(
        description="for a notice, which is never recommended: the papers that it names, and what it makes of each"
    )
    source: str
    links: dict[str, str] = Field(description="pages of the paper by the scheme of its id, and searches by its title")

    @classmethod
    def of(cls, paper: Paper) -> Self:
        """The public view of a paper."""
        return cls(**paper.public)


def _shown(paper: object) -> object:
    return PaperOut.of(paper) if isinstance(paper, Paper) else paper


ShownPaper = BeforeValidator(_shown)
"""For a paper that an answer of ours holds, to be shown as a `PaperOut`."""


class ListPage(BaseModel):
    """Which part of a list, in a query."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1)] = 10
    cursor: str | None = Field(default=None, max_length=200, description="`next` of the page before")


class BecauseOut(BaseModel):
    """Why a paper was found: the two shares add up to its score, to nine digits."""

    model_config = ConfigDict(from_attributes=True)

    keyword: float = Field(description="the share of words")
    semantic: float = Field(description="the share of meaning")
    terms: list[str] = Field(description="what it has in common with what was asked, the most telling first")
