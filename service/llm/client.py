"""The only door to litellm: one call of one model, and in how many ways it can fail.

litellm is imported when a model is first needed, and works on an event loop of its own: it computes for milliseconds
between two packets, for which no request should wait. It is told to keep to itself: no price list or `.env` is fetched,
nothing is retried, cached, printed or reported. Addresses and keys come from the settings alone.
"""

import asyncio
import gc
import os
import sys
import threading
import warnings
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib import import_module
from ssl import SSLContext
from typing import Any, Literal, TypeAlias

import httpx

from service.settings import ModelSettings

Message: TypeAlias = Mapping[str, str]
Reason = Literal[
    "timeout", "unreachable", "rate_limited", "upstream_error", "key_refused", "unknown_model", "refused",
    "prompt_too_long", "breaker_open", "attempts_spent", "deadline", "budget_spent",
    "ledger_unavailable", "unreadable", "unsupported",
]  # fmt: skip
MAX_ANSWER = 1_000_000  # bytes of one answer on the wire, head room included

_NO_KEY = "no-key"  # an empty key would make litellm send one from the environment
_FORMS = 2  # ways at most, and then none
_FAULT = HTTPStatus.INTERNAL_SERVER_ERROR
_OURS = 1_000.0  # seconds: our own timeouts are always shorter, so that none of litellm's decides
_NOISE = (
    "Items? .* on TypedDict class",  # pydantic on litellm's own types
    "Pydantic serializer warnings",  # a stranger's answer of a strange shape, which is dealt with by us
    "coroutine '.*acompletion' was never awaited",  # our deadline came before litellm had begun
)
_import_lock = threading.Lock()
_loop_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked: messages, the JSON schema of the answer, and how much it may write."""

    messages: Sequence[Message]
    schema: Mapping[str, Any]
    max_tokens: int
    temperature: float = 0.0


class ModelFailed(Exception):
    """A call that gave no text: why, whether it heals, how long we were asked to wait, whether it may be billed."""

    def __init__(self, reason: Reason, *, heals: bool = False, wait: float | None = None, billed: bool = False) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.heals, self.wait, self.billed = heals, wait, billed


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered, not checked in any way; `complete` is false when it was cut off."""

    model: str
    text: str
    complete: bool
    tokens_in: int
    tokens_out: int


class Model:
    """One configured model; `ask` may be called many times at once."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self.name = settings.model
        self._litellm: Any = None  # once it is loaded
        self._refused, self._form_taken = 0, False  # ways to tell it the form of an answer

    async def ask(self, question: Question, within: float) -> Reply:
        """One call of at most `within` seconds; raises ModelFailed for whatever goes wrong."""
        try:
            async with asyncio.timeout(within):
                litellm = self._litellm = self._litellm or await asyncio.to_thread(load_litellm)
                response = await _on_own_loop(self._completion(litellm, question))
        except TimeoutError:
            raise ModelFailed("timeout", billed=True) from None  # who hangs once hangs again: on to the next model
        except Exception as error:  # noqa: BLE001  # of some hundred providers
            raise self._failure(load_litellm(), error) from None  # its message may quote the key or the prompt
        self._form_taken = True
        return self._reply(response)

    async def _completion(self, litellm: Any, question: Question) -> Any:  # noqa: ANN401
        _use_session(litellm)
        return await litellm.acompletion(
            messages=[dict(message) for message in question.messages],
            max_tokens=question.max_tokens,
            temperature=question.temperature,
            **self._address(),
            **self._format(litellm, question.schema),
        )

    async def reachable(self, within: float) -> bool | None:
        """Whether the address lists its models, which costs nothing; None where litellm alone knows the address."""
        if self.settings.api_base is None:
            return None
        headers = {"Authorization": f"Bearer {self.settings.api_key.get_secret_value() or _NO_KEY}"}
        async with httpx.AsyncClient(timeout=within, headers=headers) as client:
            try:
                async with asyncio.timeout(within):
                    answer = await client.get(f"{str(self.settings.api_base).rstrip('/')}/models")
            except (httpx.HTTPError, TimeoutError):
                return False
        known = answer.status_code in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}  # not every server lists its models
        return known and "html" not in answer.headers.get("content-type", "")

    def _address(self) -> dict[str, Any]:
        address: dict[str, Any] = {"model": self.name, "max_retries": 0, "num_retries": 0, "timeout": _OURS}
        key = self.settings.api_key.get_secret_value()
        if self.settings.api_base is not None:
            address |= {"api_base": str(self.settings.api_base), "api_key": key or _NO_KEY}
        elif key:
            address["api_key"] = key
        return address

    def _format(self, litellm: Any, schema: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401
        """The strictest way to ask for the form of an answer that the model has not refused."""
        strict = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": dict(schema)}}
        if "response_format" not in (litellm.get_supported_openai_params(self.name) or []):
            forms = list[dict[str, Any]]()
        elif self.settings.api_base is not None:  # litellm's list does not tell what a server of one's own can do
            forms = [strict, {"type": "json_object", "schema": dict(schema)}]  # the second is llama-cpp-python's way
        else:
            forms = [strict if litellm.supports_response_schema(self.name) else {"type": "json_object"}]
        return {"response_format": forms[self._refused]} if self._refused < len(forms) else {}

    def _ask_for_less(self) -> bool:
        """Be less strict from now on, for many servers refuse to be told the form; False when that was not it."""
        refused_it = not self._form_taken and self._refused < _FORMS
        self._refused += refused_it
        return refused_it

    def _failure(self, litellm: Any, error: Exception) -> ModelFailed:  # noqa: ANN401, PLR0911  # a table of faults
        known = litellm.exceptions
        if isinstance(error, known.RateLimitError):
            return ModelFailed("rate_limited", heals=True, wait=_asked_to_wait(error))
        if isinstance(error, known.ContextWindowExceededError):
            return ModelFailed("prompt_too_long")
        if isinstance(error, known.AuthenticationError | known.PermissionDeniedError):
            return ModelFailed("key_refused")
        if isinstance(error, known.NotFoundError):
            return ModelFailed("unknown_model")
        if isinstance(error, known.BadRequestError | known.UnprocessableEntityError):
            return ModelFailed("refused", heals=self._ask_for_less())
        if isinstance(error, known.InternalServerError) and getattr(error, "status_code", 0) == _FAULT:
            self._ask_for_less()  # llama-cpp-python says so in this way
        causes = list(_causes(error))
        if any(isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout) for cause in causes):
            return ModelFailed("unreachable", heals=True)
        # litellm makes up a status for every failure; the client below it has one when the server sent one.
        said = any(hasattr(cause, "status_code") and type(cause).__module__.startswith("openai") for cause in causes)
        return ModelFailed("upstream_error", heals=True, wait=_asked_to_wait(error), billed=not said)

    def _reply(self, response: Any) -> Reply:  # noqa: ANN401  # litellm's objects are what a stranger made them
        choice = next(iter(getattr(response, "choices", None) or []), None)
        text = getattr(getattr(choice, "message", None), "content", None)
        usage = getattr(response, "usage", None)
        tokens_in, tokens_out = (_count(getattr(usage, name, 0)) for name in ("prompt_tokens", "completion_tokens"))
        return Reply(
            self.name,
            text if isinstance(text, str) else "",
            getattr(choice, "finish_reason", None) in {"stop", "eos", None},
            tokens_in,
            tokens_out,
        )


def load_litellm() -> Any:  # noqa: ANN401  # it has no types to speak of
    """litellm, imported and silenced; takes seconds the first time."""
    with _import_lock:
        if "litellm" not in sys.modules:
            gc.disable()  # a million objects that stay for good: to look through them stops everything for 0.3 s
            try:
                _warm_up(_quieted())
            finally:
                gc.freeze()
                gc.enable()
        return _quieted()


def _quieted() -> Any:  # noqa: ANN401
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    os.environ["LITELLM_MODE"] = "PRODUCTION"  # or else it loads a .env file into the environment
    for noise in _NOISE:
        warnings.filterwarnings("ignore", message=noise)
    import litellm  # noqa: PLC0415

    litellm.suppress_debug_info = True
    litellm.turn_off_message_logging = True
    litellm.drop_params = True
    return litellm


def _warm_up(litellm: Any) -> None:  # noqa: ANN401
    """Load what the first call would load on the event loop: 600 modules, certificates, schemas of pydantic."""
    for name in ("openai.resources", "litellm._service_logger", "anyio._backends._asyncio"):
        import_module(name)
    httpx.AsyncHTTPTransport(_certificates())
    litellm.completion("openai/rehearsal", [{"role": "user", "content": "?"}], mock_response="!", api_key=_NO_KEY)


@cache
def _certificates() -> SSLContext:
    return httpx.create_ssl_context()


async def _on_own_loop(work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401
    """What the work comes to on litellm's event loop; whoever stops waiting for it cancels it."""
    with _loop_lock:
        loop = _loop()
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, loop))


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="litellm", daemon=True).start()
    return loop


