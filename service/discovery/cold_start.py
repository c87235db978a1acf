"""What to read first, for a user who has liked nothing yet."""

from service.corpus import Corpus
from service.discovery.ranking import eligible
from service.discovery.request import RecommendationRequest
from service.discovery.result import Recommendation, Recommendations
from service.recommender import Representative, choose_representatives


def cold_start(corpus: Corpus, request: RecommendationRequest) -> Recommendations:
    """What to show a user without likes: papers that stand for the corpus or that many users have lately liked.

    Minus what the user has put aside. The confidence is low: none of it is about this user.
    """
    now = corpus.papers_and_likes()
    snapshot = now.snapshot
    allowed, excluded = eligible(corpus, snapshot, request)
    end = request.offset + request.limit
    chosen = choose_representatives(snapshot.papers, allowed, now.trending_scores, end)
    page = chosen[request.offset :]
    found = corpus.catalog.get([snapshot.ids[paper.row] for paper in page])
    data = tuple(
        Recommendation(rank, found[snapshot.ids[paper.row]], paper.score, "low", (), _adjustments(paper), None)
        for rank, paper in enumerate(page, start=request.offset + 1)
        if snapshot.ids[paper.row] in found
    )
    return Recommendations(
        data,
        snapshot.id,
        corpus.model,
        (),
        excluded,
        empty_reason=None if data else _reason(len(snapshot), bool(allowed.any()), excluded),
        more=int(allowed.sum()) > end == len(chosen),
        order=tuple((snapshot.ids[paper.row], paper.score) for paper in chosen),
    )


def _adjustments(paper: Representative) -> dict[str, float]:
    return {"coverage": paper.coverage} | ({"trending": paper.trending} if paper.trending else {})


def _reason(papers: int, some_allowed: bool, excluded: dict[str, int]) -> str:
    if not papers:
        return "no_papers"
    if some_allowed:
        return "no_more_candidates"
    return "all_filtered" if excluded.get("filters") else "nothing_left_after_exclusions"
