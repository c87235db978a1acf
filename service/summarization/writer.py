"""Summaries and blurbs: from the ledger, from a model and verified, or quoted, whatever the model does.

A text is asked for once however many wait for it. What a model wrote is kept only when every sentence stands; a second
try is told what failed, then what does not stand is dropped, and if too little is left the abstract is quoted instead.
"""

import asyncio
import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from weakref import WeakKeyDictionary

from pydantic import ValidationError

from service.errors import BadInput, ServiceError, TextFailed
from service.faithfulness import CHECKER
from service.llm import Allowance, FallbackChain, ModelFailed
from service.observability import log, metrics
from service.prompts import Prompt, Prompts
from service.storage import StoredAnswer
from service.summarization.claim_verification import verify_claims
from service.summarization.conversation import ModelConversation
from service.summarization.copies import copied_share
from service.summarization.generated_text import (
    Fallback,
    GeneratedText,
    Mode,
    Provenance,
    TextKind,
    Tokens,
    language_of,
)
from service.summarization.output_parser import Claim
from service.summarization.quoted_texts import QuotedTexts
from service.summarization.renewals import Renewals
from service.summarization.text_requests import TextRequest
from service.summarization.text_verifier import TextVerifier
from service.summarization.verification import Verification, source_sentences
from service.summarization.verifier import Verifier
from service.summarization.worker_processes import QuoteArguments, TextWorkers

_SHAPE = (
    3  # of a kept text: counted up when `GeneratedText` or the verification changes, so that older ones are made anew
)
_loop_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


