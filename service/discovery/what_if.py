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
    """A paper's score and its rank among the candidates, from 1, before the list is made diverse."""

    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A paper's standing as it is, and as it would be; `without` is None when no like would be left."""

    paper_id: str
    now: Standing
    without: Standing | None
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
    now, then = standings(corpus, request, paper_id, frozenset(snapshot.kept_ids(without)))
    if now is None:
        raise BadInput.at("/liked", "no paper of these is known here.")
    return WhatIf(paper_id, now, then, corpus.catalog.snapshot_id())


def standings(
    corpus: Corpus, request: RecommendationRequest, paper_id: str, without: frozenset[str]
) -> tuple[Standing | None, Standing | None]:
    """Where a paper of the corpus stands, and where it would without some likes or dislikes; None without any like."""
    now = corpus.papers_and_likes()
    allowed, _ = eligible(corpus, now.snapshot, request)
    # Muted, not dropped: a dropped paper could be drawn into the background, and so be held against the candidate.
    muted = tuple(name for name in (*request.liked, *request.disliked) if name in without)
    kept = tuple(name for name in request.liked if name not in without)
    less = replace(
        request,
        liked=kept + muted,
        weights=(1.0,) * len(kept) + (0.0,) * len(muted),
        disliked=tuple(name for name in request.disliked if name not in without),
    )
    return (
        _standing(corpus, now, request, allowed, paper_id),
        _standing(corpus, now, less, allowed, paper_id),
    )


def _standing(
    corpus: Corpus, now: PapersAndLikes, request: RecommendationRequest, allowed: NDArray[np.bool_], paper_id: str
) -> Standing | None:
    if not any(factor for _, factor in known_likes(now.snapshot, request)):
        return None
    row = now.snapshot.rows[paper_id]
    ranking = ranked(corpus, now, request, allowed, also=(row,))
    scores = ranking.scores.round(DIGITS)
    own = float(scores[np.searchsorted(ranking.rows, row)])
    return Standing(own, 1 + int((scores > own).sum()))
