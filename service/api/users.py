"""Users: what they liked, disliked and saw, what to read next, and the interests in it."""

import asyncio
from collections import Counter
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from service.api.papers import AnyId, Body, PaperId, at_most, date_text, one
from service.api.recommendations import FiltersIn, InterestOut, ListOptions, RecommendationList, answer
from service.api.services import Services, Use
from service.api.user_names import USER_PATTERN
from service.corpus import LabelledInterest
from service.discovery import RecommendationRequest, cold_start, recommend
from service.errors import BadInput, FeedbackNotFound
from service.papers import parse_id
from service.storage import Feedback, FeedbackEvent, FeedbackKind

router = APIRouter(prefix="/v1/users/{user}", tags=["users"])

User = Annotated[str, Path(pattern=USER_PATTERN, description="your own name for the user")]
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_FAINTEST = 0.001  # share of its weight that an old like keeps: faded is not muted
_AHEAD = timedelta(minutes=5)  # that a client's clock may be ahead of ours


class FeedbackIn(Body):
    """What the user says of the paper, and when, if not now."""

    kind: Literal["like", "dislike", "seen"]
    at: Annotated[AwareDatetime | None, Field(strict=False), BeforeValidator(date_text)] = None


class FeedbackOut(BaseModel):
    """A user's last word on a paper."""

    paper_id: str
    kind: Literal["like", "dislike", "seen"]
    at: datetime
    weight: float

    @classmethod
    def of(cls, said: Feedback) -> "FeedbackOut":
        """The public view of a feedback."""
        return cls(paper_id=said.paper_id, kind=said.kind.value, at=said.at, weight=said.weight)


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
        min_length=1, max_length=10_000, examples=[[{"paper_id": "hf:neural-spline-flows", "kind": "like"}]]
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


class Export(FeedbackList):
    """Also the ids of the jobs that were asked for in the user's name, of which `/v1/jobs` tells."""

    jobs: list[str]


class Deleted(BaseModel):
    """How many papers the user had said something of."""

    deleted: int


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
    now = services.now()
    _check_time(body.at, now, "/at")
    event = FeedbackEvent(one(services, paper_id).id, FeedbackKind(body.kind), body.at)
    ((before, after),) = services.corpus.users.record(user, [event], now)
    return Recorded(
        feedback=FeedbackOut.of(after),
        before=FeedbackOut.of(before) if before else None,
        applied=before != after,
    )


@router.post("/feedback", responses={507: {}})
def post_feedback(services: Use, user: User, body: EventsIn) -> EventList:
    """Many events at once, in any order, such as the likes of another system; what became of each, in order."""
    at_most(services.settings.limits.liked, len(body.feedback), "/feedback")
    now = services.now()
    for place, event in enumerate(body.feedback):
        _check_time(event.at, now, f"/feedback/{place}/at")
    known = services.corpus.catalog.existing_ids([event.paper_id for event in body.feedback])
    events = [
        FeedbackEvent(said.paper_id, FeedbackKind(said.kind), said.at)
        for said in body.feedback
        if said.paper_id in known
    ]
    changes = iter(services.corpus.users.record(user, events, now))
    data: list[EventOut] = []
    for said in body.feedback:
        before, after = next(changes) if said.paper_id in known else (None, None)
        status = "not_found" if after is None else "superseded" if before == after else "applied"
        data.append(EventOut(paper_id=said.paper_id, status=status))
    return EventList(data=data, counts=dict(Counter(event.status for event in data)))


@router.delete("/feedback/{paper_id:path}", status_code=204, responses={404: {}, 507: {}})
def delete_feedback(services: Use, user: User, paper_id: AnyId) -> Response:
    """Take back what the user said of a paper."""
    if not services.corpus.users.delete(user, parse_id(paper_id)):
        raise FeedbackNotFound("This user has said nothing of this paper.")
    return Response(status_code=204)


@router.get("/feedback")
def get_feedback(services: Use, user: User) -> FeedbackList:
    """All that a user has said; empty for a user nobody has heard of."""
    return FeedbackList(data=[FeedbackOut.of(said) for said in services.corpus.users.feedback(user)])


@router.get("/export")
def export(services: Use, user: User) -> Export:
    """Everything that is kept about a user, to take away."""
    return Export(data=get_feedback(services, user).data, jobs=services.jobs.kept.ids_of_user(user))