class Writer:
    """Writes texts for one process; to be used from one event loop."""

    def __init__(
        self, chain: FallbackChain, prompts: Prompts, text_workers: TextWorkers, now: Callable[[], datetime]
    ) -> None:
        self.chain, self.text_workers = chain, text_workers
        self._now = now
        settings = chain.settings
        self._prompts: dict[TextKind, Prompt] = {
            "summary": _chosen(prompts, "summary", settings.summary_prompt),
            "blurb": _chosen(prompts, "blurb", settings.blurb_prompt),
        }
        self.verifier = Verifier.of(chain, prompts)
        self._quoted = QuotedTexts()
        self._renewals = Renewals(now)
        self._in_flight: dict[str, asyncio.Task[GeneratedText]] = {}

    async def write(self, request: TextRequest, allowance: Allowance) -> GeneratedText:
        """The text; raises TextFailed only when a model's is demanded (`mode` "llm") and there is none."""
        if not self.needs_model(request):
            return await self._quotation(request)
        key = self._key(request)
        name = f"{request.mode} {key}"
        task = self._in_flight.get(name)
        if task is None:
            task = asyncio.create_task(self._written(key, request, allowance))
            self._in_flight[name] = task
            task.add_done_callback(lambda done: self._finish(name, done))
        return await asyncio.shield(task)  # whoever stops waiting does not stop the others

    async def kept_or_quoted(self, request: TextRequest) -> GeneratedText:
        """What a model wrote before, or else the abstract quoted: no model is asked, and nothing paid."""
        if not self.needs_model(request):
            return await self._quotation(request)
        kept = await asyncio.to_thread(self._kept, self._key(request))
        return kept or await asyncio.to_thread(self.quoted, request, "not_asked")

    def at_hand(self, request: TextRequest) -> GeneratedText | None:
        """What a model wrote before, or was quoted lately; nothing is made, so it may be asked from any thread."""
        instead = "not_asked" if self.needs_model(request) else None
        return self.kept(request) or self._quoted.kept(*_quote_arguments(request, instead))

    def kept(self, request: TextRequest) -> GeneratedText | None:
        """What a model wrote before."""
        return self._kept(self._key(request)) if self.needs_model(request) else None

    def needs_model(self, request: TextRequest) -> bool:
        """Whether a model is asked for the text."""
        return self.has_model_for(request.mode) and bool(request.paper.abstract)

    def has_model_for(self, mode: Mode) -> bool:
        """Whether a model is asked for texts of papers that have an abstract."""
        return bool(self.chain.models) and mode != "extractive"

    async def quote_all(self, requests: Sequence[TextRequest]) -> list[GeneratedText]:
        """The texts of many requests that need no model."""
        return await self.text_workers.quote([self._arguments_of(request) for request in requests])

    async def quote_ahead(self, requests: Sequence[TextRequest]) -> None:
        """Quote in processes what needs no model and was not asked for lately, so that it is at hand then."""
        wanted = [self._arguments_of(request) for request in requests if not self.needs_model(request)]
        missing = [arguments for arguments in wanted if self._quoted.kept(*arguments) is None]
        for arguments, text in zip(missing, await self.text_workers.quote(missing), strict=True):
            self._quoted.keep(*arguments, text)

    async def _quotation(self, request: TextRequest) -> GeneratedText:
        """The text of a request that needs no model."""
        arguments = self._arguments_of(request)
        kept = self._quoted.kept(*arguments)  # to ask another thread would take longer than to look
        return kept or await asyncio.to_thread(self._quoted.of, *arguments)

    def _arguments_of(self, request: TextRequest) -> QuoteArguments:
        translated = request.mode != "extractive" and request.paper.abstract and request.language != "en"
        return _quote_arguments(request, "no_model" if translated and not self.chain.models else None)

    def _finish(self, name: str, done: asyncio.Task[GeneratedText]) -> None:
        self._in_flight.pop(name, None)
        if not done.cancelled():
            done.exception()  # whoever waits has it; when nobody does any more, that is no fault

    async def _written(self, key: str, request: TextRequest, allowance: Allowance) -> GeneratedText:
        kept = await asyncio.to_thread(self._kept, key)
        if kept is not None and not self._renewals.begin(key, kept):
            return kept
        verifier = TextVerifier(self.verifier, allowance)
        try:
            written = await self._written_by_model(request, allowance, verifier)
        except ModelFailed as error:
            if kept is not None:
                return kept
            metrics.count_fallback(error.reason)
            if request.mode == "llm":
                raise TextFailed(f"No model gave a text that can be shown: {error.reason}.") from None
            instead = await asyncio.to_thread(self._fallback, request, error.reason)
            return instead.model_copy(update={"verifier": verifier.report})
        return await asyncio.to_thread(self._keep, key, request, written, in_place_of=kept)

    async def _written_by_model(
        self, request: TextRequest, allowance: Allowance, verifier: TextVerifier
    ) -> GeneratedText:
        """A model's text that stands; raises ModelFailed."""
        await _own_turn()
        attempts, sources = self.chain.attempts(allowance), source_sentences(request.sources)
        conversation = ModelConversation(request, self._prompts[request.kind], attempts, sources)
        claims = await conversation.first()
        found = await self._verified(conversation, claims, verifier)
        if found.failures:
            found = await self._second_try(conversation, found, verifier)
        verified = found.without_failures()
        if verified is None:
            raise ModelFailed("unsupported")
        await _own_turn()
        shown = verified.shortened_to(request.words)
        told, source = [verdict.claim.english for verdict in shown.verdicts], [line.text for line in sources]
        if copied_share(told, source) > conversation.prompt.answer.most_copied:
            raise ModelFailed("copied")
        return self._finished(conversation, shown, len(found.verdicts) - len(shown.verdicts), verifier)

    async def _verified(
        self, conversation: ModelConversation, claims: Sequence[Claim], verifier: TextVerifier
    ) -> Verification:
        """The verdicts on claims: by the rules, and by the verifier where they leave one to it."""
        found = await self.text_workers.verify(claims, conversation.request.paper, conversation.sources)
        decided = await verifier.decided(found)
        for verdict in decided.failures:
            metrics.count_refused_sentence(verdict.reasons[0])
        return decided

    async def _second_try(
        self, conversation: ModelConversation, first: Verification, verifier: TextVerifier
    ) -> Verification:
        """What stands of the first answer and of one that was told what was wrong with it."""
        try:
            claims = await conversation.again(first)
        except ModelFailed:
            return first
        if {claim.text for claim in claims} <= {verdict.claim.text for verdict in first.verdicts}:
            return first  # it says the same again
        second = await self._verified(conversation, claims, verifier)
        return first.mended_by(second)

    def _finished(
        self, conversation: ModelConversation, verified: Verification, dropped: int, verifier: TextVerifier
    ) -> GeneratedText:
        text, sentences = verified.text()
        paper, spent = conversation.request.paper, conversation.attempts.usage + verifier.usage
        return GeneratedText(
            paper_id=paper.id,
            kind=conversation.request.kind,
            language=language_of(text, conversation.request.language),
            text=text,
            source="llm",
            sentences=sentences,
            faithfulness=verified.faithfulness(),
            verifier=verifier.report,
            source_damage=verified.damage,
            dropped=dropped,
            provenance=Provenance(
                model=conversation.model,
                prompt=conversation.prompt.name,
                source_hash=paper.text_hash,
                created_at=self._now(),
                tokens=Tokens(read=spent.tokens_in, written=spent.tokens_out),
                cost_usd=spent.nano / 1e9,
            ),
        )

    def _fallback(self, request: TextRequest, reason: str) -> GeneratedText:
        """An earlier text of a model, if it is true of the paper as it is now; else the abstract quoted."""
        try:
            kept = self.chain.ledger.answers.newest(request.paper.id, request.kind, self._variant(request))
            earlier = _read(kept) if kept else None
        except ServiceError:
            earlier = None
        if earlier is not None and request.language == "en" and not request.liked:
            claims = [Claim(sentence.text, sentence.text, ()) for sentence in earlier.sentences]
            found = verify_claims(claims, request.paper, source_sentences((request.paper,)))
            if not found.failures:
                text, sentences = found.text()
                news = {"text": text, "sentences": sentences, "faithfulness": found.faithfulness(), "stale": True}
                return earlier.model_copy(update=news | {"fallback": Fallback(reason=reason)})
        return self.quoted(request, reason)

    def quoted(self, request: TextRequest, instead: str | None = None) -> GeneratedText:
        """The text in the abstract's own sentences; `instead` is why no model wrote it."""
        return self._quoted.of(*_quote_arguments(request, instead))

    def _kept(self, key: str) -> GeneratedText | None:
        try:
            kept = self.chain.ledger.answers.get(key)
        except ServiceError as error:
            log.warning("ledger_failed", reason=error.detail)
            return None
        return _read(kept) if kept else None

    def _keep(
        self, key: str, request: TextRequest, written: GeneratedText, *, in_place_of: GeneratedText | None
    ) -> GeneratedText:
        """Keep the text; the one that is kept, which another process may have written meanwhile."""
        variant, body = self._variant(request), written.model_dump(mode="json")
        kept = StoredAnswer(request.paper.id, request.kind, variant, request.paper.text_hash, body, self._now())
        try:
            return _read(self.chain.ledger.answers.save(key, kept, replaced=in_place_of is not None)) or written
        except ServiceError as error:
            log.warning("answer_not_kept", reason=error.detail)
            return written

    def _key(self, request: TextRequest) -> str:
        return _digest(self._options(request), [(paper.id, paper.text_hash) for paper in request.sources])

    def _variant(self, request: TextRequest) -> str:
        return _digest(self._options(request), [paper.id for paper in request.sources])

    def _options(self, request: TextRequest) -> list[object]:
        models = [model.name for model in self.chain.models]
        return [
            _SHAPE,
            CHECKER,
            request.kind,
            request.words,
            request.language,
            self._prompts[request.kind].hash,
            models,
            *([self.verifier.name] if self.verifier else []),
        ]


async def _own_turn() -> None:
    """Wait for a round of the event loop of one's own.

    What comes next takes milliseconds: of many tasks that wake at the same moment it would be done for all before
    anything else is.
    """
    async with _loop_turns.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        await asyncio.sleep(0)


def _quote_arguments(request: TextRequest, instead: str | None) -> QuoteArguments:
    return request.paper, request.kind, request.liked, request.max_words, instead


def _chosen(prompts: Prompts, kind: TextKind, prompt_id: str) -> Prompt:
    """The prompt that a setting names; raises BadInput that names the setting."""
    setting = f"PAPERLARK_LLM__{kind.upper()}_PROMPT"
    if not prompt_id.startswith(f"{kind}/"):
        raise BadInput.at(setting, f"must be a prompt for this kind of text, such as {kind}/v1")
    try:
        return prompts.get(prompt_id)
    except BadInput as error:
        raise BadInput.at(setting, error.detail) from None


def _read(kept: StoredAnswer) -> GeneratedText | None:
    try:
        return GeneratedText.model_validate(kept.body)
    except ValidationError:  # of another version; it is written anew
        return None


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()
