"""A chain of models that the stub server plays, and one question to ask them."""

import asyncio

from service.llm import FallbackChain, ModelFailed, Question, close
from service.settings import LLMSettings
from tests.corpora import NOW
from tests.model_parts import TOKEN, TOKENS_PRICED, played

ASKED = "[1] Owls hunt at night."
QUESTION = Question([{"role": "user", "content": ASKED}], {"type": "object"}, 500)
MAX_COST = (len(ASKED) + 500) * TOKEN
COST = 1_100 * TOKEN  # what the stub says that it read and wrote


def chain_of(ledger, upstream, *parts, models=None, **knobs):
    models = models or played(upstream, *parts, **TOKENS_PRICED)
    return FallbackChain(LLMSettings(models=tuple(models), **{"deadline_s": 60} | knobs), ledger, lambda: NOW)


def ask(chain, user=None, times=1):
    """The replies to questions of one text, or why there are none; and what the text came to."""

    async def asking():
        attempts = chain.attempts(chain.allowance(user))
        try:
            replies = [await attempts.answer(QUESTION) for _ in range(times)]
        except ModelFailed as error:
            replies = error.reason
        await close()
        return replies, attempts.usage

    return asyncio.run(asking())
