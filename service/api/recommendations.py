"""Recommendations for a liked history, each with the papers that caused it."""

import asyncio
from dataclasses import asdict, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from service.api import cursor
from service.api.blurbs import blurbs
from service.api.papers import Body, PaperId, PaperIds, PaperOut, at_most, date_text
from service.api.services import Services, Use
from service.discovery import (
    Cause,
    Recommendation,
    RecommendationRequest,
    Recommendations,
    cold_start,
    recommend,
    what_if,
)
from service.errors import BadInput, FieldError, PaperNotFound
from service.storage import Filters
from service.summarization import GeneratedText

router = APIRouter(prefix="/v1/recommendations", tags=["recommendations"])

Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[list[Word], Field(default=[], max_length=50)]


class FiltersIn(Body):
    """Each part that is given must hold; a paper without a date is never within one."""

    published_after: Annotated[date | None, Field(strict=False), BeforeValidator(date_text)] = None
    published_before: Annotated[date | None, Field(strict=False), BeforeValidator(date_text)] = None
    categories: Words
    sources: Words
    keywords_any: Words
    keywords_none: Words

    def to_filters(self) -> Filters:
        """The filters of the catalog."""
        return Filters(
            self.published_after,
            self.published_before,
            tuple(self.categories),
            tuple(self.sources),
            tuple(self.keywords_any),
            tuple(self.keywords_none),
        )


class ListOptions(BaseModel):
    """What the list should look like, whoever asks; in a query, where every value is text, or in a body."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1)] = 10
    cursor: str | None = Field(default=None, max_length=200, description="`next` of the page before")
    diversity: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = Field(
        default=0.3, description="0: the best scores, alike or not; 1: as unlike each other as can be"
    )
    explain: bool = Field(default=True, description="false: without `because` and `adjustments`")
    blurbs: bool = Field(default=False, description="with each paper, why it matters to somebody with these likes")


class LikesIn(Body):
    """Liked papers, and optionally disliked ones."""

    liked: PaperIds = Field(min_length=1, examples=[["hf:neural-spline-flows", "arXiv:2106.15928"]])
    disliked: PaperIds = Field(default=[], examples=[[]])


class RecommendationRequestIn(LikesIn, ListOptions):
    """Liked papers, and optionally disliked ones, ones to leave out, and filters."""

    model_config = Body.model_config

    exclude: PaperIds = Field(default=[], description="papers to leave out", examples=[[]])
    filters: FiltersIn | None = None


class RecommendationOut(BaseModel):
    """The contributions in `because` and the adjustments add up to `score`."""

    rank: int
    paper: PaperOut
    score: float = Field(
        description="about 0 for an ordinary paper of this corpus, 2 for a liked one; co-likes add to it"
    )
    confidence: str = Field(description="high, medium or low")
    because: tuple[Cause, ...]
    adjustments: dict[str, float]
    interest: str | None
    blurb: GeneratedText | None = None


class InterestOut(BaseModel):
    """Liked papers that belong together; the medoid is the one most like the others."""

    id: str
    medoid: str
    paper_ids: list[str]
    terms: list[str]


class RecommendationList(BaseModel):
    """Best first; an empty list has an `empty_reason`."""

    data: list[RecommendationOut]
    snapshot: str
    model: str
    interests: list[InterestOut]
    not_found: list[str]
    excluded: dict[str, int]
    empty_reason: str | None
    next: str | None


class WhatIfIn(LikesIn):
    """A recommended paper, and likes or dislikes to imagine away."""

    paper_id: PaperId = Field(examples=["hf:kernelised-normalising-flows"])
    without: PaperIds = Field(min_length=1, examples=[["arXiv:2106.15928"]])


class StandingOut(BaseModel):
    """Where a paper stands among the candidates, before the list is made diverse."""

    score: float
    rank: int


class WhatIf(BaseModel):
    """The paper's standing as it is, and recomputed as it would be."""

    paper_id: str
    now: StandingOut
    without: StandingOut | None = Field(description="null when no like would be left")
    snapshot: str


