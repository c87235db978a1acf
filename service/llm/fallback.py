"""The configured models in the order they are tried, under one deadline and one budget.

A call goes ahead only while the model's breaker is closed, a place among its calls is free, time is left, and its
highest price has been set aside in the ledger. Whatever a model does, `Attempts.answer` ends before the deadline.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from circuitbreaker import CircuitBreaker  # pyright: ignore[reportMissingTypeStubs]
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_exponential_jitter

from service.errors import ServiceError
from service.llm.client import Model, ModelFailed, Question, Reply
from service.observability import log
from service.settings import LLMSettings, ModelSettings, Price
from service.storage import Budget, BudgetSpent, Ledger

_FREE = Price(0.0, 0.0)
_BACKOFF = wait_exponential_jitter(multiplier=0.5, max=8.0, jitter=0.5)  # seconds
_NANO = 1e9
_QUOTING_S = 0.5  # of a deadline are kept for quoting what no model wrote in time
_PROBE_S = 1.0
_FRESH_S = 10.0
_OURS = frozenset({"deadline", "ledger_unavailable"})  # no other model can help


@dataclass(slots=True)
class Allowance:
    """What one request may take: until when (time of the event loop), for whom, and how much money is left."""

    deadline: float
    user: str | None = None
    purse_nano: int | None = None

    def left(self) -> float:
        """Seconds until the deadline."""
        return self.deadline - asyncio.get_running_loop().time()


@dataclass(slots=True)
class Spent:
    """What the calls for one text came to."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    nano: int = 0


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model, whether its address answers (None where litellm alone knows it), and whether it is left alone."""

    model: str
    reachable: bool | None
    resting: bool


class FallbackChain:
    """All models of one process; safe to share between the requests of one event loop."""

    def __init__(self, settings: LLMSettings, ledger: Ledger, now: Callable[[], datetime]) -> None:
        self.settings, self.ledger, self.now = settings, ledger, now
        self.links = [_Link(model, settings) for model in settings.models]
        self._states: tuple[float, list[bool | None]] | None = None
        self.budget = Budget(_nano(settings.budget_usd), _nano(settings.budget_user_day_usd))

    def allowance(self, user: str | None = None) -> Allowance:
        """The allowance of a request that starts now."""
        limit = self.settings.deadline_s
        deadline = asyncio.get_running_loop().time() + limit - min(_QUOTING_S, limit / 4)
        return Allowance(deadline, user, _nano(self.settings.budget_request_usd))

    async def model_states(self) -> list["ModelState"]:
        """How each model stands, without spending: found out again when the last answer is ten seconds old."""
        now = asyncio.get_running_loop().time()
        if self._states is None or now - self._states[0] > _FRESH_S:
            reachable = await asyncio.gather(*(link.model.reachable(_PROBE_S) for link in self.links))
            self._states = (now, reachable)
        return [
            ModelState(link.model.name, found, link.breaker.opened)
            for link, found in zip(self.links, self._states[1], strict=True)
        ]

    def attempts(self, allowance: Allowance) -> "Attempts":
        """The calls for one text of a request."""
        return Attempts(self, allowance)


@dataclass(slots=True)
class Attempts:
    """The calls made for one text: each model may be called `attempts` times, repairs and second tries included."""

    chain: FallbackChain
    allowance: Allowance
    spent: Spent = field(default_factory=Spent)
    _made: dict[int, int] = field(default_factory=dict[int, int])

    async def answer(self, question: Question) -> Reply:
        """The reply of the first model that gives one; raises ModelFailed with the reason of the last."""
        failure = ModelFailed("attempts_spent")
        for place, link in enumerate(self.chain.links):
            try:
                return await self._of(place, link, question)
            except ModelFailed as error:
                log.info("model_failed", model=link.model.name, reason=error.reason)
                failure = error
                if error.reason in _OURS:
                    break
        raise failure

    async def _of(self, place: int, link: "_Link", question: Question) -> Reply:
        left = self.chain.settings.attempts - self._made.get(place, 0)
        if left <= 0:
            raise ModelFailed("attempts_spent")
        retrying = AsyncRetrying(
            stop=lambda state: state.attempt_number >= left or state.upcoming_sleep >= self.allowance.left(),
            wait=_wait,
            retry=retry_if_exception(lambda error: isinstance(error, ModelFailed) and error.heals),
            reraise=True,
        )
        return await retrying(self._once, place, link, question)

    async def _once(self, place: int, link: "_Link", question: Question) -> Reply:
        try:
            async with asyncio.timeout(self.allowance.left()):
                await link.places.acquire()
        except TimeoutError:
            raise ModelFailed("deadline") from None
        try:
            if link.breaker.opened:
                raise ModelFailed("breaker_open")
            ceiling = link.price.max_cost_nano("".join(m["content"] for m in question.messages), question.max_tokens)
            number = await self._reserve(link, ceiling)
            self._made[place] = self._made.get(place, 0) + 1
            self.spent.calls += 1
            outcome = await self._called(link, question)
        finally:
            link.places.release()  # the next call need not wait until this one is written down
        return await self._settled(link, number, ceiling, outcome)

    async def _called(self, link: "_Link", question: Question) -> Reply | ModelFailed:
        within = min(self.chain.settings.attempt_s, self.allowance.left())
        try:
            with link.breaker:
                return await link.model.ask(question, within)
        except ModelFailed as error:
            return error

    async def _settled(self, link: "_Link", number: int, ceiling: int, outcome: Reply | ModelFailed) -> Reply:
        if isinstance(outcome, ModelFailed):
            await self._settle(number, ceiling, ceiling if outcome.billed else 0)
            raise ModelFailed("deadline") if outcome.reason == "timeout" and self.allowance.left() <= 0 else outcome
        told = outcome.tokens_in + outcome.tokens_out > 0
        cost = link.price.cost_nano(outcome.tokens_in, outcome.tokens_out) if told else ceiling
        await self._settle(number, ceiling, cost, outcome.tokens_in, outcome.tokens_out)
        return outcome

    async def _reserve(self, link: "_Link", ceiling: int) -> int:
        purse = self.allowance.purse_nano
        if purse is not None and ceiling > purse:
            raise ModelFailed("budget_spent")
        chain, model, user = self.chain, link.model.name, self.allowance.user
        if purse is not None:  # before waiting for the database: other texts of this request run meanwhile
            self.allowance.purse_nano = purse - ceiling
        try:
            return await asyncio.to_thread(
                chain.ledger.reserve, model, ceiling, user=user, now=chain.now(), budget=chain.budget
            )
        except BudgetSpent:
            self._give_back(ceiling)
            raise ModelFailed("budget_spent") from None
        except ServiceError:
            self._give_back(ceiling)
            raise ModelFailed("ledger_unavailable") from None

    async def _settle(self, number: int, ceiling: int, cost: int, tokens_in: int = 0, tokens_out: int = 0) -> None:
        self._give_back(ceiling - cost)
        self.spent.nano += cost
        self.spent.tokens_in += tokens_in
        self.spent.tokens_out += tokens_out
        try:
            await asyncio.to_thread(self.chain.ledger.settle, number, cost, tokens_in, tokens_out, self.chain.now())
        except ServiceError as error:  # what is not settled counts at its ceiling
            log.warning("not_settled", reason=error.detail)

    def _give_back(self, nano: int) -> None:
        if self.allowance.purse_nano is not None:
            self.allowance.purse_nano += nano


class _Link:
    """A model with its breaker and the places for calls at the same time."""

    def __init__(self, model: ModelSettings, settings: LLMSettings) -> None:
        self.model = Model(model)
        self.price = model.price or _FREE
        self.places = asyncio.Semaphore(settings.concurrency)
        self.breaker = CircuitBreaker(settings.breaker_failures, settings.breaker_s, _counts, name=model.model)


def _counts(_kind: type[BaseException], error: BaseException) -> bool:
    """Whether a failure says that the model is down: what it says of one prompt does not."""
    return isinstance(error, ModelFailed) and error.reason not in {"refused", "prompt_too_long"}


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, ModelFailed) else None
    return _BACKOFF(state) if asked is None else asked


def _nano(dollars: float | None) -> int | None:
    return None if dollars is None else round(dollars * _NANO)
