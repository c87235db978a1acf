"""A chain of models: what is waited for, how often a model is asked, and what each call comes to."""

import asyncio

import pytest

from service.llm import ModelFailed, close
from service.settings import StoreSettings
from service.storage import Ledger
from service.storage.sql import Database
from tests.corpora import NOW
from tests.llm.chains import COST, MAX_COST, QUESTION, ask, chain_of
from tests.model_parts import played


def test_a_call_costs_what_the_server_says_that_it_read_and_wrote(ledger, upstream):
    (reply,), usage = ask(chain_of(ledger, upstream, "good"))
    assert (reply.tokens_in, reply.tokens_out, reply.complete) == (1000, 100, True)
    assert (usage.calls, usage.nano) == (1, COST)
    found = ledger.spending(NOW)
    assert (found.total_nano, found.open_calls, found.calls, found.tokens_in) == (COST, 0, 1, 1000)


def test_a_call_whose_price_nobody_tells_costs_the_most_that_it_can(ledger, upstream):
    _, usage = ask(chain_of(ledger, upstream, "uncounted"))
    assert usage.nano == ledger.spending(NOW).total_nano == MAX_COST


@pytest.mark.parametrize(
    ("part", "cost"),
    [
        ("hanging", MAX_COST),
        ("half", MAX_COST),
        ("dropping", MAX_COST),
        ("broken", 0),
        ("key-echoing", 0),
        ("limited", 0),
    ],
)
def test_a_failed_call_costs_its_most_when_the_server_may_have_done_the_work(ledger, upstream, part, cost):
    outcome, usage = ask(chain_of(ledger, upstream, part, attempts=1, attempt_s=1.0))
    assert isinstance(outcome, str)
    assert usage.nano == ledger.spending(NOW).total_nano == cost
    assert ledger.spending(NOW).open_calls == 0


def test_a_server_that_asks_for_patience_gets_it(ledger, upstream):
    outcome, _ = ask(chain_of(ledger, upstream, "limited", attempts=2))
    assert outcome == "rate_limited"
    first, second = upstream.calls
    assert second.at - first.at >= 1.0  # Retry-After, by the server's clock


def test_a_server_that_asks_for_more_patience_than_there_is_time_is_not_asked_again(ledger, upstream):
    outcome, _ = ask(chain_of(ledger, upstream, "limited-for-long", attempts=5))
    assert (outcome, len(upstream.calls)) == ("rate_limited", 1)


def test_what_cannot_heal_is_not_tried_again(ledger, upstream):
    for part, reason in {"key-echoing": "key_refused", "too-long": "prompt_too_long"}.items():
        upstream.calls.clear()
        outcome, _ = ask(chain_of(ledger, upstream, part, attempts=5))
        assert (outcome, len(upstream.calls)) == (reason, 1)


def test_repairs_count_as_attempts(ledger, upstream):
    outcome, usage = ask(chain_of(ledger, upstream, "good", attempts=2), times=3)
    assert (outcome, usage.calls, len(upstream.calls)) == ("attempts_spent", 2, 2)


def test_how_a_model_stands_is_found_out_without_spending_and_not_at_every_look(ledger, upstream):
    chain = chain_of(ledger, upstream, "good", models=[*played(upstream, "good"), {"model": "openai/gpt-4o-mini"}])

    async def looks():
        return [await chain.model_states() for _ in range(5)][-1]

    own, theirs = asyncio.run(looks())
    assert (own.reachable, theirs.reachable) == (True, None)
    assert (upstream.probes, upstream.calls) == (1, [])
    assert ledger.spending(NOW).calls == 0


def test_what_a_user_may_spend_in_a_day_is_counted_for_each(ledger, upstream):
    chain = chain_of(ledger, upstream, "good", budget_user_day_usd=(MAX_COST + COST) / 1e9)
    assert [isinstance(ask(chain, user)[0], list) for user in ("ann", "ann", "ann", "bob")] == [True, True, False, True]
    assert ask(chain, "ann")[0] == "budget_spent"


def test_what_a_request_may_spend_is_shared_by_its_texts(ledger, upstream):
    chain = chain_of(ledger, upstream, "good", budget_request_usd=(2 * MAX_COST + COST) / 1e9, attempts=1)

    async def request():
        one = chain.allowance()
        asked = [chain.attempts(one).answer(QUESTION) for _ in range(8)]
        outcomes = await asyncio.gather(*asked, return_exceptions=True)
        await close()
        return outcomes, one.money_left_nano

    outcomes, left = asyncio.run(request())
    failed = [each for each in outcomes if isinstance(each, ModelFailed)]
    assert {each.reason for each in failed} == {"budget_spent"}
    assert len(failed) + len(upstream.calls) == 8
    assert left == 2 * MAX_COST + COST - len(upstream.calls) * COST


def test_a_call_that_could_pass_the_budget_is_not_made(ledger, upstream):
    chain = chain_of(ledger, upstream, "good", budget_usd=(MAX_COST - 1) / 1e9)
    assert ask(chain)[0] == "budget_spent"
    assert (upstream.calls, ledger.spending(NOW).calls) == ([], 0)


def test_without_a_ledger_nothing_is_spent(ledger, upstream, tmp_path):
    chain = chain_of(ledger, upstream, "good")
    chain.ledger = Ledger(Database(tmp_path / "paperlark.db", StoreSettings(min_free_mb=10**9)))  # no such disk
    assert ask(chain)[0] == "ledger_unavailable"
    assert not upstream.calls
