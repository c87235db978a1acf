"""What would it be without this like? Recomputed, not estimated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.corpus import Corpus, PapersAndLikes
from service.discovery.ranking import DIGITS, eligible, known_likes, ranked
from service.discovery.request import RecommendationRequest, stateless_request
from service.errors import BadInput, PaperNotFound, at_most
from service.settings import LimitSettings


@dataclass(frozen=True, slots=True)
class Standing:
    """A paper's score and its rank among the candidates, from 1, before the list is made diverse.

    Without any like nothing is ranked, and the rank is None.
    """

    score: float
    rank: int | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A paper's standing as it is, and as it would be."""

    paper_id: str
    now: Standing
    without: Standing
    snapshot: str


def what_if(
    corpus: Corpus,
    limits: LimitSettings,
    *,
    liked: Sequence[str],
    disliked: Sequence[str],
    paper_id: str,
    without: Sequence[str],
) -> WhatIf:
    """Where a paper stands for these likes, and where it would without some of the likes or dislikes.

    Raises PaperNotFound for a paper without a vector, BadInput when it is liked or disliked itself, when no liked paper
    is known, and for what `stateless_request` refuses.
    """
    snapshot = corpus.snapshot()
    request = stateless_request(corpus, limits, liked=liked, disliked=disliked)
    at_most(limits.liked, len(without), "/without")
    if paper_id not in snapshot.rows:
        raise PaperNotFound("No paper has this id here.")
    paper_id = snapshot.kept_id(paper_id)
    if paper_id in {*request.liked, *request.disliked}:
        raise BadInput.at("/paper_id", "is liked or disliked itself.")
    if not known_likes(snapshot, request):
        raise BadInput.at("/liked", "no paper of these is known here.")
    now, then = standings(corpus, request, paper_id, frozenset(snapshot.kept_ids(without)))
    return WhatIf(paper_id, now, then, snapshot.id)


def standings(
    corpus: Corpus, request: RecommendationRequest, paper_id: str, without: frozenset[str]
) -> tuple[Standing, Standing]:
    """Where a paper of the corpus stands, and where it would if some likes or dislikes weighed nothing.

    All else stays: other weights, the background, which papers are candidates.
    """
    now, (then,) = _standings(corpus, request, paper_id, [without])
    return now, then


def standings_without_each(
    corpus: Corpus, request: RecommendationRequest, paper_id: str, names: Sequence[str]
) -> tuple[Standing, dict[str, Standing]]:
    """Where a paper stands, and where it would without each of some likes or dislikes; raises PaperNotFound."""
    paper_id = corpus.snapshot().kept_id(paper_id)
    if paper_id not in corpus.snapshot().rows:
        raise PaperNotFound("No paper has this id here.")
    now, then = _standings(corpus, request, paper_id, [frozenset([name]) for name in names])
    return now, dict(zip(names, then, strict=True))


def _standings(
    corpus: Corpus, request: RecommendationRequest, paper_id: str, without: Sequence[frozenset[str]]
) -> tuple[Standing, list[Standing]]:
    now = corpus.papers_and_likes()
    allowed, _ = eligible(corpus, now.snapshot, request)

    def standing(asked: RecommendationRequest) -> Standing:
        return _standing(corpus, now, asked, allowed, paper_id)

    return standing(request), [standing(_less(request, names)) for names in without]


def _less(request: RecommendationRequest, names: frozenset[str]) -> RecommendationRequest:
    """The request where some likes or dislikes weigh nothing."""
    factors = zip(request.liked, request.factors, strict=True)
    return replace(
        request,
        weights=tuple(0.0 if name in names else factor for name, factor in factors),
        disliked=tuple(name for name in request.disliked if name not in names),
    )


def _standing(
    corpus: Corpus, now: PapersAndLikes, request: RecommendationRequest, allowed: NDArray[np.bool_], paper_id: str
) -> Standing:
    row = now.snapshot.rows[paper_id]
    ranking = ranked(corpus, now, request, allowed, also=(row,))
    scores = ranking.scores.round(DIGITS)
    own = float(scores[np.searchsorted(ranking.rows, row)])
    return Standing(own, 1 + int((scores > own).sum()) if len(ranking.model.likes) else None)
