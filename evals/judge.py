"""A language model as a second opinion on faithfulness: off by default, and to be calibrated before it is used."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field

from evals.runs import Score
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
class Judge:
    """Asks the models of a chain."""

    chain: FallbackChain

    @property
    def name(self) -> str:
        """Who judges by which prompt: what a grade depends on."""
        return f"{', '.join(model.model for model in self.chain.settings.models)} by {_prompt().name}"

    def grade(self, source: Source, text: str) -> Score:
        """The share of the sentences that it finds supported; unscored, with the reason, when it does not say."""
        said = [text[slice(*span)] for span in sentences(text)]
        if not said:
            return Score(value=0.0, why="the text is empty")
        try:
            found = asyncio.run(self._verdicts(source, said)).sentences
        except (ModelFailed, UnreadableOutput) as error:
            return Score(value=None, why=f"the judge gave no verdict: {error}")
        if len(found) != len(said):
            return Score(value=None, why=f"the judge gave {len(found)} verdicts on {len(said)} sentences")
        faults = [
            f"{sentence[:80]}: {each.reason}" for sentence, each in zip(said, found, strict=True) if not each.supported
        ]
        return Score(value=1 - len(faults) / len(said), why="; ".join(faults))

    async def _verdicts(self, source: Source, said: list[str]) -> _Verdicts:
        try:
            return await _asked(self.chain.attempts(self.chain.allowance()), source, said)
        finally:
            await llm.close()


async def _asked(attempts: Attempts, source: Source, said: list[str]) -> _Verdicts:
    prompt = _prompt()
    messages = prompt.messages(source=prompts.source_block([source]), text=prompts.text_block(said))
    text = await _said(attempts, prompt, messages)
    try:
        return parse_json(text, _Verdicts)
    except UnreadableOutput as error:
        repair: list[Message] = [*messages, {"role": "assistant", "content": text[:4_000]}, prompt.repair(str(error))]
        return parse_json(await _said(attempts, prompt, repair), _Verdicts)


async def _said(attempts: Attempts, prompt: Prompt, messages: list[Message]) -> str:
    parameters = prompt.parameters
    return (await attempts.answer(Question(messages, _SCHEMA, parameters.max_tokens, parameters.temperature))).text


def _prompt() -> Prompt:
    return prompts.load().get(PROMPT)
