"""One call of one model: how it is asked, and what its answer or its failure means."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import httpx

from service.llm.failure import ModelFailed, asked_retry_after_s, causes
from service.llm.likely_tokens import first_tokens, likely_parameters
from service.llm.litellm_import import load_litellm
from service.llm.question import Question, Reply
from service.llm.transport import NO_TIMEOUT_S, run_on_own_loop, use_bounded_session
from service.settings import ModelSettings

_NO_KEY = "no-key"  # an empty key would make litellm send one from the environment
_MAX_FORMATS = 2  # ways to ask for the form of an answer, at most; then there is none


class ModelClient:
    """One configured model, at its own address and with its own key; `ask` may be called many times at once."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self.name = settings.model
        self._litellm: Any = None  # once it is loaded
        self._formats_refused, self._format_accepted = 0, False

    async def ask(self, question: Question, within: float) -> Reply:
        """One call of at most `within` seconds; raises ModelFailed for whatever goes wrong."""
        try:
            async with asyncio.timeout(within):
                litellm = self._litellm = self._litellm or await asyncio.to_thread(load_litellm)
                response = await run_on_own_loop(self._completion(litellm, question))
        except TimeoutError:
            raise ModelFailed("timeout", maybe_billed=True) from None  # who hangs once hangs again: to the next model
        except Exception as error:  # noqa: BLE001  # of some hundred providers
            failure = self._failure(load_litellm(), error, question)
            raise failure from None  # the error's message may quote the key or the prompt
        self._format_accepted |= bool(question.schema)
        return self._reply(response)

    async def is_reachable(self, within: float) -> bool | None:
        """Whether the address lists its models within so many seconds; None where litellm alone knows the address.

        It costs nothing.
        """
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

    async def _completion(self, litellm: Any, question: Question) -> Any:  # noqa: ANN401
        use_bounded_session(litellm)
        return await litellm.acompletion(
            messages=[dict(message) for message in question.messages],
            max_tokens=question.max_tokens,
            temperature=question.temperature,
            **self._address(),
            **self._format(litellm, question.schema),
            **likely_parameters(question),
        )

    def _address(self) -> dict[str, Any]:
        address: dict[str, Any] = {"model": self.name, "max_retries": 0, "num_retries": 0, "timeout": NO_TIMEOUT_S}
        key = self.settings.api_key.get_secret_value()
        if self.settings.api_base is not None:
            address |= {"api_base": str(self.settings.api_base), "api_key": key or _NO_KEY}
        elif key:
            address["api_key"] = key
        return address

    def _format(self, litellm: Any, schema: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401
        """The strictest way to ask for the form of an answer that the model has not refused."""
        if not schema:
            return {}
        strict = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": dict(schema)}}
        if "response_format" not in (litellm.get_supported_openai_params(self.name) or []):
            formats = list[dict[str, Any]]()
        elif self.settings.api_base is not None:  # litellm's list does not tell what a server of one's own can do
            formats = [strict, {"type": "json_object", "schema": dict(schema)}]  # the second is llama-cpp-python's way
        else:
            formats = [strict if litellm.supports_response_schema(self.name) else {"type": "json_object"}]
        refused = self._formats_refused
        return {"response_format": formats[refused]} if refused < len(formats) else {}

    def _relax_format(self, question: Question) -> bool:
        """Be less strict from now on, for many servers refuse to be told the form; False when that was not it."""
        may_be_at_fault = bool(question.schema) and not self._format_accepted and self._formats_refused < _MAX_FORMATS
        self._formats_refused += may_be_at_fault
        return may_be_at_fault

    def _failure(self, litellm: Any, error: Exception, question: Question) -> ModelFailed:  # noqa: ANN401, PLR0911  # a table of faults
        known = litellm.exceptions
        if isinstance(error, known.RateLimitError):
            return ModelFailed("rate_limited", retryable=True, retry_after_s=asked_retry_after_s(error))
        if isinstance(error, known.ContextWindowExceededError):
            return ModelFailed("prompt_too_long")
        if isinstance(error, known.AuthenticationError | known.PermissionDeniedError):
            return ModelFailed("key_refused")
        if isinstance(error, known.NotFoundError):
            return ModelFailed("unknown_model")
        if isinstance(error, known.BadRequestError | known.UnprocessableEntityError):
            return ModelFailed("refused", retryable=self._relax_format(question))
        status = getattr(error, "status_code", 0)
        if isinstance(error, known.InternalServerError) and status == HTTPStatus.INTERNAL_SERVER_ERROR:
            self._relax_format(question)  # llama-cpp-python says so in this way
        chain = list(causes(error))
        if any(isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout) for cause in chain):
            return ModelFailed("unreachable", retryable=True)
        # litellm makes up a status for every failure; the client below it has one when the server sent one.
        answered = any(hasattr(cause, "status_code") and type(cause).__module__.startswith("openai") for cause in chain)
        wait = asked_retry_after_s(error)
        return ModelFailed("upstream_error", retryable=True, retry_after_s=wait, maybe_billed=not answered)

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
            first_tokens(choice),
        )


def _count(tokens: object) -> int:
    return tokens if isinstance(tokens, int) and 0 <= tokens < 10**9 else 0
