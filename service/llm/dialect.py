"""How a server lets itself be asked: what it refuses to be told is left out, or said in another way, from then on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from service.llm.likely_tokens import likely_parameters
from service.llm.question import Message, Question

_FORMS = 2  # ways to ask for the form of an answer, at most; then there is none
_FEWEST_TOKENS = 200  # of an answer; a server that allows less is of no use
_NUMBER = re.compile(r"\d{3,6}")
_SYSTEM = re.compile(
    r"\b(?:system|developer)\b.{0,20}\b(?:roles?|messages?|prompts?|instructions?)\b|roles must alternate",
    re.IGNORECASE,
)
_TEMPERATURE = re.compile(r"temperature", re.IGNORECASE)
_OTHER_LIMIT = re.compile(r"max_completion_tokens", re.IGNORECASE)
_LIMIT = re.compile(
    r"max_(?:completion_|new_|output_)?tokens|(?:completion|output|new) tokens|in the completion", re.IGNORECASE
)
_SIZE = re.compile(
    r"too (?:large|many|high|big)|at most|exceed|maximum|less than|up to|limit|between|range", re.IGNORECASE
)
_ROOM = re.compile(r"\b(?:context|messages|prompt|inputs?|left|remain\w*)\b", re.IGNORECASE)
_LIKELY = re.compile(r"logprobs", re.IGNORECASE)
_FORM = re.compile(
    r"response_?format|json_(?:schema|object)|json.mode|structured.outputs?|guided|grammar|schema|validation error",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is left out or said otherwise; at first nothing is."""

    forms_refused: int = 0
    temperature: bool = True
    system: bool = True
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    most_tokens: int | None = None
    likely: bool = True

    def arguments(self, question: Question, formats: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """The question as litellm takes it; `formats` are the ways to ask for its form, strictest first."""
        said: dict[str, Any] = {"messages": self._messages(question.messages), self.limit: self._tokens(question)}
        if self.temperature:
            said["temperature"] = question.temperature
        if self.forms_refused < len(formats):
            said["response_format"] = formats[self.forms_refused]
        return said | (likely_parameters(question) if self.likely else {})

    def shortened(self, message: str, question: Question) -> Question | None:
        """The question with fewer tokens for its answer, after a refusal for want of room beside this very prompt.

        It says nothing of the next prompt, so it is not remembered. None where the words are about something else.
        """
        fewer = self._fewer(message, self._tokens(question))
        if fewer < _FEWEST_TOKENS or not all(words.search(message) for words in (_LIMIT, _SIZE, _ROOM)):
            return None
        return replace(question, max_tokens=fewer)

    def after_refusal(self, message: str, question: Question, *, tried: bool) -> "Dialect | None":
        """How to ask after a refusal in these words; None where they are not about how it was asked.

        A refusal in words that name nothing is about the form of the answer, unless this way was `tried` with success.
        """
        changed = next(self._changes(message, question), None)
        if changed is None and question.schema and not tried and self.forms_refused < _FORMS:
            return replace(self, forms_refused=self.forms_refused + 1)
        return changed

    @property
    def adaptations(self) -> tuple[str, ...]:
        """What is not said as it would be, in words for whoever runs the service."""
        said = {
            "without a system message": not self.system,
            "without temperature": not self.temperature,
            "without probabilities of tokens": not self.likely,
            f"with {self.limit}": self.limit != "max_tokens",
            f"for {self.most_tokens} tokens at most": self.most_tokens is not None,
            "for the form in another way": self.forms_refused == 1,
            "for no form": self.forms_refused >= _FORMS,
        }
        return tuple(words for words, is_so in said.items() if is_so)

    def _changes(self, message: str, question: Question) -> Iterator["Dialect"]:
        if self.limit == "max_tokens" and _OTHER_LIMIT.search(message) and not _SIZE.search(message):
            yield replace(self, limit="max_completion_tokens")
        if self.temperature and _TEMPERATURE.search(message):
            yield replace(self, temperature=False)
        if self.system and _SYSTEM.search(message):
            yield replace(self, system=False)
        if self.likely and question.likely and _LIKELY.search(message):
            yield replace(self, likely=False)
        fewer = self._fewer(message, self._tokens(question))
        if _LIMIT.search(message) and fewer >= _FEWEST_TOKENS:
            yield replace(self, most_tokens=fewer)
        if self.forms_refused < _FORMS and _FORM.search(message):
            yield replace(self, forms_refused=self.forms_refused + 1)

    def _fewer(self, message: str, asked: int) -> int:
        """The largest number that a server names and that is less than asked for; half of that where it names none."""
        named = [number for found in _NUMBER.findall(message) if _FEWEST_TOKENS <= (number := int(found)) < asked]
        return max(named, default=asked // 2)

    def _tokens(self, question: Question) -> int:
        return min(question.max_tokens, self.most_tokens or question.max_tokens)

    def _messages(self, messages: Sequence[Message]) -> list[dict[str, str]]:
        said = [dict(message) for message in messages]
        if self.system or not said or said[0]["role"] != "system":
            return said
        rules, asked, *rest = said
        return [{"role": "user", "content": f"{rules['content']}\n\n{asked['content']}"}, *rest]
