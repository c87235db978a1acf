"""An embedding model on a server, by litellm: in batches, retried, within the budget of the language models."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from math import ceil

import numpy as np
from circuitbreaker import CircuitBreaker  # pyright: ignore[reportMissingTypeStubs]
from tenacity import RetryCallState, Retrying, retry_if_exception

from service import embedding
from service.embedding import Embedder, ModelInfo, Vectors
from service.errors import BadInput, EmbeddingAway, EmbeddingUnavailable, ServiceError
from service.llm.embedding_client import Embedded, EmbeddingClient
from service.llm.failure import ModelFailed, Reason
from service.llm.fallback import wait_as_asked
from service.observability import log
from service.settings import EmbeddingSettings, Price
from service.storage import Budget, BudgetExceeded, Ledger

_MOST_TEXTS = 32  # of one call, which every server takes that was looked at
_ANSWER_BYTES, _NUMBER_BYTES = 700_000, 24  # what is read of an answer, and what a number takes in JSON
_AT_ONCE = 4  # calls
_TRIES, _LONGEST_WAIT_S = 3, 10.0  # of a call, and between two
_QUERY_S = 5.0  # for which somebody waits
_QUERIES = 1_000  # whose vectors are kept, so that the next page of a list is asked by the same one
_MOST_CHARACTERS, _LEAST_CHARACTERS = 8_000, 100  # of a text
_FAILURES, _REST_S = 5, 30.0  # failures in a row after which a server is left alone, and for how long
_OF_THE_TEXTS = frozenset[Reason]({"refused", "prompt_too_long", "unreadable"})  # fewer or shorter ones may do
_PASSING = frozenset[Reason]({"timeout", "unreachable", "rate_limited", "upstream_error", "breaker_open"})
_FREE = Price(0.0, 0.0)
_PREFIX = "PAPERLARK_EMBEDDING__"
_REMEDIES: dict[Reason, str] = {
    "timeout": f"it did not answer in time, see {_PREFIX}TIMEOUT_S",
    "unreachable": f"start its server, or check {_PREFIX}API_BASE",
    "rate_limited": "it asks us to wait",
    "upstream_error": "its server fails, see its log",
    "breaker_open": "it has failed several times in a row and is left alone for a while",
    "out_of_quota": "its account has nothing left",
    "key_refused": f"set {_PREFIX}API_KEY",
    "unknown_model": f"check {_PREFIX}MODEL and {_PREFIX}API_BASE",
    "budget_spent": "raise PAPERLARK_LLM__BUDGET_USD",
    "ledger_unavailable": "the database took no reservation, see `paperlark doctor`",
    "unreadable": f"its answers have no usable vector for each text, check {_PREFIX}MODEL",
    "refused": f"it refuses even a short text, check {_PREFIX}MODEL",
    "prompt_too_long": f"it refuses even a short text, check {_PREFIX}MODEL",
}


@dataclass(frozen=True, slots=True)
class Account:
    """Where calls are paid from: the ledger, what may ever be spent (None is no bound), and the clock."""

    ledger: Ledger
    budget_usd: float | None
    now: Callable[[], datetime]

    @property
    def budget(self) -> Budget:
        """The bound as the ledger has it."""
        return Budget(None if self.budget_usd is None else round(self.budget_usd * 1e9))


def load_embedder(settings: EmbeddingSettings, account: Account, kept: str | None = None) -> Embedder:
    """The model of the settings, whichever it is; see `RemoteEmbedder` for `kept`.

    Raises EmbeddingUnavailable, and BadInput for a budget without a price.
    """
    if settings.is_local:
        return embedding.load(settings.weights_dir, settings.max_tokens)
    return RemoteEmbedder(settings, account, kept)


class RemoteEmbedder:
    """The model of the settings; safe to share between threads, and never to be waited for on an event loop."""

    def __init__(self, settings: EmbeddingSettings, account: Account, kept: str | None = None) -> None:
        """The model whose vectors, if there are any, are `kept` under a key; else one call tells how long they are.

        Raises EmbeddingUnavailable when that fails, BadInput for a budget without a price.
        """
        if account.budget_usd is not None and settings.price is None:
            raise BadInput.at(f"{_PREFIX}USD_PER_MILLION", f"a budget needs the price of {settings.model}; 0 is free")
        self._settings, self._account = settings, account
        self._price = settings.price or _FREE
        self._client = EmbeddingClient(settings)
        self._breaker = CircuitBreaker(_FAILURES, _REST_S, _trips, name=settings.model)
        self._query = lru_cache(_QUERIES)(self._query_vector)
        dim = _dim(settings.model, kept) or self._measured()
        self.info = ModelInfo(f"{settings.model}@{dim}", dim)
        self._most_texts = min(_MOST_TEXTS, max(1, _ANSWER_BYTES // (dim * _NUMBER_BYTES)))
        self._at_once = _AT_ONCE

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """One unit vector per text, (n, dim), in the order given; `progress` is called with how many texts are done.

        A call that fails in passing is tried again, but not for a single text without `progress`, for which somebody
        waits; what a server refuses is sent in parts, and a text that is too long for it is cut. Raises EmbeddingAway
        when the server cannot be reached in time or asks us to wait for long, EmbeddingUnavailable for whatever else.
        """
        sent = [_sendable(text) for text in texts]
        try:
            if len(sent) == 1 and progress is None:
                return self._query(sent[0])[np.newaxis].copy()
            return self._all(sent, progress or (lambda _done: None))
        except ModelFailed as error:
            raise self._unavailable(error) from None

    def _all(self, texts: Sequence[str], progress: Callable[[int], None]) -> Vectors:
        size = self._most_texts
        batches = [texts[start : start + size] for start in range(0, len(texts), size)]
        found = [np.empty((0, self.info.dim), dtype=np.float32)]
        pool = ThreadPoolExecutor(self._at_once)
        try:
            for batch in pool.map(partial(self._batch, within=self._settings.timeout_s, tries=_TRIES), batches):
                found.append(batch)
                progress(sum(map(len, found)))
        finally:
            pool.shutdown(cancel_futures=True)  # what failed or was interrupted ends now, not after its last call
        return np.vstack(found)

    def _query_vector(self, text: str) -> Vectors:
        """The vector of one text, (dim,)."""
        return self._batch([text], min(_QUERY_S, self._settings.timeout_s), 1)[0]

    def _batch(self, texts: Sequence[str], within: float, tries: int) -> Vectors:
        """The vectors of texts for one call, or for several if the server refuses that."""
        try:
            vectors = self._tried(texts, within, tries).vectors
        except ModelFailed as error:
            if error.reason == "timeout" and len(texts) > 1:
                self._ask_less(len(texts))
            parts = _parts(texts) if error.reason in _OF_THE_TEXTS else []
            if not parts:
                raise
            return np.vstack([self._batch(part, within, tries) for part in parts])
        if vectors.shape[1] != self.info.dim:
            raise EmbeddingUnavailable(
                f"{self._settings.model} answers with vectors of {vectors.shape[1]} numbers, and those kept here have "
                f"{self.info.dim}. Have its server answer as before, or run `paperlark reindex --new-model`."
            )
        return vectors

    def _ask_less(self, texts: int) -> None:
        """Send a server that did not answer so many texts in time one call after the other, of half as many."""
        self._most_texts, self._at_once = min(self._most_texts, texts // 2), 1
        log.warning("embedding_server_slow", model=self._settings.model, texts_at_once=self._most_texts)

    def _tried(self, texts: Sequence[str], within: float, tries: int) -> Embedded:
        retrying = Retrying(
            stop=lambda state: state.attempt_number >= tries or _is_long(state),
            wait=wait_as_asked,
            retry=retry_if_exception(lambda error: isinstance(error, ModelFailed) and error.retryable),
            reraise=True,
        )
        return retrying(self._called, texts, within)

    def _called(self, texts: Sequence[str], within: float) -> Embedded:
        """One call, for which the most that it can cost is set aside."""
        if self._breaker.opened:
            raise ModelFailed("breaker_open", retry_after_s=self._breaker.open_remaining)
        max_cost = self._price.max_cost_nano("".join(texts), 0)
        reservation = self._reserve(max_cost) if max_cost else None
        try:
            with self._breaker:
                found = self._client.ask(texts, within)
        except ModelFailed as error:
            self._settle(reservation, max_cost if error.maybe_billed else 0, 0)
            raise
        cost = max_cost if found.tokens is None else self._price.cost_nano(found.tokens, 0)
        self._settle(reservation, cost, found.tokens or 0)
        return found

    def _reserve(self, max_cost: int) -> int:
        account = self._account
        try:
            return account.ledger.reserve(
                self._settings.model, max_cost, user=None, now=account.now(), budget=account.budget
            )
        except BudgetExceeded:
            raise ModelFailed("budget_spent") from None
        except ServiceError:
            raise ModelFailed("ledger_unavailable") from None

    def _settle(self, reservation: int | None, cost: int, tokens: int) -> None:
        if reservation is None:
            return
        try:
            self._account.ledger.settle(reservation, cost, tokens, 0, self._account.now())
        except ServiceError as error:  # what is not settled counts at the most that the call could cost
            log.warning("reservation_not_settled", reason=error.detail)

    def _measured(self) -> int:
        """How long the model's vectors are."""
        try:
            return self._tried(["A test."], self._settings.timeout_s, _TRIES).vectors.shape[1]
        except ModelFailed as error:
            raise self._unavailable(error) from None

    def _unavailable(self, error: ModelFailed) -> EmbeddingUnavailable:
        log.warning(
            "embedding_failed", model=self._settings.model, reason=error.reason, status=error.status, said=error.said
        )
        detail = (
            f"The embedding model {self._settings.model} at {self._settings.api_base or 'its provider'} gives no "
            f"vectors: {_REMEDIES.get(error.reason, 'see its log')} ({error.reason})."
        )
        if error.reason in _PASSING:
            wait = _REST_S if error.retry_after_s is None else error.retry_after_s
            return EmbeddingAway(detail, retry_after=ceil(wait))
        return EmbeddingUnavailable(detail)


def _parts(texts: Sequence[str]) -> list[Sequence[str]]:
    """What to send instead of texts that a server refuses: each half, or the first half of a single one."""
    if len(texts) > 1:
        return [texts[: len(texts) // 2], texts[len(texts) // 2 :]]
    only = texts[0]
    return [[only[: len(only) // 2]]] if len(only) > _LEAST_CHARACTERS else []


def _sendable(text: str) -> str:
    """What is sent of a text: without lone surrogates, not empty, and of some length at most."""
    return text[:_MOST_CHARACTERS].encode("utf-8", "ignore").decode().strip() or "."


def _dim(model: str, kept: str | None) -> int | None:
    """How long the vectors are that are kept, if they are the model's."""
    name, _, dim = (kept or "").rpartition("@")
    return int(dim) if name == model and dim.isdecimal() else None


def _is_long(state: RetryCallState) -> bool:
    return state.upcoming_sleep > _LONGEST_WAIT_S


def _trips(_kind: type[BaseException], error: BaseException) -> bool:
    """Whether a failure says that the server is down: what it says of some texts does not."""
    return isinstance(error, ModelFailed) and error.reason not in _OF_THE_TEXTS
