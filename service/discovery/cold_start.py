"""What to read first, for a user who has liked nothing yet."""

from service.recommender.representatives import Place, opening
from service.corpus.corpus import Holdings
from service.discovery.recommendations import Recommendation, Recommendations, Wish, eligible


def introduce(holdings: Holdings, wish: Wish) -> Recommendations:
    """What to show a user without likes: papers that stand for the corpus or that many users have lately liked.

    Minus what the user has put aside. The confidence is low: none of it is about this user.
    """
    view = holdings.view()
    corpus = view.corpus
    allowed, excluded = eligible(holdings, corpus, wish)
    end = wish.offset + wish.limit
    places = opening(corpus.papers, allowed, view.heat, end)
    page = places[wish.offset :]
    found = holdings.catalog.get([corpus.ids[place.row] for place in page])
    data = tuple(
        Recommendation(rank, found[corpus.ids[place.row]], place.score, "low", (), _adjustments(place), None)
        for rank, place in enumerate(page, start=wish.offset + 1)
        if corpus.ids[place.row] in found
    )
    return Recommendations(
        data,
        corpus.snapshot,
        holdings.model,
        (),
        excluded,
        empty_reason=None if data else _reason(len(corpus), bool(allowed.any()), excluded),
        more=int(allowed.sum()) > end == len(places),
        order=tuple((corpus.ids[place.row], place.score) for place in places),
    )


def _adjustments(place: Place) -> dict[str, float]:
    return {"coverage": place.coverage} | ({"trending": place.trending} if place.trending else {})


def _reason(papers: int, some_allowed: bool, excluded: dict[str, int]) -> str:
    if not papers:
        return "no_papers"
    if some_allowed:
        return "no_more_candidates"
    return "all_filtered" if excluded.get("filters") else "nothing_left_after_exclusions"
