"""What to read next, over HTTP: explained, adding up, and the same bytes each time."""

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from tests.api.problem import pointers, problem, unchanged

ROUTE = "/v1/recommendations"


@pytest.fixture(scope="module")
def ids(sampled):
    return sampled.corpus.catalog.first_ids(60)


@pytest.mark.parametrize("likes", [1, 3, 30])
def test_contributions_and_adjustments_add_up_to_the_score(reader, ids, likes):
    body = {"liked": ids[:likes], "disliked": ids[50:52], "limit": 20}
    for item in reader.post(ROUTE, json=body).json()["data"]:
        parts = [cause["contribution"] for cause in item["because"]] + list(item["adjustments"].values())
        assert sum(parts) == pytest.approx(item["score"], abs=1e-6)


def test_causes_are_liked_or_disliked_papers(reader, ids):
    body = {"liked": ids[:3], "disliked": ids[3:5]}
    for item in reader.post(ROUTE, json=body).json()["data"]:
        assert {cause["paper_id"] for cause in item["because"]} <= set(ids[:5])


def test_a_named_paper_never_comes_back_in_whatever_form_it_was_named(reader, ids):
    slugs = [paper_id.removeprefix("hf:") for paper_id in ids]
    body = {"liked": [f"HF:{slugs[0]}"], "disliked": ids[1:3], "exclude": [f"hf:{slugs[3]}"], "limit": 100}
    answer = reader.post(ROUTE, json=body).json()
    assert len(answer["data"]) == 56
    assert not {item["paper"]["id"] for item in answer["data"]} & set(ids[:4])
    assert answer["excluded"] == {"liked": 1, "disliked": 2, "exclude": 1}


def test_ranks_count_from_one_and_the_limit_holds(reader, ids):
    for limit in (1, 7, 100):
        data = reader.post(ROUTE, json={"liked": ids[:2], "limit": limit}).json()["data"]
        assert [item["rank"] for item in data] == list(range(1, min(limit, 58) + 1))


def test_the_same_request_gives_the_same_bytes(reader, ids):
    body = {"liked": ids[:5], "disliked": ids[5:6]}
    assert reader.post(ROUTE, json=body).content == reader.post(ROUTE, json=body).content


def test_a_like_named_twice_counts_once(reader, ids):
    once, twice = (reader.post(ROUTE, json={"liked": liked, "limit": 100}) for liked in (ids[:1], ids[:1] * 2))
    assert once.content == twice.content


def test_without_explanation_the_ranking_stays_and_the_causes_go(reader, ids):
    full, bare = (reader.post(ROUTE, json={"liked": ids[:2], "explain": explain}).json() for explain in (True, False))
    assert [item["paper"]["id"] for item in full["data"]] == [item["paper"]["id"] for item in bare["data"]]
    assert all(item["because"] for item in full["data"])
    assert not any(item["because"] or item["adjustments"] for item in bare["data"])


def test_unknown_likes_are_listed_and_the_known_ones_used(reader, ids):
    answer = reader.post(ROUTE, json={"liked": [ids[0], "hf:nowhere"]}).json()
    assert answer["not_found"] == ["hf:nowhere"]
    assert answer["data"] == reader.post(ROUTE, json={"liked": ids[:1]}).json()["data"]


def test_an_empty_list_says_why(reader, ids):
    answer = reader.post(ROUTE, json={"liked": ["hf:nowhere"]}).json()
    assert (answer["data"], answer["empty_reason"]) == ([], "no_liked_paper_known")
    answer = reader.post(ROUTE, json={"liked": ids[:1], "exclude": ids[1:]}).json()
    assert (answer["data"], answer["empty_reason"]) == ([], "nothing_left_after_exclusions")
    assert reader.post(ROUTE, json={"liked": ids[:1]}).json()["empty_reason"] is None


def test_an_empty_installation_answers_with_a_reason(empty):
    with TestClient(create_app(empty)) as client:
        answer = client.post(ROUTE, json={"liked": ["hf:a"]}).json()
    assert (answer["data"], answer["empty_reason"], answer["not_found"]) == ([], "no_liked_paper_known", ["hf:a"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"liked": []}, "/liked"),
        ({"liked": ["hf:a"] * 10_000}, "/liked"),
        ({"liked": ["hf:a", "2413.00001"]}, "/liked/1"),
        ({"liked": ["hf:a", 5]}, "/liked/1"),
        ({"liked": "hf:a"}, "/liked"),
        ({"liked": None}, "/liked"),
        ({"disliked": ["hf:b"] * 1_001}, "/disliked"),
        ({"exclude": ["hf:b"] * 1_001}, "/exclude"),
        ({"limit": -1}, "/limit"),
        ({"limit": 0}, "/limit"),
        ({"limit": 101}, "/limit"),
        ({"limit": 10**9}, "/limit"),
        ({"limit": 2**63}, "/limit"),
        ({"limit": 1.5}, "/limit"),
        ({"limit": "10"}, "/limit"),
        ({"limit": True}, "/limit"),
        ({"diversity": -0.1}, "/diversity"),
        ({"diversity": 1.1}, "/diversity"),
        ({"explain": "yes"}, "/explain"),
        ({"like": ["hf:a"]}, "/like"),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_written(reader, change, field):
    answer = unchanged(reader, lambda: reader.post(ROUTE, json={"liked": ["hf:a"]} | change))
    assert field in pointers(problem(answer, 422, "invalid_input"))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_a_number_that_is_none_is_named(reader, number):
    body = f'{{"liked": ["hf:a"], "diversity": {number}}}'
    answer = reader.post(ROUTE, content=body, headers={"Content-Type": "application/json"})
    assert pointers(problem(answer, 422)) == ["/diversity"]


def test_a_paper_both_liked_and_disliked_is_named_in_both_places_even_in_two_forms(reader):
    body = {"liked": ["hf:a", "arXiv:2106.15928v2"], "disliked": ["hf:b", "hf:c", "2106.15928"]}
    answer = unchanged(reader, lambda: reader.post(ROUTE, json=body))
    assert pointers(problem(answer, 422, "invalid_input")) == ["/liked/1", "/disliked/2"]
