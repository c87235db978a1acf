"""Search over HTTP: what it takes, what it answers, and how it refuses."""

import json

import pytest

from tests.api.problem import pointers, problem

ROUTE = "/v1/search"


def test_a_hit_says_why_and_where(reader):
    answer = reader.get(ROUTE, params={"q": "neural networks", "limit": 3}).json()
    assert len(answer["data"]) == 3
    assert answer["suggestions"] == []
    for hit in answer["data"]:
        assert hit["because"]["keyword"] + hit["because"]["semantic"] == pytest.approx(hit["score"], abs=1e-8)
        abstract = hit["paper"]["abstract"]
        for span in hit["highlights"]["abstract"]:
            assert abstract[span["start"] : span["end"]].lower().rstrip("s") in {"neural", "network"}


def test_the_same_request_gives_the_same_bytes(reader):
    first, again = (reader.get(ROUTE, params={"q": "deep learning"}).content for _ in range(2))
    assert first == again


def test_cursors_lead_through_pages_and_belong_to_their_request(reader):
    page = reader.get(ROUTE, params={"q": "learning", "limit": 2}).json()
    following = reader.get(ROUTE, params={"q": "learning", "limit": 2, "cursor": page["next"]}).json()
    both = [hit["paper"]["id"] for part in (page, following) for hit in part["data"]]
    whole = reader.get(ROUTE, params={"q": "learning", "limit": 4}).json()["data"]
    assert both == [hit["paper"]["id"] for hit in whole]
    other = reader.get(ROUTE, params={"q": "learning", "sort": "added", "cursor": page["next"]})
    assert pointers(problem(other, 422)) == ["/cursor"]


@pytest.mark.parametrize(
    ("params", "fields"),
    [
        ({}, ["/q"]),
        ({"q": ""}, ["/q"]),
        ({"q": '"'}, ["/q"]),
        ({"q": "-only -these"}, ["/q"]),
        ({"q": "x" * 10_000}, ["/q"]),
        ({"q": "id:2413.00001"}, ["/q"]),
        ({"q": "owls", "mode": "magic"}, ["/mode"]),
        ({"q": "owls", "sort": "random"}, ["/sort"]),
        ({"q": "owls", "limit": 101}, ["/limit"]),
        ({"q": "owls", "cursor": "nonsense"}, ["/cursor"]),
        ({"q": "owls", "published_after": "86400"}, ["/published_after"]),
        ({"q": "owls", "published_after": "2026-02-30"}, ["/published_after"]),
        (
            {"q": "owls", "published_after": "2025-03-26", "published_before": "2025-03-25"},
            ["/published_after", "/published_before"],
        ),
        ({"q": "owls", "user": "ann"}, ["/user"]),
        ({"q": "owls", "within": "likes"}, ["/within"]),
        ({"q": "owls", "user": "no name", "within": "likes"}, ["/user"]),
        ({"q": "owls", "colour": "red"}, ["/colour"]),
    ],
)
def test_what_cannot_be_asked_is_named(reader, params, fields):
    answer = reader.get(ROUTE, params=params)
    assert pointers(problem(answer, 422)) == fields
    assert "x" * 100 not in answer.text


@pytest.mark.parametrize(
    "q", ["C++", "深度学习", "🙂 owls", "a" * 2_000, "\u202eowls", "100%_", "a' OR 1=1 --", '5" disk']
)
def test_odd_queries_are_answered(reader, q):
    assert reader.get(ROUTE, params={"q": q}).status_code == 200


def test_a_search_within_likes(client, small):
    liked = small.corpus.catalog.first_ids(2)
    for name in liked:
        client.put(f"/v1/users/ann/feedback/{name}", json={"kind": "like"})
    answer = client.get(ROUTE, params={"q": "learning models networks", "user": "ann", "within": "likes"}).json()
    assert {hit["paper"]["id"] for hit in answer["data"]} <= set(liked)
    assert answer["data"]


def test_similar_papers_say_why_and_come_in_pages(reader, sampled):
    (asked,) = sampled.corpus.catalog.first_ids(1)
    route = f"/v1/papers/{asked}/similar"
    whole = reader.get(route, params={"limit": 6}).json()["data"]
    for hit in whole:
        assert hit["because"]["keyword"] + hit["because"]["semantic"] == pytest.approx(hit["score"], abs=1e-8)
    page = reader.get(route, params={"limit": 3}).json()
    following = reader.get(route, params={"limit": 3, "cursor": page["next"]}).json()
    assert page["data"] + following["data"] == whole
    for mode, missing in (("semantic", "keyword"), ("keyword", "semantic")):
        for hit in reader.get(route, params={"mode": mode}).json()["data"]:
            assert hit["because"][missing] == 0
    assert pointers(problem(reader.get(route, params={"mode": "keyword", "cursor": page["next"]}), 422)) == ["/cursor"]
    assert reader.get(route, params={"sort": "published"}).status_code == 200


def test_recommendation_filters_refuse_dates_the_wrong_way_round(reader, sampled):
    filters = {"published_after": "2025-03-26", "published_before": "2025-03-25"}
    body = {"liked": sampled.corpus.catalog.first_ids(1), "filters": filters}
    answer = reader.post("/v1/recommendations", json=body)
    assert pointers(problem(answer, 422)) == ["/filters/published_after", "/filters/published_before"]


def test_what_is_found_goes_out_as_a_file(reader):
    asked = {"q": "normalizing flows", "limit": 3}
    found = [hit["paper"]["title"] for hit in reader.get(ROUTE, params=asked).json()["data"]]
    lines = reader.get(f"{ROUTE}/export", params=asked | {"format": "jsonl"}).text.splitlines()
    assert [json.loads(line)["title"] for line in lines] == found
    assert reader.get(f"{ROUTE}/export", params=asked).text.count("@") >= len(found)
    assert pointers(problem(reader.get(f"{ROUTE}/export", params=asked | {"format": "word"}), 422)) == ["/format"]
