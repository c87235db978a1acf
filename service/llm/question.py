"""What goes to a model and what comes back, whichever model it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Message: TypeAlias = Mapping[str, str]  # with `role` and `content`, as in the OpenAI chat protocol


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked: messages, the JSON schema of the answer, and how many tokens it may write.

    Where the schema is empty the answer is plain text; `likely` is of how many tokens that it might begin with the
    probabilities are wanted.
    """

    messages: Sequence[Message]
    schema: Mapping[str, Any]
    max_tokens: int
    temperature: float = 0.0
    likely: int = 0

    @property
    def prompt(self) -> str:
        """All that the model reads."""
        return "".join(message["content"] for message in self.messages)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered, not checked in any way.

    `complete` is false when it was cut off, `refused` true when the model would not answer; `likely` has the
    probabilities of the tokens that it might have begun with, where they were wanted and are given.
    """

    model: str
    text: str
    complete: bool
    tokens_in: int
    tokens_out: int
    refused: bool = False
    likely: Mapping[str, float] = field(default_factory=dict[str, float])
