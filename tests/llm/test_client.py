"""One call of a model: what is sent where, and in which form the answer is asked for."""

import asyncio

import pytest

from tests.llm.chains import ASKED, ask, chain_of
from tests.model_parts import played


def test_an_address_gets_the_key_that_was_set_for_it_and_never_another(ledger, upstream, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "KANARY-of-the-environment")
    monkeypatch.setenv("OPENAI_API_BASE", "http://127.0.0.1:1/v1")
    models = played(upstream, "broken", "good")
    models[0]["api_key"], models[1]["api_key"] = "KANARY-one", ""
    ask(chain_of(ledger, upstream, models=models, attempts=1))
    assert [call.headers["authorization"] for call in upstream.calls] == ["bearer kanary-one", "bearer no-key"]


def test_a_question_goes_out_as_it_was_put(ledger, upstream):
    ask(chain_of(ledger, upstream, "good"))
    (call,) = upstream.calls
    assert call.body["messages"] == [{"role": "user", "content": ASKED}]
    assert (call.body["max_tokens"], call.body["temperature"]) == (500, 0.0)
    assert "tools" not in call.body


def test_a_server_that_refuses_to_be_told_the_form_is_asked_without_it_from_then_on(ledger, upstream):
    replies, _ = ask(chain_of(ledger, upstream, "formless", attempts=5), times=2)
    assert len(replies) == 2
    assert ["response_format" in call.body for call in upstream.calls] == [True, True, False, False]


def test_a_server_that_fails_over_the_schema_is_told_it_in_another_way(ledger, upstream):
    replies, _ = ask(chain_of(ledger, upstream, "schemaless", attempts=5), times=2)
    assert len(replies) == 2
    assert [call.body["response_format"]["type"] for call in upstream.calls] == ["json_schema", *["json_object"] * 2]


@pytest.mark.parametrize("dead", [True, False])
def test_a_server_that_answers_an_error_or_nobody_at_all_is_not_reachable(ledger, upstream, dead):
    models = played(upstream, "good")
    if dead:
        upstream.die()
    else:
        models[0]["api_base"] = "http://127.0.0.1:1/v1"
    (state,) = asyncio.run(chain_of(ledger, upstream, models=models).model_states())
    assert state.reachable is False
