"""What is new of a user's saved searches and followed authors, and up to when the user has seen it."""

from datetime import datetime
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from service.api.bodies import JSONRoute
from service.api.schemas import Body, Moment
from service.api.services import Use
from service.api.user_searches import ArrivalOut, Limit
from service.api.users import User
from service.discovery import Alert, Arrival, News, news, see_alerts

router = APIRouter(prefix="/v1/users/{user}/alerts", tags=["library"], route_class=JSONRoute)

Since = Annotated[
    Moment | None, Query(description="papers that came here from then on; without it, those that were not seen yet")
]


class SubjectOut(BaseModel):
    """A saved search or a followed author, by name."""

    model_config = ConfigDict(from_attributes=True)

    kind: Literal["search", "author"]
    name: str


class NewPaperOut(ArrivalOut):
    """A paper, when it came here, and the other searches and authors that it fits."""

    also: list[SubjectOut]

    @classmethod
    def of(cls, found: Arrival) -> Self:
        """The public view of a new paper."""
        also = [SubjectOut.model_validate(each) for each in found.also]
        return cls(**dict(ArrivalOut.of(found)), also=also)


class AlertOut(SubjectOut):
    """What is new: of a search the best first, of an author the last to come first; each paper in one alert."""

    since: datetime
    data: list[NewPaperOut]
    more: int = Field(description="how many others there are that no alert shows; of a thousand at most")
    words_only: bool = Field(description="meaning was to count, and the embedding model gave no vector")
    failed: str | None = Field(description="why the search could not be asked; null where it was")

    @classmethod
    def of(cls, found: Alert) -> Self:
        """The public view of an alert."""
        return cls(
            kind=found.kind,
            name=found.name,
            since=found.since,
            data=[NewPaperOut.of(each) for each in found.arrivals],
            more=found.more,
            words_only=found.words_only,
            failed=found.failed,
        )


class AlertList(BaseModel):
    """Searches by name, then authors, as far as there is something new of them or they failed."""

    data: list[AlertOut]
    count: int = Field(description="how many papers are new, each once, those of `more` among them")
    until: datetime = Field(description="whoever sends it to `seen` misses nothing: what was not told yet stays new")

    @classmethod
    def of(cls, found: News) -> Self:
        """The public view of what is new."""
        return cls(data=[AlertOut.of(each) for each in found.alerts], count=found.count, until=found.until)


class SeenIn(Body):
    """Up to when everything was seen."""

    at: Annotated[Moment | None, Field(strict=False)] = Field(
        default=None,
        description="`until` of an answer, also of what it only counts as `more`; without it, everything that can be "
        "told now",
        examples=["2026-01-02T12:00:00Z"],
    )
    back: bool = Field(default=False, description="true: also to an earlier moment than the present one")


class SeenOut(BaseModel):
    """The moment from which papers are new to the user now."""

    at: datetime


@router.get("", responses={422: {}})
def get_alerts(services: Use, user: User, since: Since = None, limit: Limit = 10) -> AlertList:
    """What is new of saved searches and followed authors: `limit` papers of each, none that the user has judged.

    New is what came here since `since`; without it since the user has last `seen` what is new, or else since the
    search was saved or the author followed. A search that fails spoils nothing: its alert says why.
    """
    limits = services.settings.limits
    found = news(services.corpus, services.libraries, limits, user, since, per_alert=limit, now=services.now())
    return AlertList.of(found)


@router.post("/seen", responses={507: {}})
def post_seen(services: Use, user: User, body: SeenIn) -> SeenOut:
    """Say that everything up to a moment was seen; an earlier one than before changes nothing without `back`."""
    limits = services.settings.limits
    at = see_alerts(services.corpus, services.libraries, limits, user, body.at, services.now(), back=body.back)
    return SeenOut(at=at)
