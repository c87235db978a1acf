"""Blurbs inside recommendations: the list comes in its time, whatever the model does."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.model_parts import OWLS, asked, labelled
from tests.upstream import FAULTS

ROUTE = "/v1/recommendations"
# Two attempts and, on a machine that does other work, room to quote after them: there are no blurbs at all without it.
BRIEF = {"deadline_s": 6.0, "inline_s": 4.0, "attempt_s": 0.4, "attempts": 2, "breaker_failures": 10_000}
LIMIT = 5
pytestmark = pytest.mark.filterwarnings("ignore:coroutine '.*acompletion' was never awaited")


@pytest.fixture(scope="module")
def liked(sampled):
    return sampled.corpus.catalog.first_ids(3)


def recommended(client, liked, **body):
    response = client.post(ROUTE, json={"liked": liked, "limit": LIMIT, "blurbs": True} | body)
    assert response.status_code == 200, response.text
    return response.json()["data"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_the_models_blurbs_and_not_the_list(sampled, upstream, liked, fault):
    with asked(sampled, upstream, fault, **BRIEF) as client:
        data = recommended(client, liked)
        assert len(data) == LIMIT
        assert labelled([item["blurb"] for item in data])
        assert [item["blurb"]["paper_id"] for item in data] == [item["paper"]["id"] for item in data]
        plain = recommended(client, liked, blurbs=False)
    assert [item | {"blurb": None} for item in data] == plain
    assert upstream.count[fault] <= BRIEF["attempts"] * LIMIT


def test_a_model_that_is_fast_enough_writes_the_blurbs(sampled, upstream, liked):
    with asked(sampled, upstream, "good", deadline_s=60, inline_s=60) as client:
        data = recommended(client, liked)
        assert {item["blurb"]["source"] for item in data} == {"llm"}
        assert recommended(client, liked) == data
    assert upstream.count["good"] == LIMIT
    prompts = " ".join(call.body["messages"][-1]["content"] for call in upstream.calls)
    assert "Liked paper:" in prompts


def test_blurbs_that_come_too_late_are_there_the_next_time(sampled, upstream, liked):
    upstream.seconds = 2.0
    with asked(sampled, upstream, "slow", deadline_s=60, inline_s=1.0) as client:
        first = recommended(client, liked)
        assert {item["blurb"]["fallback"]["reason"] for item in first} == {"deadline"}
        for _ in range(200):
            sources = {item["blurb"]["source"] for item in recommended(client, liked)}
            if sources == {"llm"}:
                break
            time.sleep(0.1)
    assert sources == {"llm"}
    assert upstream.count["slow"] == LIMIT


def test_a_blurb_that_is_late_to_be_made_anew_is_shown_as_it_was(fresh, upstream):
    later = replace(fresh, now=lambda: fresh.now() + timedelta(hours=1))
    blurbs = []
    for services, inline_s in ((fresh, 60), (later, 0.3)):
        upstream.seconds = 1.0
        with asked(services, upstream, "fading", deadline_s=60, attempts=1, inline_s=inline_s) as client:
            client.post("/v1/papers", json={"papers": [OWLS, OWLS | {"id": "my:bats", "title": "Bats of the South"}]})
            blurbs += [item["blurb"] for item in recommended(client, ["my:bats"], limit=1)]
    assert blurbs[0]["source"] == "llm"
    assert sum(blurbs[0]["verifier"]["silent"].values())
    assert blurbs[1] == blurbs[0]


def test_where_there_is_no_time_even_to_quote_the_list_comes_without_blurbs(sampled, upstream, liked):
    upstream.seconds = 0.5
    with asked(sampled, upstream, "slow", deadline_s=60, inline_s=1e-6) as client:
        assert [item["blurb"] for item in recommended(client, liked)] == [None] * LIMIT
