"""The configured models in the order they are tried, under one deadline and one budget.

A call goes ahead only while the model's breaker is closed, fewer calls of it are under way than may be, time is left,
and the most that it can cost has been set aside in the ledger. Whatever a model does, `Attempts.answer` ends before the
deadline.
"""

import asyncio
import copy
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from circuitbreaker import CircuitBreaker  # pyright: ignore[reportMissingTypeStubs]
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_exponential_jitter

from service.errors import ServiceError
from service.llm.client import ModelClient
from service.llm.failure import ModelFailed, Reason
from service.llm.question import Question, Reply
from service.llm.server_check import ServerState, look_at
from service.observability import log, metrics
from service.settings import LLMSettings, ModelSettings, Price
from service.storage import Budget, BudgetExceeded, Ledger, UserErased

_FREE = Price(0.0, 0.0)
_BACKOFF = wait_exponential_jitter(multiplier=0.5, max=8.0, jitter=0.5)  # seconds
_NANO = 1e9
_QUOTING_S = 0.5  # of a deadline are kept for quoting what no model wrote in time
_REACHABLE_WITHIN_S = 1.0
_STATES_MAX_AGE_S = 10.0
_FINAL = frozenset({"deadline", "ledger_unavailable", "user_erased"})  # no other model can help


@dataclass(slots=True)
class Allowance:
    """What one request may take: until when (time of the event loop), for whom, how much money; None is no bound.

    `money_left_nano`, in 1e-9 US dollars, shrinks with each call; the texts of a request share it. `key` is the id of
    the key that asked, `since` when the work began: for a user who is erased after that, nothing more is paid.
    """

    deadline: float
    user: str | None = None
    money_left_nano: int | None = None
    key: str | None = None
    since: datetime | None = None

    def seconds_left(self) -> float:
        """Seconds until the deadline, negative after it."""
        return self.deadline - asyncio.get_running_loop().time()


@dataclass(slots=True)
class Usage:
    """What the calls for one text came to; `nano` is in 1e-9 US dollars."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    nano: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.calls + other.calls,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.nano + other.nano,
        )


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model, whether its address answers (None where litellm alone knows it), and whether its breaker is open.

    `fault` is what to change in its settings, `last_failure` why its last call failed, `adaptations` how it is asked
    otherwise than usual because its server refused that.
    """

    model: str
    reachable: bool | None
    breaker_open: bool
    fault: str | None = None
    last_failure: Reason | None = None
    adaptations: tuple[str, ...] = ()


class FallbackChain:
    """All models of one process; safe to share between the requests of one event loop."""

    def __init__(self, settings: LLMSettings, ledger: Ledger, now: Callable[[], datetime]) -> None:
        self.settings, self.ledger, self.now = settings, ledger, now
        self.models = [GuardedModel(model, settings) for model in settings.models]
        self._verifier = (
            GuardedModel(settings.verifier, settings) if settings.verifier else next(iter(self.models), None)
        )
        self.budget = Budget(
            _nano(settings.budget_usd), _nano(settings.budget_user_day_usd), _nano(settings.budget_key_day_usd)
        )
        self.verifies = False
        self._looked: tuple[float, list[ServerState]] | None = None  # when, and at each model's server

    def allowance(self, user: str | None = None, key: str | None = None, since: datetime | None = None) -> Allowance:
        """The allowance of a request that starts now, or that is part of work that began before."""
        limit = self.settings.deadline_s
        deadline = asyncio.get_running_loop().time() + limit - min(_QUOTING_S, limit / 4)
        return Allowance(deadline, user, _nano(self.settings.budget_request_usd), key, since or self.now())

    async def model_states(self) -> list[ModelState]:
        """How each model stands, the one that verifies too, without spending; at most ten seconds old."""
        now = asyncio.get_running_loop().time()
        models = [*self.models, *([self._verifier] if self._verifier and self._verifier not in self.models else [])]
        if self._looked is None or now - self._looked[0] > _STATES_MAX_AGE_S:
            servers = (look_at(model.client.settings, _REACHABLE_WITHIN_S) for model in models)
            self._looked = (now, await asyncio.gather(*servers))
        return [model.state(server) for model, server in zip(models, self._looked[1], strict=True)]

    def of_verifier(self) -> Self | None:
        """The same, with the model alone that verifies: the one that is set for it, or the first; None without any."""
        if self._verifier is None or not self.models:
            return None
        other = copy.copy(self)
        other.models, other.verifies = [self._verifier], True
        return other

    def attempts(self, allowance: Allowance) -> "Attempts":
        """The calls for one text of a request."""
        return Attempts(self, allowance)


class GuardedModel:
    """A model with its price, its circuit breaker, and the bound on calls of it at the same time."""

    def __init__(self, model: ModelSettings, settings: LLMSettings) -> None:
        self.name = model.model
        self.client = ModelClient(model)
        self.price = model.price or _FREE
        self.concurrency = asyncio.Semaphore(settings.concurrency)
        self.breaker = CircuitBreaker(settings.breaker_failures, settings.breaker_s, _trips, name=model.model)
        self.last_failure: Reason | None = None

    def state(self, server: ServerState) -> ModelState:
        """How the model stands, given how its server does."""
        return ModelState(
            self.name,
            server.reachable,
            self.breaker.opened,
            server.fault,
            self.last_failure,
            self.client.dialect.adaptations,
        )


