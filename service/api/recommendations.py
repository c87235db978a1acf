"""Recommendations for a liked history, each with the papers that caused it."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from service.api.papers import Body, PaperId, PaperOut, at_most
from service.api.services import Use
from service.errors import BadInput, FieldError
from service.recommend import Recommendation, Wish, recommend

router = APIRouter(prefix="/v1/recommendations", tags=["recommendations"])


class WishIn(Body):
    """Liked papers, and optionally disliked ones and ones to leave out."""

    liked: list[PaperId] = Field(min_length=1, examples=[["hf:neural-spline-flows", "arXiv:2106.15928"]])
    disliked: list[PaperId] = Field(default=[])
    exclude: list[PaperId] = Field(default=[])
    limit: Annotated[int, Field(ge=1)] = 10
    diversity: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.3
    explain: bool = True


class CauseOut(BaseModel):
    """A liked or disliked paper's share of a score."""

    paper_id: str
    contribution: float
    similarity: float
    terms: list[str]


class RecommendationOut(BaseModel):
    """The contributions in `because` and the adjustments add up to `score`."""

    rank: int
    paper: PaperOut
    score: float
    confidence: str
    because: list[CauseOut]
    adjustments: dict[str, float]


class RecommendationList(BaseModel):
    """Best first; an empty list has an `empty_reason`."""

    data: list[RecommendationOut]
    snapshot: str
    model: str
    not_found: list[str]
    excluded: dict[str, int]
    empty_reason: str | None


@router.post("")
def post(services: Use, body: WishIn) -> RecommendationList:
    """What to read next for these likes."""
    limits = services.settings.limits
    at_most(limits.results, body.limit, "/limit")
    for name in ("liked", "disliked", "exclude"):
        at_most(limits.liked, len(getattr(body, name)), f"/{name}")
    if both := sorted(set(body.liked) & set(body.disliked)):
        detail = f"{both[0]} is liked and disliked at once."
        raise BadInput(detail, errors=(FieldError("/liked", detail), FieldError("/disliked", detail)))
    answer = recommend(
        services.library,
        Wish(_once(body.liked), _once(body.disliked), _once(body.exclude), body.limit, body.diversity),
    )
    return RecommendationList(
        data=[_view(item, body.explain) for item in answer.data],
        snapshot=answer.snapshot,
        model=answer.model,
        not_found=list(answer.not_found),
        excluded=answer.excluded,
        empty_reason=answer.empty_reason,
    )


def _once(ids: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _view(item: Recommendation, explain: bool) -> RecommendationOut:
    return RecommendationOut(
        rank=item.rank,
        paper=PaperOut.of(item.paper),
        score=item.score,
        confidence=item.confidence,
        because=[
            CauseOut(
                paper_id=cause.paper_id,
                contribution=cause.contribution,
                similarity=cause.similarity,
                terms=list(cause.terms),
            )
            for cause in item.because
            if explain
        ],
        adjustments=item.adjustments if explain else {},
    )
