"""Filters of a list: what they allow, and what is said when nothing is left."""

from service.discovery.recommendations import recommend
from service.discovery.request import RecommendationRequest
from service.storage import Filters
from tests.discovery.lists import names


def test_filters_leave_only_what_they_allow(corpus):
    liked = tuple(sorted(corpus.catalog.matching(Filters(keywords_any=("diffusion",))))[:6])
    for filters in (Filters(keywords_any=("diffusion",)), Filters(keywords_none=("model",))):
        allowed = corpus.catalog.matching(filters) - set(liked)
        assert 0 < len(allowed) < 154
        found = recommend(corpus, RecommendationRequest(liked, limit=200, filters=filters))
        assert set(names(found)) == allowed
        assert found.excluded == {"liked": 6, "filters": 154 - len(allowed)}


def test_when_all_are_filtered_the_reason_is_named(corpus, ids):
    found = recommend(corpus, RecommendationRequest((ids[0],), filters=Filters(sources=("nowhere",))))
    assert (found.data, found.empty_reason, found.excluded["filters"]) == ((), "all_filtered", 159)


def test_an_empty_filter_filters_nothing(corpus, ids):
    assert recommend(corpus, RecommendationRequest((ids[0],), filters=Filters())) == recommend(
        corpus, RecommendationRequest((ids[0],))
    )
