"""A model as a verifier: do the lines say the sentence? One call and one token for each, believed as far as calibrated.

The evidence comes first and the sentence last, so that a server that keeps what it has read need not read it again. How
much a yes is worth is found out once for each model, on pairs whose truth is known, and kept in the store.
"""

import asyncio
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from service.errors import ServiceError
from service.llm import Allowance, Attempts, FallbackChain, ModelFailed, Question, Reply, Usage
from service.observability import log
from service.prompts import Prompt, Prompts, load
from service.summarization.calibration import Calibration, calibrate
from service.summarization.calibration_pairs import CalibrationPair, calibration_pairs
from service.text import visible

PROMPT = "verify/v1"
"""The prompt of verifiers."""

_LIKELY = 20  # tokens whose probabilities are asked for: what servers give at most
_LEAST_MASS = 0.2  # of yes and no among all first tokens: who says less of either does not answer the question
_WORD = re.compile(r"\W*([a-z]+)", re.IGNORECASE)
_AT_ONCE = 4  # calls of a calibration: texts that are being written need the model too
_CALIBRATING_S = 1_800.0  # for 120 calls, of which a small machine makes one in some seconds
_NOT_TAKEN = frozenset({"refused", "upstream_error"})  # how servers answer a parameter that they do not know
_PAUSE_S = 60.0  # after a calibration that failed


@dataclass(frozen=True, slots=True)
class VerifierState:
    """The model that verifies, what it is asked about, and its calibration; None before it was first needed."""

    model: str
    mode: Literal["undecided", "all"]
    calibration: Calibration | None

    @property
    def detail(self) -> str:
        """How it stands, in a sentence."""
        found = self.calibration
        if found is None:
            calls = 2 * len(calibration_pairs())
            return f"{self.model} is not calibrated yet; {calls} calls do that when a text first needs it."
        if found.useless:
            return f"{self.model} is not used: {found.useless} (AUC {found.auc:.2f} on {found.pairs} pairs)."
        return f"{self.model} tells true from false with AUC {found.auc:.2f} on {found.pairs} pairs, and is used."


