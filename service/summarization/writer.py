"""Summaries and blurbs: from the ledger, from a model and checked, or quoted, whatever the model does.

A text is asked for once however many wait for it. What a model wrote is kept only when every sentence stands; a second
try is told what failed, then what does not stand is dropped, and if too little is left the abstract is quoted instead.
"""

import asyncio
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from service.errors import BadInput, ServiceError, TextFailed
from service.faithfulness import CHECKER
from service.llm import Allowance, Attempts, FallbackChain, Message, ModelFailed, Question, Reply
from service.observability import log
from service.papers import Paper
from service.prompts import Prompt, Prompts, source_block
from service.storage import StoredAnswer
from service.summarization.claim_verification import SourceSentence, Verification, source_sentences, verify_claims
from service.summarization.generated_text import LANGUAGES, Fallback, GeneratedText, Mode, Provenance, TextKind, Tokens
from service.summarization.output_parser import Claim, UnreadableOutput, claims_schema, parse_claims
from service.summarization.quotation import quote
from service.summarization.turns import turn
from service.summarization.worker_processes import QuoteArguments, TextWorkers

_SHAPE = 1  # of a kept text: counted up when `Written` or the gate changes, so that older ones are made anew
_MOST_LIKED = 3  # papers that a blurb is told of
_BLURB_WORDS = 60
_QUOTED = 4_000  # characters of a failed answer that a repair shows the model again


@dataclass(frozen=True, slots=True)
class TextRequest:
    """A text that is wanted; a blurb may speak of the `liked` papers, the nearest first."""

    paper: Paper
    kind: TextKind
    liked: tuple[Paper, ...] = ()
    max_words: int = 120
    language: str = "en"
    mode: Mode = "auto"

    @property
    def sources(self) -> tuple[Paper, ...]:
        """The papers that the writer is told of: the paper, and for a blurb a few liked ones."""
        liked = [like for like in self.liked if like.id != self.paper.id and like.abstract]
        return (self.paper, *(liked[:_MOST_LIKED] if self.kind == "blurb" else ()))

    @property
    def words(self) -> int:
        """The most words the text may have."""
        return min(self.max_words, _BLURB_WORDS) if self.kind == "blurb" else self.max_words


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
        self._in_flight: dict[str, asyncio.Task[GeneratedText]] = {}

    async def write(self, request: TextRequest, allowance: Allowance) -> GeneratedText:
        """The text; raises TextFailed only when a model's is demanded (`mode` "llm") and there is none."""
        if not self.needs_model(request):
            return await asyncio.to_thread(quote, *self._arguments_of(request))
        key = self._key(request)
        name = f"{request.mode} {key}"
        task = self._in_flight.get(name)
        if task is None:
            task = asyncio.create_task(self._written(key, request, allowance))
            self._in_flight[name] = task
            task.add_done_callback(lambda done: self._finish(name, done))
        return await asyncio.shield(task)  # whoever stops waiting does not stop the others

    def needs_model(self, request: TextRequest) -> bool:
        """Whether a model is asked for the text."""
        return self.has_model_for(request.mode) and bool(request.paper.abstract)

    def has_model_for(self, mode: Mode) -> bool:
        """Whether a model is asked for texts of papers that have an abstract."""
        return bool(self.chain.links) and mode != "extractive"

    async def quote_all(self, text_requests: Sequence[TextRequest]) -> list[GeneratedText]:
        """The texts of many orders that need no model."""
        return await self.text_workers.quoted([self._arguments_of(request) for request in text_requests])

    def _arguments_of(self, request: TextRequest) -> QuoteArguments:
        missed = (
            request.mode != "extractive"
            and request.paper.abstract
            and not self.chain.links
            and request.language != "en"
        )
        return _quote_arguments(request, "no_model" if missed else None)

    def _finish(self, name: str, done: asyncio.Task[GeneratedText]) -> None:
        self._in_flight.pop(name, None)
        if not done.cancelled():
            done.exception()  # whoever waits has it; when nobody does any more, that is no fault

    async def _written(self, key: str, request: TextRequest, allowance: Allowance) -> GeneratedText:
        kept = await asyncio.to_thread(self._kept, key)
        if kept is not None:
            return kept
        try:
            written = await self._composed(request, allowance)
        except ModelFailed as error:
            if request.mode == "llm":
                raise TextFailed(f"No model gave a text that can be shown: {error.reason}.") from None
            return await asyncio.to_thread(self._fallback, request, error.reason)
        return await asyncio.to_thread(self._keep, key, request, written)

    async def _composed(self, request: TextRequest, allowance: Allowance) -> GeneratedText:
        """A model's text that stands; raises ModelFailed."""
        await turn()
        attempts, sources = self.chain.attempts(allowance), source_sentences(request.sources)
        draft = _Draft(request, self._prompts[request.kind], attempts, sources)
        claims = await draft.first()
        found = await self.text_workers.verify(claims, request.paper, sources)
        if found.failures:
            found = await self._second(draft, found)
        standing = found.standing()
        if standing is None:
            raise ModelFailed("unsupported")
        await turn()
        return self._finished(draft, standing.within(request.words), len(found.failures))

    async def _second(self, draft: "_Draft", first: Verification) -> Verification:
        """The better of the first answer and one that was told what was wrong with it."""
        try:
            claims = await draft.again(first)
        except ModelFailed:
            return first
        second = await self.text_workers.verify(claims, draft.request.paper, draft.sources)
        return min(second, first, key=lambda found: len(found.failures) / len(found.verdicts))

    def _finished(self, draft: "_Draft", standing: Verification, dropped: int) -> GeneratedText:
        text, sentences = standing.text()
        paper, spent = draft.request.paper, draft.attempts.spent
        return GeneratedText(
            paper_id=paper.id,
            kind=draft.request.kind,
            language=draft.request.language,
            text=text,
            source="llm",
            sentences=sentences,
            faithfulness=standing.faithfulness(),
            source_damage=standing.damage,
            dropped=dropped,
            provenance=Provenance(
                model=draft.model,
                prompt=draft.prompt.name,
                source_hash=paper.text_hash,
                created_at=self._now(),
                tokens=Tokens(read=spent.tokens_in, written=spent.tokens_out),
                cost_usd=spent.nano / 1e9,
            ),
        )

    def _fallback(self, request: TextRequest, reason: str) -> GeneratedText:
        """An earlier text of a model, if it is true of the paper as it is now; else the abstract quoted."""
        try:
            kept = self.chain.ledger.earlier(request.paper.id, request.kind, self._variant(request))
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
        return quote(*_quote_arguments(request, instead))

    def _kept(self, key: str) -> GeneratedText | None:
        try:
            kept = self.chain.ledger.answer(key)
        except ServiceError as error:
            log.warning("ledger_failed", reason=error.detail)
            return None
        return _read(kept) if kept else None

    def _keep(self, key: str, request: TextRequest, written: GeneratedText) -> GeneratedText:
        """Keep the text; the one that is kept, which another process may have written meanwhile."""
        variant, body = self._variant(request), written.model_dump(mode="json")
        kept = StoredAnswer(request.paper.id, request.kind, variant, request.paper.text_hash, body, self._now())
        try:
            return _read(self.chain.ledger.keep(key, kept)) or written
        except ServiceError as error:
            log.warning("answer_not_kept", reason=error.detail)
            return written

    def _key(self, request: TextRequest) -> str:
        return _digest(self._options(request), [(paper.id, paper.text_hash) for paper in request.sources])

    def _variant(self, request: TextRequest) -> str:
        return _digest(self._options(request), [paper.id for paper in request.sources])

    def _options(self, request: TextRequest) -> list[object]:
        models = [link.model.name for link in self.chain.links]
        return [
            _SHAPE,
            CHECKER,
            request.kind,
            request.words,
            request.language,
            self._prompts[request.kind].hash,
            models,
        ]


