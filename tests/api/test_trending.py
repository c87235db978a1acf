"""Trending over HTTP: what a score is made of, the same bytes all day, and bad input named."""

import pytest

from service.storage import VoteRecords
from tests.api.problem import pointers, problem
from tests.api.users import say

ROUTE = "/v1/trending"


@pytest.fixture
def ids(small):
    return small.corpus.catalog.first_ids(6)


def test_a_score_is_told_with_its_parts_and_is_the_same_when_it_is_asked_again(client, small, ids):
    for user in ("ann", "bea", "cid"):
        say(client, ids[0], user=user)
    VoteRecords(small.database).put("hf-daily", {ids[1]: 9}, small.now())
    answer = client.get(ROUTE, params={"window": "7d"})
    found = answer.json()
    assert [each["paper"]["id"] for each in found["data"]] == ids[:2]
    assert found["data"][0]["because"] == {"likes": pytest.approx(2**1.5), "votes": 0.0}
    assert found["data"][1]["because"] == {"likes": 0.0, "votes": 1.0}
    assert (found["window"], found["empty_reason"], found["next"]) == ("week", None, None)
    assert client.get(ROUTE, params={"window": "week"}).content == answer.content


def test_filters_are_those_of_a_search(client, small, ids):
    VoteRecords(small.database).put("hf-daily", dict.fromkeys(ids, 9), small.now())
    assert len(client.get(ROUTE).json()["data"]) == len(ids)
    for name, value in (("category", "cs.XX"), ("source", "nowhere"), ("venue", "Nowhere"), ("has_abstract", "false")):
        found = client.get(ROUTE, params={name: value}).json()
        assert (found["data"], found["empty_reason"]) == ([], "all_filtered")


def test_pages_go_on_until_something_changes(client, small, ids):
    VoteRecords(small.database).put("hf-daily", {each: place for place, each in enumerate(ids, 1)}, small.now())
    first = client.get(ROUTE, params={"limit": 4}).json()
    second = client.get(ROUTE, params={"limit": 4, "cursor": first["next"]}).json()
    assert [each["paper"]["id"] for each in first["data"] + second["data"]] == ids[::-1]
    VoteRecords(small.database).put("hf-daily", {ids[5]: 0}, small.now())
    problem(client.get(ROUTE, params={"limit": 4, "cursor": first["next"]}), 409, "snapshot_gone")


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"window": "year"}, ["/window"]),
        ({"window": ""}, ["/window"]),
        ({"limit": 0}, ["/limit"]),
        ({"limit": 101}, ["/limit"]),
        ({"cursor": "x"}, ["/cursor"]),
        ({"published_after": "2026-6-30"}, ["/published_after"]),
        (
            {"published_after": "2026-02-01", "published_before": "2026-01-01"},
            ["/published_after", "/published_before"],
        ),
        ({"odd": 1}, ["/odd"]),
    ],
)
def test_a_bad_field_is_named(reader, asked, fields):
    assert pointers(problem(reader.get(ROUTE, params=asked), 422)) == fields
