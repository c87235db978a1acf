"""Which papers may be recommended for a request, and how they rank."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.corpus import Corpus, PapersAndLikes, Snapshot
from service.discovery.request import RecommendationRequest
from service.features import NearDuplicates
from service.recommender import Ranking

_ENOUGH = 100  # candidates that do not repeat each other
_LOOKED_AT = 32  # of the best candidates, half of which are to be distinct
DIGITS = 9  # of a score: beyond them equal arithmetic may differ between machines


class RankedRequest:
    """A request at one moment, which is ranked once however much is then asked of it."""

    def __init__(self, corpus: Corpus, request: RecommendationRequest) -> None:
        """`allowed` has shape (papers,); `excluded` counts by reason; `likes` are those that have a vector."""
        self.corpus, self.request, self.now = corpus, request, corpus.papers_and_likes()
        self.allowed, self.excluded = eligible(corpus, self.now.snapshot, request)
        self.likes = known_likes(self.now.snapshot, request)
        self._ranking: tuple[Ranking, int] | None = None

    @property
    def ranking(self) -> tuple[Ranking, int]:
        """As `ranked_without_copies`; there must be a like, and a paper that is allowed."""
        if self._ranking is None:  # Python 3.11 would let the `cached_property` of one request at a time be worked out
            self._ranking = ranked_without_copies(self.corpus, self.now, self.request, self.allowed)
        return self._ranking


def eligible(
    corpus: Corpus, snapshot: Snapshot, request: RecommendationRequest
) -> tuple[NDArray[np.bool_], dict[str, int]]:
    """Which rows of the snapshot, shape (papers,), may be recommended, and how many may not, by reason."""
    allowed = snapshot.present.copy()
    excluded: dict[str, int] = {}
    for reason, ids in (("liked", request.liked), ("disliked", request.disliked), ("exclude", request.exclude)):
        rows = [snapshot.rows[paper_id] for paper_id in ids if paper_id in snapshot.rows]
        allowed[rows] = False
        if rows:
            excluded[reason] = len(rows)
    gone = corpus.gone_rows(snapshot)
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


def ranked_without_copies(
    corpus: Corpus, now: PapersAndLikes, request: RecommendationRequest, allowed: NDArray[np.bool_]
) -> tuple[Ranking, int]:
    """As `ranked`, less candidates that duplicate a paper named in the request; how many.

    Where the best ones mostly duplicate each other, as of a template that is there a thousand times, all of these are
    left out but one, and others looked at instead; otherwise they are for whoever makes a list to leave out.
    """
    copies = 0
    while True:
        candidates = ranked(corpus, now, request, allowed)
        repeated = _repeated(now.snapshot.near_duplicates, candidates, named_rows(now.snapshot, request))
        if not repeated.any():
            return candidates, copies
        copies += int(repeated.sum())
        allowed = allowed.copy()
        allowed[candidates.rows[repeated]] = False
        if (~repeated).sum() >= min(_ENOUGH, int(allowed.sum())):
            return candidates.only(np.flatnonzero(~repeated)), copies


def _repeated(near_duplicates: NearDuplicates, candidates: Ranking, named: Sequence[int]) -> NDArray[np.bool_]:
    """Which candidates duplicate a named row; or, where many duplicate each other, a better one; (candidates,)."""
    repeated = near_duplicates.repeats(candidates.rows.tolist(), named)
    order = np.argsort(-candidates.scores.round(DIGITS), kind="stable")
    best = candidates.rows[order[~repeated[order]]].tolist()
    first = list(near_duplicates.distinct(best[:_LOOKED_AT]))
    crowded = 2 * len(first) < len(best[:_LOOKED_AT]) or candidates.candidates.distinct.sum() < _ENOUGH
    return ~np.isin(candidates.rows, list(near_duplicates.distinct(best))) if crowded else repeated


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
