"""One call of one model: how it is asked, and what its answer or its failure means."""

import asyncio
import re
from typing import Any

from service.llm.diagnosis import diagnose, may_be_about_the_asking
from service.llm.dialect import Dialect
from service.llm.failure import ModelFailed
from service.llm.likely_tokens import first_tokens
from service.llm.litellm_import import load_litellm
from service.llm.question import Question, Reply
from service.llm.server_check import NO_KEY
from service.llm.transport import NO_TIMEOUT_S, run_on_own_loop, use_bounded_session
from service.llm.usage import booked_tokens
from service.settings import ModelSettings

_MOST_ADAPTATIONS = 12  # more than there are; a server that wants yet another way has no way
_APOLOGY = re.compile(
    r"\s*(?:I(?:['’]m| am) (?:very |so )?(?:sorry|unable|not able)|sorry\b|I can(?:not|['’]t)\b)", re.IGNORECASE
)


class ModelClient:
    """One configured model, at its own address and with its own key; `ask` may be called many times at once.

    `dialect` is how its server lets itself be asked, as far as it is known.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self.name = settings.model
        self.dialect = Dialect()
        self._accepted: Dialect | None = None  # the last way in which an answer of a form was given
        self._litellm: Any = None  # once it is loaded

    async def ask(self, question: Question, within: float) -> Reply:
        """One call of at most `within` seconds; raises ModelFailed for whatever goes wrong."""
        try:
            async with asyncio.timeout(within):
                litellm = self._litellm = self._litellm or await asyncio.to_thread(load_litellm)
                return await self._answer(litellm, question)
        except TimeoutError:
            raise ModelFailed("timeout", maybe_billed=True) from None  # who hangs once hangs again: to the next model

    async def _answer(self, litellm: Any, question: Question) -> Reply:  # noqa: ANN401
        """The answer, asked for again in another way as long as the server refuses how it was asked."""
        for _ in range(_MOST_ADAPTATIONS):
            dialect = self.dialect
            try:
                response = await run_on_own_loop(self._completion(litellm, question, dialect))
            except Exception as error:  # noqa: BLE001  # of some hundred providers
                failure = diagnose(litellm, error, [self.settings.api_key.get_secret_value()])
                may_adapt = may_be_about_the_asking(failure)
                shorter = dialect.shortened(failure.said, question) if may_adapt else None
                if shorter is None and not (may_adapt and self._adapt(dialect, failure, question)):
                    raise failure from None  # the error's message may quote the key or the prompt
                question = shorter or question
            else:
                if question.schema:  # without one, nothing was said of the form
                    self._accepted = dialect
                return self._reply(response, question)
        raise ModelFailed("refused")

    def _adapt(self, asked: Dialect, failure: ModelFailed, question: Question) -> bool:
        """Whether to ask again in another way; calls that were refused at the same time find the way only once."""
        if self.dialect != asked:
            return True
        tried = asked == self._accepted or failure.reason != "refused"
        changed = asked.after_refusal(failure.said, question, tried=tried)
        if changed is None:
            self._accepted = None  # no way was right: the next text finds one anew, when the server may be another
        self.dialect = changed or Dialect()
        return changed is not None

    async def _completion(self, litellm: Any, question: Question, dialect: Dialect) -> Any:  # noqa: ANN401
        use_bounded_session(litellm)
        return await litellm.acompletion(
            **self._address(), **dialect.arguments(question, self._formats(litellm, question))
        )

    def _address(self) -> dict[str, Any]:
        address: dict[str, Any] = {"model": self.name, "max_retries": 0, "num_retries": 0, "timeout": NO_TIMEOUT_S}
        key = self.settings.api_key.get_secret_value()
        if self.settings.api_base is not None:
            address |= {"api_base": str(self.settings.api_base), "api_key": key or NO_KEY}
        elif key:
            address["api_key"] = key
        return address

    def _formats(self, litellm: Any, question: Question) -> list[dict[str, Any]]:  # noqa: ANN401
        """The ways to ask for the form of an answer, strictest first."""
        if not question.schema:
            return []
        schema = dict(question.schema)
        strict = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}}
        if "response_format" not in (litellm.get_supported_openai_params(self.name) or []):
            return []
        if self.settings.api_base is not None:  # litellm's list does not tell what a server of one's own can do
            return [strict, {"type": "json_object", "schema": schema}]  # the second is llama-cpp-python's way
        return [strict if litellm.supports_response_schema(self.name) else {"type": "json_object"}]

    def _reply(self, response: Any, question: Question) -> Reply:  # noqa: ANN401  # litellm's objects are what a stranger made them
        choice = next(iter(getattr(response, "choices", None) or []), None)
        message = getattr(choice, "message", None)
        parts = [getattr(message, name, None) for name in ("content", "reasoning_content")]
        said = [part for part in parts if isinstance(part, str)]
        text = next((part for part in said if part.strip()), "")
        finish = getattr(choice, "finish_reason", None)
        refused = finish == "content_filter" or ("{" not in text and _APOLOGY.match(text) is not None)
        read, written = booked_tokens(getattr(response, "usage", None), question, "".join(said))
        return Reply(self.name, text, finish in {"stop", "eos", None}, read, written, refused, first_tokens(choice))
