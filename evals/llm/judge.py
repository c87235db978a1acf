"""A language model as a second opinion on faithfulness: off by default, and to be calibrated before it is used."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field

from evals.metrics.score import Score
from service import llm, prompts
from service.faithfulness import Source
from service.llm import Attempts, FallbackChain, Message, ModelFailed, Question
from service.prompts import Prompt
from service.summarization import UnreadableOutput, parse_json, sentences_schema
from service.text import sentences

PROMPT = "judge-faithfulness/v1"
_SCHEMA = sentences_schema({"reason": {"type": "string"}, "supported": {"type": "boolean"}})


class _Verdict(BaseModel):
    reason: str = Field(default="", max_length=2_000)
    supported: bool


class _Verdicts(BaseModel):
    sentences: Annotated[list[_Verdict], Field(max_length=200)]


@dataclass(frozen=True, slots=True)
class ModelJudge:
    """A `Judge` that asks the models of a chain, sentence by sentence, by the prompt PROMPT."""

    chain: FallbackChain

    @property
    def name(self) -> str:
        """Who judges by which prompt: what a grade depends on."""
        return f"{', '.join(model.model for model in self.chain.settings.models)} by {_prompt().name}"

    def grade(self, source: Source, text: str) -> Score:
        """The share of the sentences that it finds supported; unscored, with the reason, when it does not say."""
        lines = [text[slice(*span)] for span in sentences(text)]
        if not lines:
            return Score(value=0.0, why="the text is empty")
        try:
            found = asyncio.run(self._verdicts(source, lines)).sentences
        except (ModelFailed, UnreadableOutput) as error:
            return Score(value=None, why=f"the judge gave no verdict: {error}")
        if len(found) != len(lines):
            return Score(value=None, why=f"the judge gave {len(found)} verdicts on {len(lines)} sentences")
        faults = [
            f"{sentence[:80]}: {each.reason}" for sentence, each in zip(lines, found, strict=True) if not each.supported
        ]
        return Score(value=1 - len(faults) / len(lines), why="; ".join(faults))

    async def _verdicts(self, source: Source, lines: list[str]) -> _Verdicts:
        try:
            return await _ask(self.chain.attempts(self.chain.allowance()), source, lines)
        finally:
            await llm.close()


async def _ask(attempts: Attempts, source: Source, lines: list[str]) -> _Verdicts:
    prompt = _prompt()
    messages = prompt.messages(source=prompts.source_block([source]), text=prompts.text_block(lines))
    text = await _answer(attempts, prompt, messages)
    try:
        return parse_json(text, _Verdicts)
    except UnreadableOutput as error:
        repair: list[Message] = [*messages, {"role": "assistant", "content": text[:4_000]}, prompt.repair(str(error))]
        return parse_json(await _answer(attempts, prompt, repair), _Verdicts)


async def _answer(attempts: Attempts, prompt: Prompt, messages: list[Message]) -> str:
    parameters = prompt.parameters
    return (await attempts.answer(Question(messages, _SCHEMA, parameters.max_tokens, parameters.temperature))).text


def _prompt() -> Prompt:
    return prompts.load().get(PROMPT)
