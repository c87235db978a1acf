"""What to read first, for a user who has liked nothing yet."""

import numpy as np
from numpy.typing import NDArray

from service.corpus import Corpus, PapersAndLikes
from service.discovery.ranking import eligible, named_rows
from service.discovery.request import RecommendationRequest
from service.discovery.result import Recommendation, Recommendations
from service.recommender import Representative, choose_representatives

FIRST = 6
"""Papers that are enough to stand for a corpus."""


def cold_start(corpus: Corpus, request: RecommendationRequest) -> Recommendations:
    """What to show a user without likes: papers that stand for the corpus or that many users have lately liked.

    Minus what the user has put aside. The confidence is low: none of it is about this user.
    """
    now = corpus.papers_and_likes()
    snapshot = now.snapshot
    allowed, excluded = eligible(corpus, snapshot, request)
    end = request.offset + request.limit
    found, duplicates = _distinct(now, request, allowed, end + 1)
    if duplicates:
        excluded["duplicates"] = duplicates
    chosen = found[:end]
    page = chosen[request.offset :]
    papers = corpus.catalog.get([snapshot.ids[paper.row] for paper in page])
    data = tuple(
        Recommendation(rank, papers[snapshot.ids[paper.row]], paper.score, "low", (), _adjustments(paper), None)
        for rank, paper in enumerate(page, start=request.offset + 1)
        if snapshot.ids[paper.row] in papers
    )
    return Recommendations(
        data,
        snapshot.id,
        corpus.model,
        (),
        excluded,
        empty_reason=None if data else _reason(snapshot.size, bool(allowed.any()), excluded),
        more=len(found) > end,
        order=tuple((snapshot.ids[paper.row], paper.score) for paper in chosen),
    )


def _distinct(
    now: PapersAndLikes, request: RecommendationRequest, allowed: NDArray[np.bool_], limit: int
) -> tuple[list[Representative], int]:
    """Up to `limit` representatives that duplicate neither a named paper nor an earlier one, and how many did."""
    snapshot, size = now.snapshot, limit
    named = named_rows(snapshot, request)
    while True:
        chosen = choose_representatives(snapshot.papers, allowed, now.trending_scores, size)
        distinct = set(snapshot.near_duplicates.distinct([paper.row for paper in chosen], named))
        if len(distinct) >= limit or len(chosen) < size:
            return [paper for paper in chosen if paper.row in distinct][:limit], len(chosen) - len(distinct)
        size *= 2


def _adjustments(paper: Representative) -> dict[str, float]:
    return {"coverage": paper.coverage} | ({"trending": paper.trending} if paper.trending else {})


def _reason(papers: int, some_allowed: bool, excluded: dict[str, int]) -> str:
    if not papers:
        return "no_papers"
    if some_allowed:
        return "no_more_candidates"
    return "all_filtered" if excluded.get("filters") else "nothing_left_after_exclusions"
