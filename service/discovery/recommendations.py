"""What to read next: for likes that somebody sends or has, or for nobody in particular."""

from service.corpus import Corpus
from service.discovery.cold_start import cold_start
from service.discovery.explained_list import ExplainedList
from service.discovery.ranking import RankedRequest
from service.discovery.request import RecommendationRequest
from service.discovery.result import Recommendations

_MOST_LISTED = 1_000  # lists of which the ids are kept


def recommend(corpus: Corpus, request: RecommendationRequest) -> Recommendations:
    """The best papers for a request, best first, ordered by (score, id); a named paper never comes back.

    Without a like, papers that stand for the whole corpus or are lately liked by many, see `cold_start`.
    """
    return recommended(RankedRequest(corpus, request)) if request.liked else cold_start(corpus, request)


def recommended_ids(corpus: Corpus, request: RecommendationRequest) -> tuple[str, ...]:
    """The ids of the papers that `recommend` gives for a request that names a like.

    Nothing is ranked again for a list that was asked for since a paper or a like last changed.
    """
    if (listed := corpus.papers_and_likes().listed.get(request)) is not None:
        return listed
    return _ids(recommend(corpus, request))


def recommended(ranked: RankedRequest) -> Recommendations:
    """The list of a request that names a like."""
    found, listed = _recommended(ranked), ranked.now.listed
    if len(listed) >= _MOST_LISTED:
        listed.clear()
    listed[ranked.request] = _ids(found)
    return found


def _ids(found: Recommendations) -> tuple[str, ...]:
    return tuple(item.paper.id for item in found.data)


def _recommended(ranked: RankedRequest) -> Recommendations:
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
