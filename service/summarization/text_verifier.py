"""What a verifier decides of one text: the sentences that the rules left undecided, or all that they let stand.

It never overrules the rules where they refuse a sentence. Where it does not answer, all stays as the rules had it.
"""

import asyncio
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Literal

from service.errors import ServiceError
from service.llm import Allowance, ModelFailed, Usage
from service.summarization.calibration import Calibration
from service.summarization.generated_text import Tokens, VerifierReport
from service.summarization.verification import ClaimVerdict, Verification
from service.summarization.verifier import Verifier


@dataclass(frozen=True, slots=True)
class _Decision:
    """What became of a sentence that was asked about, and why where that is nothing."""

    outcome: Literal["shown", "refused", "left", "silent"]
    probability: float = 0.0
    silence: str = ""


@dataclass(slots=True)
class TextVerifier:
    """The questions to a verifier about one text, its second try included; without a verifier nothing is asked."""

    verifier: Verifier | None
    allowance: Allowance
    usage: Usage = field(default_factory=Usage)
    _decisions: dict[Hashable, _Decision] = field(default_factory=dict[Hashable, _Decision])  # by sentence and evidence

    async def decided(self, found: Verification) -> Verification:
        """The verdicts of the rules, with those that the verifier decides in their place."""
        if self.verifier is None:
            return found
        asked = [verdict for verdict in found.verdicts if _is_asked(self.verifier, verdict)]
        new = {question: verdict for verdict in asked if (question := _question(verdict)) not in self._decisions}
        decisions = await asyncio.gather(*(self._decision(self.verifier, verdict) for verdict in new.values()))
        self._decisions |= dict(zip(new, decisions, strict=True))
        settled = [
            _settled(verdict, self._decisions[_question(verdict)], self.verifier.model) if verdict in asked else verdict
            for verdict in found.verdicts
        ]
        return replace(found, verdicts=tuple(settled))

    @property
    def report(self) -> VerifierReport | None:
        """What it was asked and said, and what that cost; None where nothing was asked."""
        if self.verifier is None or not self._decisions:
            return None
        outcomes = Counter(decision.outcome for decision in self._decisions.values())
        silences = Counter(decision.silence for decision in self._decisions.values() if decision.silence)
        return VerifierReport(
            model=self.verifier.model,
            asked=outcomes.total(),
            shown=outcomes["shown"],
            refused=outcomes["refused"],
            silent=dict(sorted(silences.items())),
            calls=self.usage.calls,
            tokens=Tokens(read=self.usage.tokens_in, written=self.usage.tokens_out),
            cost_usd=self.usage.nano / 1e9,
        )

    async def _decision(self, verifier: Verifier, verdict: ClaimVerdict) -> _Decision:
        try:
            calibration = await verifier.calibration(self.allowance)
            if calibration.useless:
                return _Decision("silent", silence="useless")
            probability = await verifier.probability(
                verdict.evidence,
                verdict.claim.english,
                likely=calibration.likely,
                allowance=self.allowance,
                usage=self.usage,
            )
        except ModelFailed as error:
            return _Decision("silent", silence=error.reason)
        except ServiceError:
            return _Decision("silent", silence="ledger_unavailable")
        if probability is None:
            return _Decision("silent", silence="unreadable")
        return _Decision(_outcome(verdict, probability, calibration), probability)


def _is_asked(verifier: Verifier, verdict: ClaimVerdict) -> bool:
    return verdict.undecided or (verifier.asks_all and not verdict.reasons)


def _question(verdict: ClaimVerdict) -> Hashable:
    """What is asked about a claim: equal ones are asked about once."""
    return verdict.evidence, verdict.claim.english


def _outcome(
    verdict: ClaimVerdict, probability: float, calibration: Calibration
) -> Literal["shown", "refused", "left"]:
    shown_from, refused_below = calibration.shown_from, calibration.refused_below
    if verdict.undecided:
        return "shown" if shown_from is not None and probability >= shown_from else "refused"
    return "refused" if refused_below is not None and probability < refused_below else "left"


def _settled(verdict: ClaimVerdict, decision: _Decision, model: str) -> ClaimVerdict:
    """The verdict, as the verifier leaves it."""
    if decision.outcome == "shown":
        return replace(verdict, reasons=(), edits=(), score=round(decision.probability, 4), verifier=model)
    if decision.outcome == "refused":
        return replace(verdict, reasons=verdict.reasons or ("unsupported_sentence",), verifier=model)
    return verdict
