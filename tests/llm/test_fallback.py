"""A chain of models: what is sent where, what is waited for, and what each call comes to."""

import asyncio
import threading

import pytest

from service.llm.client import ModelFailed, Question, close, load_litellm
from service.llm.fallback import FallbackChain
from service.settings import LLMSettings, StoreSettings
from service.storage import Ledger
from service.storage.sql import Database
from tests.corpora import NOW
from tests.model_parts import TOKEN, TOKENS_PRICED, played

ASKED = "[1] Owls hunt at night."
QUESTION = Question([{"role": "user", "content": ASKED}], {"type": "object"}, 500)
CEILING = (len(ASKED) + 500) * TOKEN
COST = 1_100 * TOKEN  # what the stub says that it read and wrote


@pytest.fixture
def ledger(stores, tmp_path):
    with stores.opened(tmp_path) as database:
        yield Ledger(database)


def chain_of(ledger, upstream, *parts, models=None, **knobs):
    models = models or played(upstream, *parts, **TOKENS_PRICED)
    return FallbackChain(LLMSettings(models=tuple(models), **{"deadline_s": 60} | knobs), ledger, lambda: NOW)


def ask(chain, user=None, times=1):
    """The replies to questions of one text, or why there are none; and what the text came to."""

    async def attempts():
        attempts = chain.attempts(chain.allowance(user))
        try:
            said = [await attempts.answer(QUESTION) for _ in range(times)]
        except ModelFailed as error:
            said = error.reason
        await close()
        return said, attempts.spent

    return asyncio.run(attempts())


def test_a_call_costs_what_the_server_says_that_it_read_and_wrote(ledger, upstream):
    (reply,), spent = ask(chain_of(ledger, upstream, "good"))
    assert (reply.tokens_in, reply.tokens_out, reply.complete) == (1000, 100, True)
    assert (spent.calls, spent.nano) == (1, COST)
    found = ledger.spent(NOW)
    assert (found.total_nano, found.open_calls, found.calls, found.tokens_in) == (COST, 0, 1, 1000)


def test_a_call_whose_price_nobody_tells_costs_the_most_that_it_can(ledger, upstream):
    _, spent = ask(chain_of(ledger, upstream, "uncounted"))
    assert spent.nano == ledger.spent(NOW).total_nano == CEILING


@pytest.mark.parametrize(
    ("part", "cost"),
    [("hanging", CEILING), ("half", CEILING), ("dropping", CEILING), ("broken", 0), ("key-echoing", 0), ("limited", 0)],
)
def test_a_failed_call_costs_its_most_when_the_server_may_have_done_the_work(ledger, upstream, part, cost):
    said, spent = ask(chain_of(ledger, upstream, part, attempts=1, attempt_s=1.0))
    assert isinstance(said, str)
    assert spent.nano == ledger.spent(NOW).total_nano == cost
    assert ledger.spent(NOW).open_calls == 0


def test_a_server_that_asks_for_patience_gets_it(ledger, upstream):
    said, _ = ask(chain_of(ledger, upstream, "limited", attempts=2))
    assert said == "rate_limited"
    first, second = upstream.calls
    assert second.at - first.at >= 1.0  # Retry-After, by the server's clock


def test_a_server_that_asks_for_more_patience_than_there_is_time_is_not_asked_again(ledger, upstream):
    said, _ = ask(chain_of(ledger, upstream, "limited-for-long", attempts=5))
    assert (said, len(upstream.calls)) == ("rate_limited", 1)


def test_what_cannot_heal_is_not_tried_again(ledger, upstream):
    for part, reason in {"key-echoing": "key_refused", "too-long": "prompt_too_long"}.items():
        upstream.calls.clear()
        said, _ = ask(chain_of(ledger, upstream, part, attempts=5))
        assert (said, len(upstream.calls)) == (reason, 1)


def test_a_server_that_refuses_to_be_told_the_form_is_asked_without_it_from_then_on(ledger, upstream):
    replies, _ = ask(chain_of(ledger, upstream, "formless", attempts=5), times=2)
    assert len(replies) == 2
    assert ["response_format" in call.body for call in upstream.calls] == [True, True, False, False]


def test_a_server_that_fails_over_the_schema_is_told_it_in_another_way(ledger, upstream):
    replies, _ = ask(chain_of(ledger, upstream, "schemaless", attempts=5), times=2)
    assert len(replies) == 2
    assert [call.body["response_format"]["type"] for call in upstream.calls] == ["json_schema", *["json_object"] * 2]