@router.post("", responses={409: {}})
async def post(services: Use, body: RecommendationRequestIn) -> RecommendationList:
    """What to read next for these likes."""
    _check(services, body, body.exclude)
    filters = body.filters.to_filters() if body.filters else None
    wish = RecommendationRequest(_once(body.liked), _once(body.disliked), _once(body.exclude), filters=filters)
    return await answer(services, wish, body)


@router.post("/explain", responses={404: {}})
def explain(services: Use, body: WhatIfIn) -> WhatIf:
    """What if some of the likes or dislikes had not been? Recomputed, not estimated."""
    _check(services, body, body.without)
    if body.paper_id not in services.corpus.snapshot().rows:
        raise PaperNotFound("No paper has this id here.")
    wish = RecommendationRequest(_once(body.liked), _once(body.disliked))
    if body.paper_id in {*wish.liked, *wish.disliked}:
        raise BadInput.at("/paper_id", "is liked or disliked itself.")
    now, then = what_if(services.corpus, wish, body.paper_id, frozenset(body.without))
    if now is None:
        raise BadInput.at("/liked", "no paper of these is known here.")
    return WhatIf(
        paper_id=body.paper_id,
        now=StandingOut(**asdict(now)),
        without=StandingOut(**asdict(then)) if then else None,
        snapshot=services.corpus.catalog.snapshot_id(),
    )


async def answer(services: Services, wish: RecommendationRequest, shape: ListOptions) -> RecommendationList:
    """One page of the answer to a wish; a cursor holds as long as the pages before it would be the same."""
    at_most(services.settings.limits.results, shape.limit, "/limit")
    found, following = await asyncio.to_thread(_page, services, wish, shape)
    texts = await blurbs(services, found.data, wish.user) if shape.blurbs else [None] * len(found.data)
    return RecommendationList(
        data=[_view(item, text, shape) for item, text in zip(found.data, texts, strict=True)],
        snapshot=found.snapshot,
        model=found.model,
        interests=[InterestOut.model_validate(interest, from_attributes=True) for interest in found.interests],
        not_found=list(found.not_found),
        excluded=found.excluded,
        empty_reason=found.empty_reason,
        next=following,
    )


def _page(services: Services, wish: RecommendationRequest, shape: ListOptions) -> tuple[Recommendations, str | None]:
    """The page, and the cursor of the next one."""
    mark = cursor.read(shape.cursor, shape)
    wish = replace(wish, limit=shape.limit, offset=mark.offset if mark else 0, diversity=shape.diversity)
    found = recommend(services.corpus, wish) if wish.liked else cold_start(services.corpus, wish)
    if mark:
        cursor.check(mark, found.order, found.snapshot)
    return found, cursor.after(found.order, shape, found.snapshot) if found.more else None


def _check(services: Services, body: LikesIn, others: list[str]) -> None:
    limit = services.settings.limits.liked
    for name, ids in (("liked", body.liked), ("disliked", body.disliked), ("exclude", others)):
        at_most(limit, len(ids), f"/{name}")
    disliked = {paper_id: place for place, paper_id in enumerate(body.disliked)}
    for place, paper_id in enumerate(body.liked):
        if paper_id in disliked:
            fields = (f"/liked/{place}", f"/disliked/{disliked[paper_id]}")
            errors = tuple(FieldError(field, "The same paper is liked and disliked.") for field in fields)
            raise BadInput(f"{' and '.join(fields)} are the same paper, liked and disliked.", errors=errors)


def _once(ids: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _view(item: Recommendation, blurb: GeneratedText | None, shape: ListOptions) -> RecommendationOut:
    return RecommendationOut(
        rank=item.rank,
        paper=PaperOut.of(item.paper),
        score=item.score,
        confidence=item.confidence,
        because=item.because if shape.explain else (),
        adjustments=item.adjustments if shape.explain else {},
        interest=item.interest,
        blurb=blurb,
    )
