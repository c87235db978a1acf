"""The map over HTTP: bounded, with what somebody likes and should read in any case, the same each time."""

import time

import pytest

from tests.api.problem import pointers, problem
from tests.api.users import recommended, say
from tests.corpora import NOW, paper

ROUTE = "/v1/map"


def test_every_paper_is_on_it_once_with_its_title(client, small):
    said = client.get(ROUTE).json()
    assert said["ids"] == small.corpus.catalog.first_ids(60)
    assert said["titles"][0] == small.corpus.paper(said["ids"][0]).title
    assert (len(said["titles"]), len(said["x"]), len(said["y"]), said["total"]) == (60, 60, 60, 60)
    assert (said["liked"], said["recommended"]) == ([], [])
    assert client.get(ROUTE).json() == said


def test_its_regions_have_names_and_hold_every_paper(client):
    said = client.get(ROUTE).json()
    assert sum(region["papers"] for region in said["regions"]) == 60
    assert all(region["terms"] for region in said["regions"])


def test_of_a_large_corpus_some_are_drawn_and_what_is_liked_and_recommended_is_there_all_the_same(client, small):
    liked = small.corpus.catalog.first_ids(60)[40:43]
    for each in liked:
        say(client, each)
    advised = [item["paper"]["id"] for item in recommended(client, limit=10)["data"]]
    said = client.get(ROUTE, params={"user": "ann", "papers": 5}).json()
    assert [said["ids"][place] for place in said["liked"]] == liked[::-1]
    assert [said["ids"][place] for place in said["recommended"]] == advised
    assert len(said["ids"]) <= 5 + 3 + 10
    whole = client.get(ROUTE).json()
    at = dict(zip(whole["ids"], zip(whole["x"], whole["y"], strict=True), strict=True))
    assert all(at[name] == (x, y) for name, x, y in zip(said["ids"], said["x"], said["y"], strict=True))


@pytest.mark.parametrize(
    ("query", "field"),
    [("papers=0", "/papers"), ("papers=10001", "/papers"), ("user=a/b", "/user"), ("zoom=1", "/zoom")],
)
def test_what_cannot_be_shown_is_named(reader, query, field):
    assert pointers(problem(reader.get(f"{ROUTE}?{query}"), 422)) == [field]


def test_a_corpus_without_a_map_gets_one_by_a_job(client, small):
    for paper_id in small.corpus.catalog.first_ids(60):
        small.corpus.delete(paper_id)
    small.corpus.add([paper(number) for number in range(12)], NOW)
    bare = client.get(ROUTE).json()
    assert (bare["ids"], bare["total"]) == ([], 12)
    job = client.post("/v1/jobs", json={"kind": "map"}).headers["location"]
    for _ in range(600):
        if (said := client.get(job).json())["ended_at"]:
            break
        time.sleep(0.1)
    assert (said["kind"], said["status"]) == ("map", "completed")
    assert len(client.get(ROUTE).json()["ids"]) == 12
