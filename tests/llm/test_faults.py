"""Whatever a model's server does, each text arrives, says where it comes from, and costs no more calls than allowed."""

import time

import pytest

from tests.model_parts import asked, labelled, texts
from tests.upstream import FAULTS

BRIEF = {"deadline_s": 1.2, "attempt_s": 0.4, "attempts": 2, "breaker_failures": 10_000}
REASONS = {
    "hanging": "timeout", "dripping": "timeout", "limited": "rate_limited", "limited-for-long": "rate_limited",
    "broken": "upstream_error", "overloaded": "upstream_error", "dropping": "upstream_error", "half": "upstream_error",
    "not-json": "upstream_error", "html": "upstream_error", "key-echoing": "key_refused",
    "too-long": "prompt_too_long", "huge": "upstream_error", "bomb": "upstream_error",
    "redirecting": "upstream_error", "not-utf8": "upstream_error", "wrong-type": "upstream_error",
    "error-in-200": "out_of_quota",
}  # fmt: skip
UNREADABLE = {"no-choices", "null", "cut", "prose"}
BOTH = ["summary", "blurb"]
# When a deadline comes in the middle of litellm's work; ours to ignore once more, as each test has its own filters.
pytestmark = pytest.mark.filterwarnings("ignore:coroutine '.*acompletion' was never awaited")


@pytest.fixture(scope="module")
def ids(sampled):
    return sampled.corpus.catalog.first_ids(60)


@pytest.mark.parametrize("papers", [1, pytest.param(20, marks=pytest.mark.slow)])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_the_models_text_and_nothing_else(sampled, upstream, ids, fault, papers):
    with asked(sampled, upstream, fault, **BRIEF) as client:
        data = texts(client, paper_ids=ids[:papers], kinds=BOTH, liked=ids[40:42])
    assert [(item["paper_id"], item["kind"]) for item in data] == [
        (paper, kind) for paper in ids[:papers] for kind in BOTH
    ]
    assert labelled(data)
    assert upstream.count[fault] <= BRIEF["attempts"] * len(data)


@pytest.mark.parametrize(("fault", "reason"), REASONS.items())
def test_the_reason_is_named(sampled, upstream, ids, fault, reason):
    brief = {"deadline_s": 60, "attempt_s": 1.0 if reason == "timeout" else 30, "attempts": 1}
    with asked(sampled, upstream, fault, **brief) as client:
        (item,) = texts(client, paper_ids=ids[:1], kinds=["summary"])
    assert item["fallback"] == {"reason": reason}
    assert upstream.count[fault] == 1


@pytest.mark.parametrize("fault", sorted(UNREADABLE))
def test_an_answer_that_cannot_be_read_is_asked_for_once_more(sampled, upstream, ids, fault):
    with asked(sampled, upstream, fault, deadline_s=60, attempts=10, breaker_failures=10_000) as client:
        (item,) = texts(client, paper_ids=ids[:1], kinds=["summary"])
    assert item["fallback"] == {"reason": "unreadable"}
    assert upstream.count[fault] == 2


@pytest.mark.parametrize("fault", REASONS)
def test_the_next_model_of_the_chain_takes_over(sampled, upstream, ids, fault):
    with asked(sampled, upstream, fault, "good", deadline_s=60, attempt_s=1.0, attempts=1) as client:
        (item,) = texts(client, paper_ids=[ids[len(fault)]], kinds=["summary"])
    assert (item["source"], item["provenance"]["model"], item["fallback"]) == ("llm", "openai/good", None)
    assert upstream.count == {fault: 1, "good": 1}


def test_a_chain_of_bad_models_is_called_attempts_times_each(sampled, upstream, ids):
    parts = ("broken", "dropping", "html")
    with asked(sampled, upstream, *parts, deadline_s=60, attempts=2, breaker_failures=10_000) as client:
        assert labelled(texts(client, paper_ids=ids[:2], kinds=["summary"]))
    assert upstream.count == dict.fromkeys(parts, 4)


def test_a_model_that_is_down_is_not_called_while_its_breaker_is_open(sampled, upstream, ids):
    with asked(sampled, upstream, "broken", deadline_s=60, attempts=1, breaker_failures=3, breaker_s=600) as client:
        first = [texts(client, paper_ids=[paper], kinds=["summary"])[0]["fallback"]["reason"] for paper in ids[:3]]
        assert (first, len(upstream.calls)) == (["upstream_error"] * 3, 3)
        data = texts(client, paper_ids=ids[3:23])
        assert {item["fallback"]["reason"] for item in data} == {"breaker_open"}
        assert len(upstream.calls) == 3
        assert client.get("/v1/meta").json()["models"]["llm"][0]["resting"] is True


def test_a_model_that_is_up_again_is_called_after_the_breakers_window(sampled, upstream, ids):
    knobs = {"deadline_s": 60, "attempts": 1, "breaker_failures": 2, "breaker_s": 0.3}
    with asked(sampled, upstream, "good", **knobs) as client:
        upstream.die()
        assert labelled(texts(client, paper_ids=ids[30:33], kinds=["summary"]))
        upstream.die(dead=False)
        time.sleep(0.4)
        (item,) = texts(client, paper_ids=[ids[30]], kinds=["summary"])
        assert item["source"] == "llm"


def test_what_a_server_says_of_one_prompt_does_not_open_the_breaker(sampled, upstream, ids):
    with asked(sampled, upstream, "too-long", deadline_s=60, attempts=1, breaker_failures=1) as client:
        assert labelled(texts(client, paper_ids=ids[:3], kinds=["summary"]))
    assert len(upstream.calls) == 3


def test_no_more_calls_are_made_at_once_than_allowed(sampled, upstream, ids):
    upstream.most_at_once, upstream.seconds = 0, 0.05
    with asked(sampled, upstream, "slow", deadline_s=120, concurrency=3) as client:
        data = texts(client, paper_ids=ids[40:60], kinds=["summary"])
    assert {item["source"] for item in data} == {"llm"}
    assert upstream.most_at_once == 3


def test_no_server_at_all_is_unreachable(sampled, upstream, ids):
    with asked(sampled, upstream, "good", deadline_s=60, attempts=1) as client:
        pass
    nowhere = type(upstream)(port=1)  # nobody listens there
    with asked(sampled, nowhere, "good", deadline_s=60, attempts=1) as client:
        (item,) = texts(client, paper_ids=ids[35:36], kinds=["summary"])
    assert item["fallback"] == {"reason": "unreachable"}
