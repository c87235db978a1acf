"""Users: what they liked, disliked and saw, what to read next, and the interests in it."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import AwareDatetime, BaseModel, Field

from service.api.papers import AnyId, Body, one
from service.api.recommendations import InterestOut, RecommendationList, Shape, answer, listed
from service.api.services import Services, Use
from service.errors import BadInput, FeedbackNotFound
from service.papers import parse_id
from service.recommend import InterestView, Wish, introduce, view_interests
from service.store.users import Feedback, Kind

router = APIRouter(prefix="/v1/users/{user}", tags=["users"])

User = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$", description="your own name for the user")]
_AHEAD = timedelta(minutes=5)  # that a client's clock may be ahead of ours


class FeedbackIn(Body):
    """What the user says of the paper, and when, if not now."""

    kind: Literal["like", "dislike", "seen"]
    at: Annotated[AwareDatetime | None, Field(strict=False)] = None


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


class FeedbackList(BaseModel):
    """All that a user has said, oldest first."""

    data: list[FeedbackOut]


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
    if body.at is not None and body.at > now + _AHEAD:
        raise BadInput.at("/at", "is in the future")
    paper = one(services, paper_id)
    before, after = services.library.users.record(user, paper.id, Kind(body.kind), body.at, now)
    return Recorded(
        feedback=FeedbackOut.of(after),
        before=FeedbackOut.of(before) if before else None,
        applied=before != after,
    )


@router.delete("/feedback/{paper_id:path}", status_code=204, responses={404: {}, 507: {}})
def delete_feedback(services: Use, user: User, paper_id: AnyId) -> Response:
    """Take back what the user said of a paper."""
    if not services.library.users.forget(user, parse_id(paper_id)):
        raise FeedbackNotFound("This user has said nothing of this paper.")
    return Response(status_code=204)


@router.get("/feedback")
def get_feedback(services: Use, user: User) -> FeedbackList:
    """All that a user has said; empty for a user nobody has heard of."""
    return FeedbackList(data=[FeedbackOut.of(said) for said in services.library.users.feedback(user)])


@router.get("/export")
def export(services: Use, user: User) -> FeedbackList:
    """Everything that is kept about a user, to take away."""
    return get_feedback(services, user)


@router.delete("", responses={507: {}})
def delete_user(services: Use, user: User) -> Deleted:
    """Remove everything that is kept about a user."""
    return Deleted(deleted=services.library.users.delete(user))


@router.get("/recommendations", responses={409: {}})
def recommendations(services: Use, user: User, shape: Annotated[Shape, Query()]) -> RecommendationList:
    """What this user should read next; what was liked, disliked or seen never comes back.

    Without a like there is nothing to go by: papers that stand for the whole corpus, with low confidence.
    """
    said = services.library.users.feedback(user)[::-1]
    by_kind = {kind: [word for word in said if word.kind == kind] for kind in Kind}
    likes = by_kind[Kind.LIKE]
    wish = Wish(
        liked=tuple(word.paper_id for word in likes),
        disliked=tuple(word.paper_id for word in by_kind[Kind.DISLIKE]),
        exclude=tuple(word.paper_id for word in by_kind[Kind.SEEN]),
        user=user,
        weights=tuple(word.weight for word in likes),
    )
    if not likes:
        return listed(services, introduce(services.library, wish, shape.limit), shape, None)
    return answer(services, wish, shape)


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
            raise BadInput.at(f"/interests/{place}/id", "this user has no such interest")
    services.library.users.weigh(
        user, {name: asked.weight for asked in body.interests for name in found[asked.id].paper_ids}
    )
    return get_interests(services, user)


def _weights(services: Services, user: str) -> dict[str, float]:
    """The weight of each like, most recent first."""
    said = services.library.users.feedback(user)[::-1]
    return {word.paper_id: word.weight for word in said if word.kind is Kind.LIKE}


def _interests(services: Services, weights: dict[str, float]) -> tuple[InterestView, ...]:
    return view_interests(services.library.corpus(), tuple(weights))
