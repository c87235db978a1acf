"""What to read first, for a user who has liked nothing yet."""

from service.corpus import Corpus
from service.discovery.recommendations import Recommendation, RecommendationRequest, Recommendations, eligible
from service.recommender import Representative, choose_representatives


def cold_start(corpus: Corpus, request: RecommendationRequest) -> Recommendations:
    """What to show a user without likes: papers that stand for the corpus or that many users have lately liked.

    Minus what the user has put aside. The confidence is low: none of it is about this user.
    """
    papers_and_likes = corpus.papers_and_likes()
    snapshot = papers_and_likes.snapshot
    allowed, excluded = eligible(corpus, snapshot, request)
    end = request.offset + request.limit
    places = choose_representatives(snapshot.papers, allowed, papers_and_likes.trending_scores, end)
    page = places[request.offset :]
    found = corpus.catalog.get([snapshot.ids[place.row] for place in page])
    data = tuple(
        Recommendation(rank, found[snapshot.ids[place.row]], place.score, "low", (), _adjustments(place), None)
        for rank, place in enumerate(page, start=request.offset + 1)
        if snapshot.ids[place.row] in found
    )
    return Recommendations(
        data,
        snapshot.id,
        corpus.model,
        (),
        excluded,
        empty_reason=None if data else _reason(len(snapshot), bool(allowed.any()), excluded),
        more=int(allowed.sum()) > end == len(places),
        order=tuple((snapshot.ids[place.row], place.score) for place in places),
    )


def _adjustments(place: Representative) -> dict[str, float]:
    return {"coverage": place.coverage} | ({"trending": place.trending} if place.trending else {})


def _reason(papers: int, some_allowed: bool, excluded: dict[str, int]) -> str:
    if not papers:
        return "no_papers"
    if some_allowed:
        return "no_more_candidates"
    return "all_filtered" if excluded.get("filters") else "nothing_left_after_exclusions"