class Verifier:
    """One model that verifies; to be used from one event loop, by many texts at once."""

    def __init__(self, chain: FallbackChain, prompt: Prompt, mode: Literal["undecided", "all"]) -> None:
        """`chain` is of the model that verifies alone."""
        self._chain, self._prompt = chain, prompt
        self._mode: Literal["undecided", "all"] = mode
        self.model = chain.models[0].name
        self._calibration: Calibration | None = None
        self._calibrating: asyncio.Task[Calibration] | None = None
        self._rests_until = 0.0

    @classmethod
    def of(cls, chain: FallbackChain, prompts: Prompts) -> "Verifier | None":
        """The verifier of a chain's settings; None where there is no model, or none is to verify."""
        mode = chain.settings.verify
        own = chain.of_verifier()
        return None if own is None or mode == "off" else cls(own, prompts.by_id.get(PROMPT) or load().get(PROMPT), mode)

    @property
    def asks_all(self) -> bool:
        """Whether it is also asked about sentences that stand by the rules."""
        return self._mode == "all"

    @property
    def name(self) -> str:
        """What its verdicts depend on."""
        return f"{self._mode} {self.model} {self._prompt.name}"

    def state(self) -> VerifierState:
        """How it stands, by what is kept; another process may have calibrated it."""
        return VerifierState(self.model, self._mode, self._calibration or self._kept())

    async def calibration(self, allowance: Allowance) -> Calibration:
        """What its answers are worth, found out now where nobody has yet, which goes on after the deadline.

        Raises ModelFailed.
        """
        found = self._calibration or await asyncio.to_thread(self._kept)
        if found is None:
            task = self._task()
            try:
                async with asyncio.timeout(max(allowance.seconds_left(), 0.0)):
                    found = await asyncio.shield(task)
            except TimeoutError:
                raise ModelFailed("deadline") from None
        self._calibration = found
        return found

    async def probability(
        self, evidence: Sequence[str], sentence: str, *, likely: bool, allowance: Allowance, usage: Usage
    ) -> float | None:
        """How likely the lines say the sentence; None for an answer that is neither yes nor no; raises ModelFailed.

        With `likely` the server is asked for probabilities, and without them there is no answer.
        """
        reply = await self._reply(evidence, sentence, Attempts(self._chain, allowance, usage), likely=likely)
        return None if likely and not reply.likely else _probability(reply)

    async def _reply(self, evidence: Sequence[str], sentence: str, attempts: Attempts, *, likely: bool) -> Reply:
        messages = self._prompt.messages(source=" ".join(map(visible, evidence)), text=visible(sentence))
        parameters = self._prompt.parameters
        likely_tokens = _LIKELY if likely else 0
        return await attempts.answer(
            Question(messages, {}, parameters.max_tokens, parameters.temperature, likely_tokens)
        )

    def _task(self) -> asyncio.Task[Calibration]:
        """The calibration under way, or one that failed lately; else a new one."""
        task, now = self._calibrating, asyncio.get_running_loop().time()
        if task is None or (task.done() and _failed(task) and now >= self._rests_until):
            task = self._calibrating = asyncio.create_task(self._calibrated())
            task.add_done_callback(self._finish)
        return task

    def _finish(self, done: asyncio.Task[Calibration]) -> None:
        if not _failed(done):
            return
        self._rests_until = done.get_loop().time() + _PAUSE_S
        if not done.cancelled():  # whoever waits has the error; when nobody does any more, it is in the log
            log.warning("verifier_not_calibrated", model=self.model, reason=str(done.exception()))

    async def _calibrated(self) -> Calibration:
        """The calibration, made and kept; raises ModelFailed when a call fails for good."""
        allowance = Allowance(asyncio.get_running_loop().time() + _CALIBRATING_S)
        pairs, at_once = calibration_pairs(), asyncio.Semaphore(_AT_ONCE)
        likely = await self._gives_probabilities(pairs[0], allowance)

        failed: list[ModelFailed] = []

        async def asked(evidence: Sequence[str], sentence: str) -> float | None:
            async with at_once:
                if failed:  # the others under way end by themselves, and are booked
                    return None
                try:
                    return await self.probability(evidence, sentence, likely=likely, allowance=allowance, usage=Usage())
                except ModelFailed as error:
                    if error.reason != "refused":  # which is neither yes nor no
                        failed.append(error)
                    return None

        async with asyncio.TaskGroup() as group:
            told = [
                [group.create_task(asked(pair.evidence, text)) for text in (pair.true, pair.false)] for pair in pairs
            ]
        if failed:
            raise failed[0]
        found = calibrate([(true.result(), false.result()) for true, false in told], likely=likely)
        try:
            await asyncio.to_thread(self._chain.ledger.calibrations.keep, self._key, found.row())
        except ServiceError as error:  # this process has it all the same
            log.warning("calibration_not_kept", model=self.model, reason=error.detail)
        log.info("verifier_calibrated", model=self.model, **found.row())
        return found

    async def _gives_probabilities(self, pair: CalibrationPair, allowance: Allowance) -> bool:
        """Whether the server takes the question for probabilities, and answers it."""
        try:
            reply = await self._reply(pair.evidence, pair.true, Attempts(self._chain, allowance), likely=True)
        except ModelFailed as error:
            if error.reason not in _NOT_TAKEN:
                raise
            return False
        return bool(reply.likely)

    def _kept(self) -> Calibration | None:
        row = self._chain.ledger.calibrations.get(self._key)
        try:
            return Calibration.of(row) if row else None
        except TypeError:  # of another version; it is found out anew
            return None

    @property
    def _key(self) -> str:
        """Of whom a calibration tells: the model at its address, the prompt and the pairs."""
        settings = self._chain.models[0].client.settings
        texts = [[*pair.evidence, pair.true, pair.false] for pair in calibration_pairs()]
        parts = [settings.model, str(settings.api_base), self._prompt.hash, texts]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _failed(done: asyncio.Task[Calibration]) -> bool:
    return done.cancelled() or done.exception() is not None


def _probability(reply: Reply) -> float | None:
    """The share of yes in what the answer says of yes and no, by the tokens it may begin with, or else by its word."""
    weights = {"yes": 0.0, "no": 0.0}
    for token, probability in (reply.likely or {reply.text: 1.0}).items():
        word = _WORD.match(token)
        if word and word[1].lower() in weights:
            weights[word[1].lower()] += probability
    mass = sum(weights.values())
    return weights["yes"] / mass if mass >= _LEAST_MASS else None
