"""Where a paper would stand without some of the likes, recomputed."""

import pytest

from service.discovery.recommendations import recommend
from service.discovery.request import RecommendationRequest
from service.discovery.what_if import standings
from tests.api.problem import pointers, problem
from tests.discovery.lists import some

ROUTE = "/v1/recommendations"


def test_removing_the_top_named_like_costs_most(corpus, ids):
    """Recomputed for every like of 40 items; the first named must cost at least as much as any other in 9 of 10."""
    right = 0
    for seed in range(10):
        request = RecommendationRequest(some(ids, 3 + seed, seed), limit=4, diversity=0.0)
        for item in recommend(corpus, request).data:
            loss = {}
            for name in request.liked:
                now, then = standings(corpus, request, item.paper.id, frozenset([name]))
                loss[name] = now.score - then.score
            right += loss[item.because[0].paper_id] >= max(loss.values()) - 1e-9
    assert right >= 36


def test_what_if_begins_at_the_score_of_the_list_and_nothing_removed_changes_nothing(corpus, ids):
    request = RecommendationRequest(some(ids, 5), (ids[0],) if ids[0] not in some(ids, 5) else (), diversity=0.0)
    for item in recommend(corpus, request).data:
        now, then = standings(corpus, request, item.paper.id, frozenset(["hf:nowhere"]))
        assert now == then
        assert (now.score, now.rank) == (pytest.approx(item.score, abs=1e-6), item.rank)


def test_what_if_no_like_is_left_is_nothing(corpus, ids):
    now, then = standings(corpus, RecommendationRequest((ids[0],)), ids[1], frozenset([ids[0]]))
    assert now is not None
    assert then is None


def test_explain_over_http_names_what_is_wrong(reader, sampled):
    first, second, third = sampled.corpus.catalog.first_ids(3)
    body = {"liked": [first, second], "paper_id": third, "without": [first]}
    answer = reader.post(f"{ROUTE}/explain", json=body).json()
    assert (answer["paper_id"], answer["snapshot"]) == (third, sampled.corpus.catalog.snapshot_id())
    assert answer["now"] != answer["without"]
    assert reader.post(f"{ROUTE}/explain", json=body | {"without": [first, second]}).json()["without"] is None
    problem(reader.post(f"{ROUTE}/explain", json=body | {"paper_id": "hf:nowhere"}), 404, "paper_not_found")
    for change, field in (
        ({"paper_id": first}, "/paper_id"),
        ({"liked": ["hf:nowhere"]}, "/liked"),
        ({"without": []}, "/without"),
    ):
        assert pointers(problem(reader.post(f"{ROUTE}/explain", json=body | change), 422)) == [field]
