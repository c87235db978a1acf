"""Servers as they are: answers are read, refusals adapted to, counts not believed when they are less than can be."""

import asyncio
import html
import json
from urllib.parse import quote

import pytest

from service.llm import close
from service.llm.secrets import without_secrets
from tests.corpora import NOW
from tests.llm.chains import QUESTION, TOKEN, ask, chain_of
from tests.llm.quirks import CHOICES, FAILURES, REFUSALS, TEXT, USAGES, WITHOUT_ROOM
from tests.model_parts import asked


@pytest.mark.parametrize("quirk", [*(f"choice-{name}" for name in CHOICES), "streaming-unasked"])
def test_an_answer_is_read_wherever_its_server_puts_it(ledger, upstream, quirk):
    (reply,), _ = ask(chain_of(ledger, upstream, quirk, attempts=1))
    assert (reply.text, reply.complete, reply.tokens_in, reply.tokens_out) == (TEXT, True, 1000, 100)


@pytest.mark.parametrize("name", USAGES)
def test_the_larger_reading_of_a_count_is_booked_and_the_ceiling_where_it_cannot_be(ledger, upstream, name):
    (reply,), usage = ask(chain_of(ledger, upstream, f"usage-{name}", attempts=1))
    read, written = USAGES[name][1]
    assert (reply.tokens_in, reply.tokens_out) == (read, written)
    assert usage.nano == ledger.spending(NOW).total_nano == (read + written) * TOKEN


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_that_stays_is_named_and_not_tried_again(ledger, upstream, name):
    outcome, _ = ask(chain_of(ledger, upstream, f"failure-{name}", attempts=5))
    assert outcome == FAILURES[name][2]
    assert len(upstream.calls) == (1 if outcome != "refused" else 3)  # it may have refused to be told the form


@pytest.mark.parametrize("part", ["apologising", "declining", "filtered"])
def test_a_model_that_will_not_answer_has_refused_and_is_paid(ledger, upstream, part):
    outcome, usage = ask(chain_of(ledger, upstream, part, attempts=5))
    assert (outcome, len(upstream.calls)) == ("refused", 1)
    assert usage.nano > 0


@pytest.mark.parametrize("refusal", [name for name in REFUSALS if name not in WITHOUT_ROOM])
def test_what_a_server_refuses_to_be_told_is_adapted_once_and_is_no_failure(ledger, upstream, refusal):
    chain = chain_of(ledger, upstream, f"without-{refusal}", attempts=1, breaker_failures=1)
    chain_question(upstream, chain)
    (state,) = asyncio.run(chain.model_states())
    assert (state.breaker_open, state.last_failure) == (False, None)
    assert state.adaptations
    refused = len(upstream.calls) - 1
    assert 1 <= refused <= 3
    chain_question(upstream, chain)
    assert len(upstream.calls) == refused + 2  # the second text found it known


@pytest.mark.parametrize("refusal", WITHOUT_ROOM)
def test_what_has_no_room_beside_one_prompt_is_asked_for_in_full_beside_the_next(ledger, upstream, refusal):
    chain = chain_of(ledger, upstream, f"without-{refusal}", attempts=1, breaker_failures=1)
    for _ in range(2):
        chain_question(upstream, chain)
    (state,) = asyncio.run(chain.model_states())
    assert (state.breaker_open, state.last_failure, state.adaptations) == (False, None, ())
    asked_for = [call.body["max_tokens"] for call in upstream.calls]
    assert asked_for == [500, 250] * 2


def chain_question(upstream, chain):
    """A question with a system message, answered at the first attempt."""

    async def asking():
        messages = [{"role": "system", "content": "Be brief."}, *QUESTION.messages]
        question = type(QUESTION)(messages, QUESTION.schema, QUESTION.max_tokens)
        reply = await chain.attempts(chain.allowance()).answer(question)
        await close()
        return reply

    assert asyncio.run(asking()).text == TEXT
    assert "Be brief." in str(upstream.calls[-1].body["messages"])


@pytest.mark.parametrize("refusal", REFUSALS)
def test_first_calls_at_once_all_arrive_whatever_is_refused(ledger, upstream, refusal):
    chain = chain_of(ledger, upstream, f"without-{refusal}", attempts=1)

    async def together():
        calls = [chain.attempts(chain.allowance()).answer(QUESTION) for _ in range(8)]
        replies = await asyncio.gather(*calls)
        await close()
        return replies

    assert {reply.text for reply in asyncio.run(together())} == {TEXT}


def test_a_server_that_changes_its_mind_about_parameters_is_followed(ledger, upstream):
    replies, usage = ask(chain_of(ledger, upstream, "wayward", attempts=5), times=3)
    assert [reply.text for reply in replies] == [TEXT] * 3
    assert ["temperature" in call.body for call in upstream.calls] == [True, True, False, False]
    assert usage.calls == 3


def test_a_server_that_refuses_every_way_is_asked_in_all_of_them_again_by_the_next_text(ledger, upstream):
    chain = chain_of(ledger, upstream, "stubborn", attempts=5)
    assert [ask(chain)[0] for _ in range(2)] == ["refused"] * 2
    formats = [call.body.get("response_format", {}).get("type") for call in upstream.calls]
    assert formats == ["json_schema", "json_object", None] * 2


def test_the_last_failure_of_a_model_is_told_by_meta_and_doctor(sampled, upstream):
    ids = sampled.corpus.catalog.first_ids(1)
    with asked(sampled, upstream, "failure-no-quota", attempts=1, deadline_s=60) as client:
        client.post("/v1/summaries", json={"paper_ids": ids, "kinds": ["summary"]})
        (model,) = client.get("/v1/meta").json()["models"]["llm"]
        assert model["last_failure"] == "out_of_quota"
        checks = {check["name"]: check["detail"] for check in client.get("/v1/checks").json()["data"]}
    assert "last call failed: out_of_quota" in checks["language models"]


@pytest.mark.parametrize(
    "said",
    [
        "Incorrect API key provided: {}",
        "bearer {} is not valid",
        "you sent {} and {}",
        '{{"error": "{}"}}',
        "<b>{}</b>",
    ],
)
@pytest.mark.parametrize("key", ["KANARY-plain", 'KANARY-"quoted"-\\', "kanary-<b>&%s{0}", "sk-proj-KANARY1234567890"])
def test_no_form_of_a_key_is_left_in_what_a_server_said(said, key):
    forms = [key, key.lower(), json.dumps(key), html.escape(key), quote(key)]
    assert not [form for form in forms if "kanary" in without_secrets(said.format(form, form), [key]).lower()]
    assert without_secrets("no such model: small", [key]) == "no such model: small"
    for scheme in ("Bearer", "Basic"):
        assert "abc" not in without_secrets(
            f'{{"Authorization": "{scheme} abc.def-ghi"}}, Authorization: {scheme} abc.d', []
        )
    assert "abc" not in without_secrets("api_key=abc", [])


def test_the_log_has_status_and_words_of_a_failure(ledger, upstream, capsys):
    ask(chain_of(ledger, upstream, "failure-no-money"))
    said = capsys.readouterr()
    assert "402" in said.out + said.err
