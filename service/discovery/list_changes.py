"""What one word of somebody's did to a list: what is new in it, what moved up, and by how much."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from service.corpus import Corpus
from service.discovery.recommendations import recommend
from service.discovery.request import RecommendationRequest
from service.discovery.result import Recommendation


@dataclass(frozen=True, slots=True)
class Change:
    """How a paper came to its place: its rank before, None for none on that page, and what the paper named adds."""

    kind: Literal["new", "up", "down", "same"]
    rank_before: int | None
    contribution: float


def changes_by(
    corpus: Corpus, request: RecommendationRequest, paper_id: str, found: Sequence[Recommendation]
) -> dict[str, Change]:
    """By paper, what it did to the list that was `found` for `request` that it names `paper_id`.

    Empty where it names it not, or nothing but it: then there was no list to compare with.
    """
    before = _without(request, paper_id)
    if before is None or not (before.liked and request.liked):
        return {}
    ranks = {item.paper.id: item.rank for item in recommend(corpus, before).data}
    return {item.paper.id: _change(item, ranks.get(item.paper.id), paper_id) for item in found}


def _without(request: RecommendationRequest, paper_id: str) -> RecommendationRequest | None:
    """The request as it was before it named the paper; None when it does not."""
    kept = [(name, factor) for name, factor in zip(request.liked, request.factors, strict=True) if name != paper_id]
    before = replace(
        request,
        liked=tuple(name for name, _ in kept),
        weights=tuple(factor for _, factor in kept),
        disliked=tuple(name for name in request.disliked if name != paper_id),
        exclude=tuple(name for name in request.exclude if name != paper_id),
    )
    named = len(before.liked) + len(before.disliked) + len(before.exclude)
    return before if named < len(request.liked) + len(request.disliked) + len(request.exclude) else None


def _change(item: Recommendation, before: int | None, paper_id: str) -> Change:
    contribution = next((cause.contribution for cause in item.because if cause.paper_id == paper_id), 0.0)
    if before is None:
        return Change("new", None, contribution)
    kind = "up" if item.rank < before else "down" if item.rank > before else "same"
    return Change(kind, before, contribution)
