"""A model that verifies: what the rules leave open it decides, as far as its word is worth something."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.summarization import calibration_pairs
from tests.model_parts import OWLS, TOKENS_PRICED, asked, played, texts
from tests.upstream.verifiers import LIE, REFUSED, RETOLD, is_verification, statement

QUOTED = [
    "We counted owls in 12 forests.",
    "The owls of these forests hunt at night.",
    "The count fell by 30% in ten years.",
    "Roads may be the cause of the fall.",
]
CALIBRATION = 1 + 2 * len(calibration_pairs())  # calls: one to see whether the server gives probabilities


def owls(client, **body):
    response = client.post("/v1/papers", json={"papers": [OWLS]})
    assert response.status_code == 200
    (item,) = texts(client, paper_ids=[OWLS["id"]], kinds=["summary"], **body)
    return item


def verified(upstream):
    """What was asked about, beside the calibration."""
    known = {text for pair in calibration_pairs() for text in (pair.true, pair.false)}
    return [found for call in upstream.calls if is_verification(call) if (found := statement(call)) not in known]


def test_a_sentence_that_the_rules_leave_open_is_shown_when_the_verifier_says_so_and_a_lie_is_not(fresh, upstream):
    with asked(fresh, upstream, "verifying", deadline_s=60, attempts=1, **TOKENS_PRICED) as client:
        item = owls(client)
        spending = client.get("/v1/meta").json()["spending"]
    assert RETOLD in item["text"]
    assert LIE not in item["text"]
    assert {each["text"]: each["verifier"] for each in item["sentences"]} == {
        **dict.fromkeys(QUOTED),
        RETOLD: "openai/verifying",
    }
    assert item["verifier"] == {
        "model": "openai/verifying", "asked": 2, "shown": 1, "refused": 1, "silent": {},
        "calls": 2, "tokens": {"in": 600, "out": 2}, "cost_usd": pytest.approx(0.602),
    }  # fmt: skip
    assert item["provenance"]["tokens"]["in"] == 1_000 + 600
    assert spending["calls"] == len(upstream.calls) == CALIBRATION + 1 + 2
    assert spending["verifier_calls"] == CALIBRATION + 2
    assert spending["verifier_usd"] == pytest.approx(0.301 * (CALIBRATION + 2))


def test_a_sentence_that_the_rules_refuse_is_never_asked_about(fresh, upstream):
    with asked(fresh, upstream, "agreeing", deadline_s=60, verify="all") as client:
        item = owls(client)
    assert REFUSED not in item["text"]
    assert REFUSED not in verified(upstream)


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("prosaic", "useless"),
        ("agreeing", "useless"),
        ("guessing", "useless"),
        ("forgetful", "unreadable"),
        ("unverifying", "upstream_error"),
        ("pondering", "timeout"),
    ],
)
def test_a_verifier_whose_word_is_worth_nothing_decides_nothing_and_the_text_says_why(fresh, upstream, part, reason):
    with asked(fresh, upstream, part, deadline_s=30, attempts=1, attempt_s=3) as client:
        item = owls(client)
        state = client.get("/v1/meta").json()["models"]["verifier"]
        checks = {check["name"]: check for check in client.get("/v1/checks").json()["data"]}
    assert (item["source"], item["text"]) == ("llm", " ".join(QUOTED))
    assert state["used"] is {"useless": False, "unreadable": True}.get(reason)
    assert (checks["verifier"]["ok"], checks["verifier"]["detail"]) == (True, state["detail"])
    assert item["verifier"]["silent"] == {reason: 2}
    assert (item["verifier"]["shown"], item["dropped"]) == (0, 3)


@pytest.mark.parametrize("part", ["plain-verifying", "unlikely", "allergic"])
def test_a_word_alone_is_enough_where_the_server_gives_no_probabilities(fresh, upstream, part):
    with asked(fresh, upstream, part, deadline_s=60, attempts=1) as client:
        item = owls(client)
    assert (RETOLD in item["text"], LIE in item["text"]) == (True, False)
    with_them = [call for call in upstream.calls if "logprobs" in call.body]
    assert len(with_them) == 1
    assert "response_format" in upstream.calls[0].body  # the writer still asks for its form


def test_a_model_is_calibrated_once_and_every_process_knows_it(fresh, upstream):
    for words in (100, 90):
        with asked(fresh, upstream, "verifying", deadline_s=60, attempts=1) as client:
            owls(client, max_words=words)
    assert sum(map(is_verification, upstream.calls)) == CALIBRATION + 2 * 2


def test_a_pair_that_a_model_will_not_speak_of_is_an_answer_less_and_not_all_calls_once_more(fresh, upstream):
    with asked(fresh, upstream, "squeamish", deadline_s=60, attempts=1, **TOKENS_PRICED) as client:
        assert RETOLD in owls(client)["text"]
        assert client.get("/v1/meta").json()["models"]["verifier"]["used"]


def test_questions_about_the_same_sentences_differ_only_at_their_end(fresh, upstream):
    with asked(fresh, upstream, "verifying", deadline_s=60, attempts=1) as client:
        owls(client)
    one, other = (
        call.body["messages"] for call in upstream.calls if is_verification(call) if statement(call) in {RETOLD, LIE}
    )
    assert one[0] == other[0]
    assert one[1]["content"].partition("Claim:")[0] == other[1]["content"].partition("Claim:")[0]
    assert "The count fell by 30% in ten years." in one[1]["content"].partition("Claim:")[0]


def test_a_text_made_while_the_verifier_was_silent_is_made_anew_after_an_hour_and_then_holds(fresh, upstream):
    later = replace(fresh, now=lambda: fresh.now() + timedelta(hours=1))
    told = []
    for services in (fresh, fresh, later, later):
        with asked(services, upstream, "awakening", deadline_s=60, attempts=1) as client:
            told.append((RETOLD in owls(client)["text"], sum(not is_verification(call) for call in upstream.calls)))
    assert told == [(False, 1), (False, 1), (True, 2), (True, 2)]


def test_a_text_that_could_not_be_made_anew_is_shown_and_not_tried_again_within_an_hour(fresh, upstream):
    upstream.seconds = 0
    told = []
    for hours in (0, 1, 2):
        services = replace(fresh, now=lambda hours=hours: fresh.now() + timedelta(hours=hours))
        with asked(services, upstream, "fading", deadline_s=60, attempts=1) as client:
            for _ in range(2):
                assert owls(client)["source"] == "llm"
                told.append(sum(not is_verification(call) for call in upstream.calls))
    assert told == [1, 1, 2, 2, 3, 3]


def test_equal_sentences_are_asked_about_once(fresh, upstream):
    with asked(fresh, upstream, "repeating", deadline_s=60, attempts=1) as client:
        assert owls(client)["verifier"]["calls"] == len(verified(upstream)) == 1


def test_nothing_is_asked_of_a_verifier_that_is_off(fresh, upstream):
    with asked(fresh, upstream, "verifying", deadline_s=60, attempts=1, verify="off") as client:
        item = owls(client)
    assert item["verifier"] is None
    assert not any(map(is_verification, upstream.calls))


def test_another_model_can_be_named_to_verify(fresh, upstream):
    (other,) = played(upstream, "verifying")
    with asked(fresh, upstream, "agreeing", deadline_s=60, attempts=1, verifier=other) as client:
        item = owls(client)
        models = client.get("/v1/meta").json()["models"]
    assert (item["provenance"]["model"], item["verifier"]["model"]) == ("openai/agreeing", "openai/verifying")
    assert RETOLD in item["text"]
    assert [model["model"] for model in models["llm"]] == ["openai/agreeing", "openai/verifying"]


def test_asked_about_all_sentences_a_verifier_can_refuse_what_the_rules_let_stand(fresh, upstream):
    with asked(fresh, upstream, "strict", deadline_s=60, attempts=1, verify="all") as client:
        item = owls(client, mode="auto")
    assert [item["verifier"][name] for name in ("asked", "shown", "refused")] == [6, 1, 5]
    assert item["source"] == "extractive"  # too little of it is left
    assert item["fallback"] == {"reason": "unsupported"}


def test_a_verifier_keeps_to_the_budget_of_the_request(fresh, upstream):
    writing = 1_000 * 2 + 2_500  # tokens, of which each costs the same: about what the call for the text may cost
    limit = {"budget_request_usd": writing * 1e-3 * 1.5}
    with asked(fresh, upstream, "verifying", deadline_s=60, attempts=1, **TOKENS_PRICED, **limit) as client:
        item = owls(client)
    assert item["provenance"]["cost_usd"] <= limit["budget_request_usd"]