@router.delete("", responses={507: {}})
def delete_user(services: Use, user: User) -> Deleted:
    """Remove everything that is kept about a user, their jobs as well; what texts have cost stays, without the name."""
    services.jobs.kept.delete_user(user)
    services.idempotency_keys.delete_user(user)
    services.writer.chain.ledger.anonymize_user(user)
    return Deleted(deleted=services.corpus.users.delete_user(user))


class UserListOptions(ListOptions, FiltersIn):
    """What the list should look like, which papers may be in it, and whether old likes fade."""

    model_config = ConfigDict(extra="forbid", strict=False)  # in a query every value is text

    half_life_days: Annotated[int | None, Field(ge=1, le=36_500)] = Field(
        default=None,
        description="a like this many days older than the latest counts half; without it, likes do not fade",
    )

    def faded(self, likes: list[Feedback]) -> tuple[float, ...]:
        """The weight of each like, latest first; age counts from the latest, so that a list changes with likes only."""
        if self.half_life_days is None:
            return tuple(like.weight for like in likes)
        ages = ((likes[0].at - like.at).days for like in likes)
        return tuple(
            like.weight * max(0.5 ** (age / self.half_life_days), _FAINTEST)
            for like, age in zip(likes, ages, strict=True)
        )


@router.get("/recommendations", responses={409: {}})
async def recommendations(services: Use, user: User, shape: Annotated[UserListOptions, Query()]) -> RecommendationList:
    """What this user should read next; what was liked, disliked or seen never comes back.

    Without a like there is nothing to go by: papers that stand for the whole corpus, and among them those that three
    users or more have lately liked, with low confidence.
    """
    wish = await asyncio.to_thread(_wish, services, user, shape)
    return await answer(services, wish, shape)


@router.get("/interests")
def get_interests(services: Use, user: User) -> InterestList:
    """The interests in what this user likes, apart where the likes are."""
    weights = _weights(services, user)
    return InterestList(
        data=[
            Interest(**asdict(found), weight=sum(weights[name] for name in found.paper_ids) / len(found.paper_ids))
            for found in _interests(services, weights)
        ]
    )


@router.patch("/interests", responses={507: {}})
def patch_interests(services: Use, user: User, body: InterestsIn) -> InterestList:
    """Mute interests or make them count more; what is set stays with the liked papers, also when interests shift."""
    found = {interest.id: interest for interest in _interests(services, _weights(services, user))}
    for place, asked in enumerate(body.interests):
        if asked.id not in found:
            raise BadInput.at(f"/interests/{place}/id", "this user has no such interest.")
    services.corpus.users.set_weights(
        user, {name: asked.weight for asked in body.interests for name in found[asked.id].paper_ids}
    )
    return get_interests(services, user)


def best(services: Services, user: str, most: int) -> list[str]:
    """The ids of what this user should read next, the best first."""
    wish = replace(_wish(services, user, UserListOptions.model_validate({})), limit=most)
    found = recommend(services.corpus, wish) if wish.liked else cold_start(services.corpus, wish)
    return [item.paper.id for item in found.data]


def _wish(services: Services, user: str, shape: UserListOptions) -> RecommendationRequest:
    said = services.corpus.users.feedback(user)[::-1]
    by_kind = {kind: [word for word in said if word.kind == kind] for kind in FeedbackKind}
    likes = by_kind[FeedbackKind.LIKE]
    return RecommendationRequest(
        liked=tuple(word.paper_id for word in likes),
        disliked=tuple(word.paper_id for word in by_kind[FeedbackKind.DISLIKE]),
        exclude=tuple(word.paper_id for word in by_kind[FeedbackKind.SEEN]),
        filters=shape.to_filters(),
        user=user,
        weights=shape.faded(likes),
    )


def _check_time(at: datetime | None, now: datetime, field: str) -> None:
    if at is not None and not _EARLIEST <= at <= now + _AHEAD:
        raise BadInput.at(field, "is in the future." if at > now else "is before 1970.")


def _weights(services: Services, user: str) -> dict[str, float]:
    """The weight of each like, most recent first."""
    said = services.corpus.users.feedback(user)[::-1]
    return {word.paper_id: word.weight for word in said if word.kind is FeedbackKind.LIKE}


def _interests(services: Services, weights: dict[str, float]) -> tuple[LabelledInterest, ...]:
    return services.corpus.snapshot().interests(tuple(weights))
