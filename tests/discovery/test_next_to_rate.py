"""What to rate next: few papers that tell much, none that the user knows, the same each time."""

from dataclasses import replace

import numpy as np
import pytest

from service.discovery import next_to_rate, recommend, recommend_and_ask
from service.discovery.request import RecommendationRequest
from service.errors import BadInput
from tests.api.problem import pointers, problem
from tests.api.users import say
from tests.discovery.lists import names, some


def doubt(corpus, rated, about):
    """The sum of variances that ratings leave of some papers."""
    snapshot = corpus.snapshot()
    background = snapshot.ranker.background
    kappa = background.similarities(snapshot.papers) * background.deviation
    known, asked = [snapshot.rows[name] for name in rated], [snapshot.rows[name] for name in about]
    shared = kappa[np.ix_(known, asked)]
    own = kappa[np.ix_(known, known)] + np.eye(len(known))
    return float(np.trace(kappa[np.ix_(asked, asked)] - shared.T @ np.linalg.inv(own) @ shared))


def test_rating_them_leaves_less_in_doubt_than_rating_the_top_of_the_list(corpus, ids):
    for seed in range(8):
        request = RecommendationRequest(some(ids, 2, seed), limit=3)
        asked = [each.paper.id for each in next_to_rate(corpus, request)]
        best = names(recommend(corpus, replace(request, limit=100, diversity=0.0)))
        liked = list(request.liked)
        assert len(set(asked)) == 3
        assert set(asked) <= set(best)
        assert doubt(corpus, liked + asked, best) < doubt(corpus, liked + best[:3], best)


def test_nobody_is_asked_about_a_paper_that_was_named(corpus, ids):
    first = RecommendationRequest(some(ids, 2), limit=20)
    asked = tuple(each.paper.id for each in next_to_rate(corpus, first))
    again = next_to_rate(corpus, replace(first, disliked=asked[:5], exclude=asked[5:]))
    assert not {each.paper.id for each in again} & {*asked, *first.liked}
    assert next_to_rate(corpus, first) == next_to_rate(corpus, first)


@pytest.mark.parametrize("weights", [None, (0.0, 0.0)])
def test_a_list_and_its_questions_of_one_ranking_are_those_of_two(corpus, ids, weights):
    request = RecommendationRequest(some(ids, 2), disliked=(ids[-1],), weights=weights)
    asked = next_to_rate(corpus, replace(request, limit=3))
    assert recommend_and_ask(corpus, request, 3) == (recommend(corpus, request), asked)


def test_without_a_like_that_counts_there_is_nothing_to_ask(corpus, ids):
    assert next_to_rate(corpus, RecommendationRequest(())) == []
    assert next_to_rate(corpus, RecommendationRequest((ids[0],), weights=(0.0,))) == []
    assert next_to_rate(corpus, RecommendationRequest(("hf:nowhere",))) == []
    with pytest.raises(BadInput, match="/limit"):
        next_to_rate(corpus, RecommendationRequest((ids[0],), limit=21))


def test_a_user_and_a_request_with_the_same_likes_are_asked_the_same(client, small):
    liked = small.corpus.catalog.first_ids(2)
    for each in liked:
        say(client, each)
    found = client.get("/v1/users/ann/recommendations/next-to-rate").json()
    sent = client.post("/v1/recommendations/next-to-rate", json={"liked": liked[::-1]}).json()
    assert found == sent
    assert len(found["data"]) == 3
    assert [each["share"] for each in found["data"]] == sorted((each["share"] for each in found["data"]), reverse=True)
    refused = problem(client.get("/v1/users/ann/recommendations/next-to-rate?limit=99"), 422)
    assert pointers(refused) == ["/limit"]
