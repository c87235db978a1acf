"""Which papers may be recommended for a request, and how they rank."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.corpus import Corpus, PapersAndLikes, Snapshot
from service.discovery.request import RecommendationRequest
from service.recommender import Ranking

_ENOUGH = 100  # distinct candidates
DIGITS = 9  # of a score: beyond them equal arithmetic may differ between machines


def eligible(
    corpus: Corpus, snapshot: Snapshot, request: RecommendationRequest
) -> tuple[NDArray[np.bool_], dict[str, int]]:
    """Which rows of the snapshot, shape (papers,), may be recommended, and how many may not, by reason."""
    allowed = np.ones(len(snapshot), dtype=bool)
    excluded: dict[str, int] = {}
    for reason, ids in (("liked", request.liked), ("disliked", request.disliked), ("exclude", request.exclude)):
        rows = [snapshot.rows[paper_id] for paper_id in ids if paper_id in snapshot.rows]
        allowed[rows] = False
        if rows:
            excluded[reason] = len(rows)
    gone = [snapshot.rows[paper_id] for paper_id in corpus.catalog.gone_ids() if paper_id in snapshot.rows]
    if some_gone := int(allowed[gone].sum()):
        excluded["status"] = some_gone
        allowed[gone] = False
    if request.filters is not None and request.filters.conditions():
        matching = corpus.catalog.matching(request.filters)
        passed = np.fromiter((paper_id in matching for paper_id in snapshot.ids), dtype=bool, count=len(snapshot))
        excluded["filters"] = int((allowed & ~passed).sum())
        allowed &= passed
    return allowed, excluded


def known_likes(snapshot: Snapshot, request: RecommendationRequest) -> list[tuple[int, float]]:
    """The row and the factor of each like that has a vector, in the order of the request."""
    rows = snapshot.rows
    return [(rows[name], factor) for name, factor in zip(request.liked, request.factors, strict=True) if name in rows]


def named_rows(snapshot: Snapshot, request: RecommendationRequest) -> list[int]:
    """The rows of the papers that a request names."""
    named = (*request.liked, *request.disliked, *request.exclude)
    return [snapshot.rows[name] for name in named if name in snapshot.rows]


def ranked_without_duplicates(
    corpus: Corpus, now: PapersAndLikes, request: RecommendationRequest, allowed: NDArray[np.bool_]
) -> tuple[Ranking, int]:
    """As `ranked`, less candidates that duplicate a paper named in the request or one with a better score; how many.

    Where duplicates leave few candidates, as of a template that is there a thousand times, more are looked at.
    """
    duplicates = 0
    while True:
        candidates = ranked(corpus, now, request, allowed)
        order = np.argsort(-candidates.scores.round(DIGITS), kind="stable")
        best_first: list[int] = candidates.rows[order].tolist()
        distinct = list(now.snapshot.near_duplicates.distinct(best_first, named_rows(now.snapshot, request)))
        kept = np.isin(candidates.rows, distinct)
        found = candidates.only(np.flatnonzero(kept))
        repeated = candidates.rows[~kept]
        duplicates += len(repeated)
        allowed = allowed.copy()
        allowed[repeated] = False
        if not len(repeated) or len(distinct) >= min(_ENOUGH, int(allowed.sum())):
            return found, duplicates


def ranked(
    corpus: Corpus,
    now: PapersAndLikes,
    request: RecommendationRequest,
    allowed: NDArray[np.bool_],
    also: Sequence[int] = (),
) -> Ranking:
    """The candidates among the `allowed` rows with their exact scores; rows in `also` are scored in any case."""
    rows, likes = now.snapshot.rows, known_likes(now.snapshot, request)
    return now.snapshot.ranker.with_co_likes(now.co_likes).rank(
        [row for row, _ in likes],
        [rows[name] for name in request.disliked if name in rows],
        weights=[factor for _, factor in likes],
        allowed=allowed,
        user=now.users.get(request.user) if request.user else None,
        search=corpus.approximate_search(now.snapshot),
        also=also,
    )
