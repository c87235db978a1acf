"""The model that verifies, measured like a judge: by the service's own question, one call and one token a sentence."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from evals.metrics.score import Score
from service import llm, prompts
from service.errors import BadInput
from service.faithfulness import Report, Source, check
from service.llm import FallbackChain, ModelFailed, Usage
from service.summarization import Verifier
from service.text import sentences


@dataclass(frozen=True, slots=True)
class VerifierJudge:
    """A `Judge` that asks the model that verifies about each sentence, with what the checker finds nearest to it."""

    chain: FallbackChain
    verifier: Verifier

    @classmethod
    def of(cls, chain: FallbackChain) -> "VerifierJudge":
        """The verifier of a chain's settings; raises BadInput where there is none."""
        verifier = Verifier.of(chain, prompts.load())
        if verifier is None:
            raise BadInput("no model verifies; set PAPERLARK_LLM__VERIFY=undecided")
        return cls(chain, verifier)

    @property
    def name(self) -> str:
        """Which model verifies by which prompt."""
        return self.verifier.name

    def grade(self, source: Source, text: str) -> Score:
        """The mean over the sentences of how likely the source says them; unscored, with the reason, without all."""
        asked = _with_evidence(check(source, text), source)
        if not asked:
            return Score(value=0.0, why="the text is empty")
        try:
            found = asyncio.run(self._probabilities(asked))
        except ModelFailed as error:
            return Score(value=None, why=f"the verifier gave no verdict: {error}")
        said = [probability for probability in found if probability is not None]
        if len(said) < len(found):
            return Score(value=None, why="the verifier said neither yes nor no")
        return Score(value=sum(said) / len(said), why="; ".join(f"{each:.2f}" for each in said))

    async def _probabilities(self, asked: Sequence[tuple[str, list[str]]]) -> list[float | None]:
        try:
            likely = (await self.verifier.calibration(self.chain.allowance())).likely
            allowance = self.chain.allowance()
            calls = [
                self.verifier.probability(evidence, text, likely=likely, allowance=allowance, usage=Usage())
                for text, evidence in asked
            ]
            return list(await asyncio.gather(*calls))
        finally:
            await llm.close()


def _with_evidence(report: Report, source: Source) -> list[tuple[str, list[str]]]:
    """Each sentence of a text, and the lines of the source that it is most like, or all where it is like none."""
    lines = [source.abstract[slice(*span)] for span in sentences(source.abstract)]
    return [
        (
            sentence.text,
            [source.abstract[span.start : span.end] for span in sentence.support if span.field == "abstract"] or lines,
        )
        for sentence in report.sentences
    ]
