"""Users: what they liked, disliked and saw, what to read next, and the interests in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from service.api.bodies import JSONRoute
from service.api.recommendations import FiltersIn, InterestOut, ListOptions, PapersToRate, RecommendationList, answer
from service.api.schemas import AnyId, Body, DateText, PaperId, UserName
from service.api.services import Services, Use
from service.corpus import give_feedback, import_feedback, take_back
from service.discovery import (
    RecommendationRequest,
    WeighedInterest,
    interests_of_user,
    next_to_rate,
    request_for_library,
    weigh_interests,
)
from service.storage import Feedback, FeedbackEvent, FeedbackKind, Filters

router = APIRouter(prefix="/v1/users/{user}", tags=["users"], route_class=JSONRoute)

User = Annotated[UserName, Path()]


class FeedbackIn(Body):
    """What the user says of the paper, and when, if not now."""

    kind: Literal["like", "dislike", "seen"]
    at: Annotated[AwareDatetime | None, Field(strict=False), DateText] = None


class FeedbackOut(BaseModel):
    """A user's last word on a paper."""

    paper_id: str
    kind: Literal["like", "dislike", "seen"]
    at: datetime
    weight: float

    @classmethod
    def of(cls, feedback: Feedback) -> "FeedbackOut":
        """The public view of a feedback."""
        return cls(paper_id=feedback.paper_id, kind=feedback.kind.value, at=feedback.at, weight=feedback.weight)


class Recorded(BaseModel):
    """What holds now, what held before, and whether this event changed it: one older than what is known does not."""

    feedback: FeedbackOut
    before: FeedbackOut | None
    applied: bool


class EventIn(FeedbackIn):
    """The same of a paper that is named."""

    paper_id: PaperId


class EventsIn(Body):
    """Events of one user."""

    feedback: list[EventIn] = Field(
        min_length=1,
        max_length=10_000,
        fail_fast=True,
        examples=[[{"paper_id": "hf:neural-spline-flows", "kind": "like"}]],
    )


class EventOut(BaseModel):
    """What became of one event; superseded: something as late or later was known."""

    paper_id: str
    status: Literal["applied", "superseded", "not_found"]


class EventList(BaseModel):
    """One entry per event sent, in order, and how many of each status."""

    data: list[EventOut]
    counts: dict[str, int]


class FeedbackList(BaseModel):
    """All that a user has said, oldest first."""

    data: list[FeedbackOut]


class Interest(InterestOut):
    """Liked papers that belong together, and how much they count; 0 is muted."""

    weight: float


class InterestList(BaseModel):
    """The user's interests, the largest first."""

    data: list[Interest]


class InterestIn(Body):
    """How much an interest should count: 0 mutes it, 1 is usual."""

    id: str = Field(max_length=10)
    weight: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]


class InterestsIn(Body):
    """Interests to change; the others stay as they are."""

    interests: list[InterestIn] = Field(min_length=1, max_length=20)


@router.put("/feedback/{paper_id:path}", responses={404: {}, 507: {}})
def put_feedback(services: Use, user: User, paper_id: AnyId, body: FeedbackIn) -> Recorded:
    """Like, dislike or mark as seen; the latest event wins, and the same one twice changes nothing."""
    event = FeedbackEvent(paper_id, FeedbackKind(body.kind), body.at)
    change = give_feedback(services.corpus, user, event, services.now())
    return Recorded(
        feedback=FeedbackOut.of(change.after),
        before=FeedbackOut.of(change.before) if change.before else None,
        applied=change.applied,
    )


@router.post("/feedback", responses={507: {}})
def post_feedback(services: Use, user: User, body: EventsIn) -> EventList:
    """Many events at once, in any order, such as the likes of another system; what became of each, in order."""
    events = [FeedbackEvent(each.paper_id, FeedbackKind(each.kind), each.at) for each in body.feedback]
    statuses = import_feedback(services.corpus, services.settings.limits, user, events, services.now())
    data = [EventOut(paper_id=each.paper_id, status=status) for each, status in zip(events, statuses, strict=True)]
    return EventList(data=data, counts=dict(Counter(statuses)))


@router.delete("/feedback/{paper_id:path}", status_code=204, responses={404: {}, 507: {}})
def delete_feedback(services: Use, user: User, paper_id: AnyId) -> Response:
    """Take back what the user said of a paper."""
    take_back(services.corpus, user, paper_id)
    return Response(status_code=204)


@router.get("/feedback")
def get_feedback(services: Use, user: User) -> FeedbackList:
    """All that a user has said; empty for a user nobody has heard of."""
    return FeedbackList(data=[FeedbackOut.of(each) for each in services.corpus.feedback.of_user(user)])


class UserListOptions(ListOptions, FiltersIn):
    """What the list should look like, which papers may be in it, and whether old likes fade."""

    model_config = ConfigDict(extra="forbid", strict=False)  # in a query every value is text

    collection: str | None = Field(default=None, description="go by what is in this collection, and not by the likes")
    half_life_days: Annotated[int | None, Field(ge=1, le=36_500)] = Field(
        default=None,
        description="a like this many days older than the latest counts half; without it, likes do not fade",
    )


@router.get("/recommendations", responses={404: {}, 409: {}})
async def recommendations(
    services: Use, user: User, options: Annotated[UserListOptions, Query()]
) -> RecommendationList:
    """What this user should read next; what was liked, disliked, seen or is in the collection never comes back.

    Without a like there is nothing to go by: papers that stand for the whole corpus, and among them those that three
    users or more have lately liked, with low confidence. `blurbs` are those that a model wrote before, or quoted ones:
    a GET asks no model.
    """
    return await answer(services, partial(request_of, services, user, options), options)


@router.get("/recommendations/next-to-rate")
def to_rate(services: Use, user: User, limit: Annotated[int, Query(ge=1)] = 3) -> PapersToRate:
    """Which papers the user should rate next, so that the list is least in doubt; empty as long as no like counts."""
    request = request_for_library(services.corpus, services.libraries, user, None, Filters(), None)
    return PapersToRate.of(next_to_rate(services.corpus, replace(request, limit=limit)))


@router.get("/interests")
def get_interests(services: Use, user: User) -> InterestList:
    """The interests in what this user likes, apart where the likes are."""
    return _interests(interests_of_user(services.corpus, user))


@router.patch("/interests", responses={507: {}})
def patch_interests(services: Use, user: User, body: InterestsIn) -> InterestList:
    """Mute interests or make them count more; what is set stays with the liked papers, also when interests shift."""
    changes = [(each.id, each.weight) for each in body.interests]
    return _interests(weigh_interests(services.corpus, user, changes))


def request_of(services: Services, user: str, options: UserListOptions) -> RecommendationRequest:
    """What a user asks for."""
    return request_for_library(
        services.corpus,
        services.libraries,
        user,
        options.collection,
        options.to_filters(),
        options.half_life_days,
    )


def _interests(found: Sequence[WeighedInterest]) -> InterestList:
    return InterestList(data=[Interest(**asdict(each.interest), weight=each.weight) for each in found])