def _use_session(litellm: Any) -> None:  # noqa: ANN401
    """Send litellm's requests through connections that we bound."""
    if litellm.aclient_session is None:
        litellm.in_memory_llm_clients_cache.flush_cache()  # what it has there are clients of the session before
        litellm.aclient_session = httpx.AsyncClient(
            transport=_Bounded(httpx.AsyncHTTPTransport(_certificates(), limits=httpx.Limits(max_connections=None))),
            headers={"Accept-Encoding": "identity"},
            timeout=_OURS,
        )


async def close() -> None:
    """Close the connections; calls under way fail."""
    if litellm := sys.modules.get("litellm"):
        await _on_own_loop(_end_session(litellm))


async def _end_session(litellm: Any) -> None:  # noqa: ANN401
    session, litellm.aclient_session = litellm.aclient_session, None
    if session is not None:
        await session.aclose()


class _Bounded(httpx.AsyncBaseTransport):
    """Refuses answers that are too long, or compressed although we asked for none, before they fill the memory."""

    def __init__(self, wrapped: httpx.AsyncBaseTransport) -> None:
        self._wrapped = wrapped

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._wrapped.handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise httpx.RemoteProtocolError("the answer is compressed", request=request)
        assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101  # of an asynchronous transport
        response.stream = _BoundedStream(response.stream)
        return response

    async def aclose(self) -> None:
        await self._wrapped.aclose()


class _BoundedStream(httpx.AsyncByteStream):
    def __init__(self, wrapped: httpx.AsyncByteStream) -> None:
        self._wrapped = wrapped

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        async for chunk in self._wrapped:
            received += len(chunk)
            if received > MAX_ANSWER:
                raise httpx.RemoteProtocolError("the answer is too long")
            yield chunk

    async def aclose(self) -> None:
        await self._wrapped.aclose()


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _asked_to_wait(error: Exception) -> float | None:
    """Seconds from a Retry-After header; None for dates and nonsense."""
    for cause in _causes(error):  # litellm's own response has no headers, that of the client below it does
        headers: Mapping[str, str] = getattr(getattr(cause, "response", None), "headers", None) or {}
        try:
            seconds = float(headers.get("retry-after", ""))
        except ValueError:
            continue
        return seconds if 0 <= seconds < float("inf") else None
    return None


def _count(tokens: object) -> int:
    return tokens if isinstance(tokens, int) and 0 <= tokens < 10**9 else 0