@dataclass(slots=True)
class _Draft:
    """The conversation with a model about one text."""

    request: TextRequest
    prompt: Prompt
    attempts: Attempts
    sources: tuple[SourceSentence, ...]
    model: str = ""
    said: str = ""

    async def first(self) -> list[Claim]:
        """The claims of the first answer, or of its repair; raises ModelFailed."""
        return await self._claims(self._messages())

    async def again(self, found: Verification) -> list[Claim]:
        """The claims of an answer that knows what failed."""
        failures = [(verdict.claim.text, verdict.reasons) for verdict in found.failures]
        return await self._claims([*self._messages(), self._quoted(), self.prompt.retry(failures)])

    async def _claims(self, messages: list[Message]) -> list[Claim]:
        try:
            return self._read(await self._ask(messages))
        except UnreadableOutput as error:
            repair = [*messages, self._quoted(), self.prompt.repair(str(error))]
        try:
            return self._read(await self._ask(repair))
        except UnreadableOutput:
            raise ModelFailed("unreadable") from None

    async def _ask(self, messages: list[Message]) -> Reply:
        schema = claims_schema(translated=self.request.language != "en")
        parameters = self.prompt.parameters
        return await self.attempts.answer(Question(messages, schema, parameters.max_tokens, parameters.temperature))

    def _read(self, reply: Reply) -> list[Claim]:
        self.model, self.said = reply.model, reply.text
        if not reply.complete:
            raise UnreadableOutput("it was cut off; write less")
        return parse_claims(reply.text, translated=self.request.language != "en")

    def _messages(self) -> list[Message]:
        language = LANGUAGES[self.request.language]
        return list(
            self.prompt.messages(
                language=language, max_words=str(self.request.words), source=source_block(self.request.sources)
            )
        )

    def _quoted(self) -> Message:
        return {"role": "assistant", "content": self.said[:_QUOTED] or "(nothing)"}


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
