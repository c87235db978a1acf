"""What to read next: for likes that somebody sends or has, or for nobody in particular."""

from service.corpus import Corpus
from service.discovery.cold_start import cold_start
from service.discovery.explained_list import ExplainedList
from service.discovery.ranking import RankedRequest
from service.discovery.request import RecommendationRequest
from service.discovery.result import Recommendations


def recommend(corpus: Corpus, request: RecommendationRequest) -> Recommendations:
    """The best papers for a request, best first, ordered by (score, id); a named paper never comes back.

    Without a like, papers that stand for the whole corpus or are lately liked by many, see `cold_start`.
    """
    return recommended(RankedRequest(corpus, request)) if request.liked else cold_start(corpus, request)


def recommended(ranked: RankedRequest) -> Recommendations:
    """The list of a request that names a like."""
    corpus, request, snapshot, excluded = ranked.corpus, ranked.request, ranked.now.snapshot, dict(ranked.excluded)
    named = dict.fromkeys((*request.liked, *request.disliked, *request.exclude))
    unseen = [name for name in named if name not in snapshot.rows]
    waiting = corpus.catalog.get(unseen)
    not_found = tuple(name for name in unseen if name not in waiting)

    def empty(reason: str) -> Recommendations:
        return Recommendations((), snapshot.id, corpus.model, not_found, excluded, empty_reason=reason)

    if not ranked.likes:
        return empty("liked_not_embedded_yet" if waiting.keys() & set(request.liked) else "no_liked_paper_known")
    if not any(factor for _, factor in ranked.likes):
        return empty("every_like_is_muted")
    if not ranked.allowed.any():
        return empty("all_filtered" if excluded.get("filters") else "nothing_left_after_exclusions")
    ranking, copies = ranked.ranking
    if not len(ranking.rows):
        excluded["duplicates"] = copies
        return empty("nothing_left_after_exclusions")
    return ExplainedList(corpus, snapshot, request, ranking).page(not_found, excluded, copies)