def test_repairs_count_as_attempts(ledger, upstream):
    said, spent = ask(chain_of(ledger, upstream, "good", attempts=2), times=3)
    assert (said, spent.calls, len(upstream.calls)) == ("attempts_spent", 2, 2)


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


def test_how_a_model_stands_is_found_out_without_spending_and_not_at_every_look(ledger, upstream):
    chain = chain_of(ledger, upstream, "good", models=[*played(upstream, "good"), {"model": "openai/gpt-4o-mini"}])

    async def looks():
        return [await chain.model_states() for _ in range(5)][-1]

    own, theirs = asyncio.run(looks())
    assert (own.reachable, theirs.reachable) == (True, None)
    assert (upstream.probes, upstream.calls) == (1, [])
    assert ledger.spent(NOW).calls == 0


@pytest.mark.parametrize("dead", [True, False])
def test_a_server_that_answers_an_error_or_nobody_at_all_is_not_reachable(ledger, upstream, dead):
    models = played(upstream, "good")
    if dead:
        upstream.die()
    else:
        models[0]["api_base"] = "http://127.0.0.1:1/v1"
    (state,) = asyncio.run(chain_of(ledger, upstream, models=models).model_states())
    assert state.reachable is False


def test_what_a_user_may_spend_in_a_day_is_counted_for_each(ledger, upstream):
    chain = chain_of(ledger, upstream, "good", budget_user_day_usd=(CEILING + COST) / 1e9)
    assert [isinstance(ask(chain, user)[0], list) for user in ("ann", "ann", "ann", "bob")] == [True, True, False, True]
    assert ask(chain, "ann")[0] == "budget_spent"


def test_what_a_request_may_spend_is_shared_by_its_texts(ledger, upstream):
    chain = chain_of(ledger, upstream, "good", budget_request_usd=(2 * CEILING + COST) / 1e9, attempts=1)

    async def request():
        one = chain.allowance()
        asked = [chain.attempts(one).answer(QUESTION) for _ in range(8)]
        said = await asyncio.gather(*asked, return_exceptions=True)
        await close()
        return said, one.purse_nano

    said, left = asyncio.run(request())
    failed = [each for each in said if isinstance(each, ModelFailed)]
    assert {each.reason for each in failed} == {"budget_spent"}
    assert len(failed) + len(upstream.calls) == 8
    assert left == 2 * CEILING + COST - len(upstream.calls) * COST


def test_a_call_that_could_pass_the_budget_is_not_made(ledger, upstream):
    chain = chain_of(ledger, upstream, "good", budget_usd=(CEILING - 1) / 1e9)
    assert ask(chain)[0] == "budget_spent"
    assert (upstream.calls, ledger.spent(NOW).calls) == ([], 0)


def test_without_a_ledger_nothing_is_spent(ledger, upstream, tmp_path):
    chain = chain_of(ledger, upstream, "good")
    chain.ledger = Ledger(Database(tmp_path / "paperlark.db", StoreSettings(min_free_mb=10**9)))  # no such disk
    assert ask(chain)[0] == "ledger_unavailable"
    assert not upstream.calls


def test_litellm_works_on_one_event_loop_of_its_own_whoever_asks(ledger, upstream, monkeypatch):
    real, loops = load_litellm().acompletion, set()

    async def seen(**told):
        loops.add(asyncio.get_running_loop())
        return await real(**told)

    async def attempts(chain):
        await chain.attempts(chain.allowance()).answer(QUESTION)
        return asyncio.get_running_loop()

    monkeypatch.setattr(load_litellm(), "acompletion", seen)
    ours = {asyncio.run(attempts(chain_of(ledger, upstream, "good"))) for _ in range(2)}
    asyncio.run(close())
    assert len(loops) == 1
    assert loops.isdisjoint(ours)


def test_a_call_that_is_out_of_time_ends_at_litellm_as_well(ledger, upstream, monkeypatch):
    ended = threading.Event()

    async def never(**_):
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(load_litellm(), "acompletion", never)
    said, _ = ask(chain_of(ledger, upstream, "good", attempts=1, attempt_s=1.0))
    assert said == "timeout"
    assert ended.wait(10)
