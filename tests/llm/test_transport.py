"""litellm works on an event loop of its own, and no longer than it is waited for."""

import asyncio
import threading

from service.llm import close, load_litellm
from tests.llm.chains import QUESTION, ask, chain_of


def test_litellm_works_on_one_event_loop_of_its_own_whoever_asks(ledger, upstream, monkeypatch):
    real, loops = load_litellm().acompletion, set()

    async def watched(**arguments):
        loops.add(asyncio.get_running_loop())
        return await real(**arguments)

    async def asking(chain):
        await chain.attempts(chain.allowance()).answer(QUESTION)
        return asyncio.get_running_loop()

    monkeypatch.setattr(load_litellm(), "acompletion", watched)
    ours = {asyncio.run(asking(chain_of(ledger, upstream, "good"))) for _ in range(2)}
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
    outcome, _ = ask(chain_of(ledger, upstream, "good", attempts=1, attempt_s=1.0))
    assert outcome == "timeout"
    assert ended.wait(10)
