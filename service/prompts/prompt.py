"""One prompt: its name, its parameters, and the messages it makes when it is filled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Template
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from service.prompts.fence import fenced
from service.text import visible

EXAMPLES = tuple((f"example{number}", f"example answer{number}") for number in ("", " 2", " 3"))
"""The parts that examples stand in, and those of their answers."""

Message: TypeAlias = Mapping[str, str]  # role and content, as models take it


class Parameters(BaseModel):
    """How the model is to sample; `max_tokens` bounds one answer, thinking included."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    temperature: float = Field(ge=0, le=2, allow_inf_nan=False)
    max_tokens: int = Field(ge=1, le=32_768)


class Answer(BaseModel):
    """The form of the answer: whether each sentence names its evidence, and how many sentences there may be.

    A text of which more than `most_copied` is copied sentences, by words, is not better than the abstract quoted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    evidence: bool = True
    most_sentences: int | None = Field(default=None, ge=1, le=20)
    most_copied: float = Field(default=1.0, ge=0, le=1)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One checked prompt; `text` is the whole file, `hash` its SHA-256 in hex."""

    id: str
    hash: str
    released: bool
    purpose: str
    parameters: Parameters
    answer: Answer
    variables: frozenset[str]
    text: str = field(repr=False)
    reasons: Mapping[str, str] = field(repr=False)
    parts: Mapping[str, Template] = field(repr=False)

    @property
    def name(self) -> str:
        """Id and hash, as in `summary/v1#3fa9c2d1`: what an answer's provenance says."""
        return f"{self.id}#{self.hash[:8]}"

    def messages(self, **values: str) -> list[Message]:
        """The opening of a chat, where `source` is a `source_block` and `text` a `text_block`, or of a verifier a line.

        Each example is a turn of its own, asked for as the real text is; its answer is English, so only then.
        Raises TypeError unless every variable is given, and no other.
        """
        if values.keys() != self.variables:
            raise TypeError(f"{self.id} is filled with {sorted(self.variables)}, not with {sorted(values)}")
        return [
            {"role": "system", "content": self.parts["system"].substitute(values)},
            *(self._examples(values) if values.get("language") == "English" else ()),
            {"role": "user", "content": self.parts["user"].substitute(values)},
        ]

    def retry(self, failures: Iterable[tuple[str, Sequence[str]]]) -> Message:
        """What to reply to an answer that the checker refused: its sentences, or "" for all of it, and their reasons.

        A reason is given in the prompt file's words for it, or else by its code.
        """
        lines = [line for sentence, reasons in failures for line in self._failure(sentence, reasons)]
        return {"role": "user", "content": self.parts["retry"].substitute(failures=fenced(lines))}

    def repair(self, problem: str) -> Message:
        """What to reply to an answer that could not be read; `problem` is one sentence."""
        return {"role": "user", "content": self.parts["repair"].substitute(problem=visible(problem))}

    def _examples(self, values: Mapping[str, str]) -> list[Message]:
        turns: list[Message] = []
        for source, answer in ((self.parts[one], self.parts[other]) for one, other in EXAMPLES if one in self.parts):
            told = {**values, "source": fenced(source.substitute().splitlines())}
            turns.append({"role": "user", "content": self.parts["user"].substitute(told)})
            turns.append({"role": "assistant", "content": answer.substitute()})
        return turns

    def _failure(self, sentence: str, reasons: Sequence[str]) -> tuple[str, str]:
        words = [self.reasons.get(code, code.replace("_", " ")) for code in reasons]
        return f"Sentence: {sentence}" if sentence else "The whole answer", f"Fault: {'; '.join(words)}"