@dataclass(slots=True)
class Attempts:
    """The calls made for one text: each model may be called `attempts` times, repairs and second tries included."""

    chain: FallbackChain
    allowance: Allowance
    usage: Usage = field(default_factory=Usage)
    _made: dict[int, int] = field(default_factory=dict[int, int])  # by the model's position in the chain

    async def answer(self, question: Question) -> Reply:
        """The reply of the first model that gives one; raises ModelFailed with the reason of the last."""
        failure = ModelFailed("attempts_spent")
        for position, model in enumerate(self.chain.models):
            try:
                return await self._answer_of(position, model, question)
            except ModelFailed as error:
                log.info("model_failed", model=model.name, reason=error.reason, status=error.status, said=error.said)
                failure = error
                if error.reason in _FINAL:
                    break
        raise failure

    async def _answer_of(self, position: int, model: GuardedModel, question: Question) -> Reply:
        """The reply of one model, which is tried again as long as that can help."""
        left = self.chain.settings.attempts - self._made.get(position, 0)
        if left <= 0:
            raise ModelFailed("attempts_spent")
        retrying = AsyncRetrying(
            stop=lambda state: state.attempt_number >= left or state.upcoming_sleep >= self.allowance.seconds_left(),
            wait=wait_as_asked,
            retry=retry_if_exception(lambda error: isinstance(error, ModelFailed) and error.retryable),
            reraise=True,
        )
        return await retrying(self._attempt, position, model, question)

    async def _attempt(self, position: int, model: GuardedModel, question: Question) -> Reply:
        try:
            async with asyncio.timeout(self.allowance.seconds_left()):
                await model.concurrency.acquire()
        except TimeoutError:
            raise ModelFailed("deadline") from None
        try:
            if model.breaker.opened:
                raise ModelFailed("breaker_open")
            max_cost = model.price.max_cost_nano(question.prompt, question.max_tokens)
            reservation = await self._reserve(model, max_cost)
            self._made[position] = self._made.get(position, 0) + 1
            self.usage.calls += 1
            outcome = await self._call(model, question)
        finally:
            model.concurrency.release()  # the next call need not wait until this one is written down
        return await self._settle_outcome(model, reservation, max_cost, outcome)

    async def _call(self, model: GuardedModel, question: Question) -> Reply | ModelFailed:
        within = min(self.chain.settings.attempt_s, self.allowance.seconds_left())
        begun = time.perf_counter()
        try:
            with model.breaker:
                outcome = await model.client.ask(question, within)
            model.last_failure = "refused" if outcome.refused else None
        except ModelFailed as error:
            outcome, model.last_failure = error, error.reason
        metrics.count_model_call(model.name, model.last_failure or "ok", time.perf_counter() - begun)
        return outcome

    async def _settle_outcome(
        self, model: GuardedModel, reservation: int, max_cost: int, outcome: Reply | ModelFailed
    ) -> Reply:
        if isinstance(outcome, ModelFailed):
            await self._settle(reservation, max_cost, max_cost if outcome.maybe_billed else 0)
            out_of_time = outcome.reason == "timeout" and self.allowance.seconds_left() <= 0
            raise ModelFailed("deadline") if out_of_time else outcome
        cost = model.price.cost_nano(outcome.tokens_in, outcome.tokens_out)
        await self._settle(reservation, max_cost, cost, outcome.tokens_in, outcome.tokens_out)
        if outcome.refused:
            raise ModelFailed("refused")
        return outcome

    async def _reserve(self, model: GuardedModel, max_cost: int) -> int:
        money_left = self.allowance.money_left_nano
        if money_left is not None and max_cost > money_left:
            raise ModelFailed("budget_spent")
        chain, user = self.chain, self.allowance.user
        if money_left is not None:  # before waiting for the database: other texts of this request run meanwhile
            self.allowance.money_left_nano = money_left - max_cost
        try:
            return await asyncio.to_thread(
                chain.ledger.reserve,
                model.name,
                max_cost,
                user=user,
                now=chain.now(),
                budget=chain.budget,
                key=self.allowance.key,
                since=self.allowance.since,
                verifies=chain.verifies,
            )
        except BudgetExceeded:
            self._give_back(max_cost)
            raise ModelFailed("budget_spent") from None
        except UserErased:
            self._give_back(max_cost)
            raise ModelFailed("user_erased") from None
        except ServiceError:
            self._give_back(max_cost)
            raise ModelFailed("ledger_unavailable") from None

    async def _settle(
        self, reservation: int, max_cost: int, cost: int, tokens_in: int = 0, tokens_out: int = 0
    ) -> None:
        self._give_back(max_cost - cost)
        self.usage.nano += cost
        self.usage.tokens_in += tokens_in
        self.usage.tokens_out += tokens_out
        ledger, now = self.chain.ledger, self.chain.now()
        try:
            await asyncio.to_thread(ledger.settle, reservation, cost, tokens_in, tokens_out, now)
        except ServiceError as error:  # what is not settled counts at the most that the call could cost
            log.warning("reservation_not_settled", reason=error.detail)

    def _give_back(self, nano: int) -> None:
        if self.allowance.money_left_nano is not None:
            self.allowance.money_left_nano += nano


def _trips(_kind: type[BaseException], error: BaseException) -> bool:
    """Whether a failure says that the model is down: what it says of one prompt does not."""
    return isinstance(error, ModelFailed) and error.reason not in {"refused", "prompt_too_long"}


def wait_as_asked(state: RetryCallState) -> float:
    """Seconds until the next try: as many as the server asked for, or else ever more, with some chance."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after_s if isinstance(error, ModelFailed) else None
    return _BACKOFF(state) if asked is None else asked


def _nano(dollars: float | None) -> int | None:
    return None if dollars is None else round(dollars * _NANO)
