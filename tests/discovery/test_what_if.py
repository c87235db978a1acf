"""Where a paper would stand without some of the likes, recomputed."""

from dataclasses import replace

import numpy as np
import pytest

from service.discovery.recommendations import recommend
from service.discovery.request import RecommendationRequest
from service.discovery.what_if import standings, standings_without_each
from service.storage import FeedbackEvent, FeedbackKind
from tests.api.problem import pointers, problem
from tests.corpora import NOW
from tests.discovery.lists import some

ROUTE = "/v1/recommendations"


@pytest.mark.parametrize(("likes", "dislikes"), [(1, 0), (1, 2), (2, 0), (3, 1), (5, 0), (10, 2), (20, 0), (50, 10)])
def test_every_contribution_is_what_the_score_loses_without_that_paper(corpus, ids, likes, dislikes):
    drawn = some(ids, likes + dislikes, seed=likes)
    weights = tuple(1.0 + place % 3 for place in range(likes))
    request = RecommendationRequest(drawn[:likes], drawn[likes:], limit=4, diversity=0.0, weights=weights)
    for item in recommend(corpus, request).data:
        assert len(item.because) == min(20, likes + dislikes)
        for cause in item.because:
            now, then = standings(corpus, request, item.paper.id, frozenset([cause.paper_id]))
            assert now.score - then.score == pytest.approx(cause.contribution, abs=1e-6)


def test_every_contribution_is_true_also_where_others_like_the_same(corpus, ids):
    for user in range(6):
        liked = [*ids[:4], *ids[20 : 23 + user % 3], ids[50 + user]]
        corpus.feedback.record(f"user{user}", [FeedbackEvent(name, FeedbackKind.LIKE) for name in liked], NOW)
    request = RecommendationRequest(tuple(ids[:3]), (ids[9],), limit=6, user="user3", weights=(1.0, 0.25, 2.0))
    found = recommend(corpus, replace(request, diversity=0.0)).data
    assert any(cause.co_likes for item in found for cause in item.because)
    for item in found:
        for cause in item.because:
            now, then = standings(corpus, request, item.paper.id, frozenset([cause.paper_id]))
            assert now.score - then.score == pytest.approx(cause.contribution, abs=1e-6)
    for user in range(6):
        corpus.feedback.delete_user(f"user{user}")


def test_nearly_every_like_of_related_papers_speaks_for_a_paper_and_dislikes_speak_against_it(corpus, ids):
    snapshot = corpus.snapshot()
    similarity = snapshot.ranker.background.similarities(snapshot.papers)
    unrelated = np.quantile(similarity[np.triu_indices(len(similarity), 1)], 0.99)
    speaks: list[bool] = []
    for seed in range(40):
        drawn = some(ids, 12, seed)
        request = RecommendationRequest(drawn[:8], drawn[8:], limit=20)
        for item in recommend(corpus, request).data:
            row = snapshot.rows[item.paper.id]
            related = [each for each in item.because if similarity[row, snapshot.rows[each.paper_id]] > unrelated]
            speaks += [(cause.contribution > 0) == (cause.paper_id in request.liked) for cause in related]
    assert len(speaks) > 100
    assert np.mean(speaks) >= 0.95


def test_a_second_like_that_is_related_never_lowers_the_confidence(corpus, ids):
    order = ("low", "medium", "high")
    for seed in range(20):
        first, second = some(ids, 2, seed)
        before = {item.paper.id: item for item in recommend(corpus, RecommendationRequest((first,), limit=150)).data}
        for item in recommend(corpus, RecommendationRequest((first, second), limit=150)).data:
            if item.paper.id in before:
                assert order.index(item.confidence) >= order.index(before[item.paper.id].confidence)


def test_what_if_begins_at_the_score_of_the_list_and_nothing_removed_changes_nothing(corpus, ids):
    request = RecommendationRequest(some(ids, 5), (ids[0],) if ids[0] not in some(ids, 5) else (), diversity=0.0)
    for item in recommend(corpus, request).data:
        now, then = standings(corpus, request, item.paper.id, frozenset(["hf:nowhere"]))
        assert now == then
        assert (now.score, now.rank) == (pytest.approx(item.score, abs=1e-6), item.rank)


def test_without_any_like_left_the_score_is_that_of_the_background_and_nothing_is_ranked(corpus, ids):
    found = recommend(corpus, RecommendationRequest((ids[0],), limit=159))
    now, then = standings(corpus, RecommendationRequest((ids[0],)), ids[1], frozenset([ids[0]]))
    assert now.rank
    (baseline,) = {item.adjustments["baseline"] for item in found.data if item.paper.id == ids[1]}
    assert (then.score, then.rank) == (pytest.approx(baseline, abs=1e-6), None)


def test_explain_over_http_names_what_is_wrong(reader, sampled):
    first, second, third = sampled.corpus.catalog.first_ids(3)
    body = {"liked": [first, second], "paper_id": third, "without": [first]}
    answer = reader.post(f"{ROUTE}/explain", json=body).json()
    assert (answer["paper_id"], answer["snapshot"]) == (third, sampled.corpus.catalog.snapshot_id())
    assert answer["now"] != answer["without"]
    nothing = reader.post(f"{ROUTE}/explain", json=body | {"without": [first, second]}).json()["without"]
    assert nothing["rank"] is None
    problem(reader.post(f"{ROUTE}/explain", json=body | {"paper_id": "hf:nowhere"}), 404, "paper_not_found")
    for change, field in (
        ({"paper_id": first}, "/paper_id"),
        ({"liked": ["hf:nowhere"]}, "/liked"),
        ({"without": []}, "/without"),
    ):
        assert pointers(problem(reader.post(f"{ROUTE}/explain", json=body | change), 422)) == [field]


def test_the_standing_without_each_like_is_that_without_it_alone(corpus, ids):
    request = RecommendationRequest(tuple(ids[:4]), (ids[9],), weights=(1.0, 2.0, 0.0, 1.0))
    item = recommend(corpus, request).data[0]
    now, without = standings_without_each(corpus, request, item.paper.id, [*ids[:4], ids[9]])
    for name, standing in without.items():
        assert (now, standing) == standings(corpus, request, item.paper.id, frozenset([name]))


def test_a_request_without_a_paper_is_as_if_it_had_never_named_it(ids):
    request = RecommendationRequest(tuple(ids[:3]), (ids[3],), (ids[4],), weights=(1.0, 0.0, 2.0))
    assert request.without(ids[1]) == replace(request, liked=(ids[0], ids[2]), weights=(1.0, 2.0))
    assert request.without(ids[3]) == replace(request, disliked=())
    assert request.without(ids[4]) == replace(request, exclude=())
    assert request.without(ids[7]) == request
