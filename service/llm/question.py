"""What goes to a model and what comes back, whichever model it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Message: TypeAlias = Mapping[str, str]  # with `role` and `content`, as in the OpenAI chat protocol


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked: messages, the JSON schema of the answer, and how many tokens it may write."""

    messages: Sequence[Message]
    schema: Mapping[str, Any]
    max_tokens: int
    temperature: float = 0.0

    @property
    def prompt(self) -> str:
        """All that the model reads."""
        return "".join(message["content"] for message in self.messages)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered, not checked in any way.

    `complete` is false when it was cut off, `refused` true when the model would not answer.
    """

    model: str
    text: str
    complete: bool
    tokens_in: int
    tokens_out: int
    refused: bool = False
