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

from service.summarization import output_parser as answer
from service.summarization.output_parser import Claim, Unreadable
from service.llm.fallback import Asking, Chain, Request
from service.summarization.worker_processes import Desks, Wish
from service.errors import BadInput, ServiceError, TextFailed
from service.summarization.quotation import quote
from service.faithfulness.check import CHECKER
from service.llm.client import Message, ModelFailed, Question, Reply
from service.observability import log
from service.papers.paper import Paper
from service.prompts import Prompt, Prompts, source
from service.summarization.claim_verification import Line, Review, lines, review
from service.storage.ledger import Kept
from service.summarization.generated_text import LANGUAGES, Fallback, Kind, Mode, Provenance, Tokens, Written
from service.summarization.turns import turn

_SHAPE = 1  # of a kept text: counted up when `Written` or the gate changes, so that older ones are made anew
_MOST_LIKED = 3  # papers that a blurb is told of
_BLURB_WORDS = 60
_QUOTED = 4_000  # characters of a failed answer that a repair shows the model again


@dataclass(frozen=True, slots=True)
class Order:
    """A text that is wanted; a blurb may speak of the `liked` papers, the nearest first."""

    paper: Paper
    kind: Kind
    liked: tuple[Paper, ...] = ()
    max_words: int = 120
    language: str = "en"
    mode: Mode = "auto"

    @property
    def told(self) -> tuple[Paper, ...]:
        """The papers that the writer is told of: the paper, and for a blurb a few liked ones."""
        liked = [like for like in self.liked if like.id != self.paper.id and like.abstract]
        return (self.paper, *(liked[:_MOST_LIKED] if self.kind == "blurb" else ()))

    @property
    def words(self) -> int:
        """The most words the text may have."""
        return min(self.max_words, _BLURB_WORDS) if self.kind == "blurb" else self.max_words


class Writer:
    """Writes texts for one process; to be used from one event loop."""

    def __init__(self, chain: Chain, prompts: Prompts, desks: Desks, now: Callable[[], datetime]) -> None:
        self.chain, self.desks = chain, desks
        self._now = now
        settings = chain.settings
        self._prompts: dict[Kind, Prompt] = {
            "summary": _chosen(prompts, "summary", settings.summary_prompt),
            "blurb": _chosen(prompts, "blurb", settings.blurb_prompt),
        }
        self._underway: dict[str, asyncio.Task[Written]] = {}

    async def write(self, order: Order, request: Request) -> Written:
        """The text; raises TextFailed only when a model's is demanded (`mode` "llm") and there is none."""
        if not self.asks(order):
            return await asyncio.to_thread(quote, *self._unasked(order))
        key = self._key(order)
        name = f"{order.mode} {key}"
        task = self._underway.get(name)
        if task is None:
            task = asyncio.create_task(self._written(key, order, request))
            self._underway[name] = task
            task.add_done_callback(lambda done: self._finish(name, done))
        return await asyncio.shield(task)  # whoever stops waiting does not stop the others

    def asks(self, order: Order) -> bool:
        """Whether a model is asked for the text."""
        return self.writes(order.mode) and bool(order.paper.abstract)

    def writes(self, mode: Mode) -> bool:
        """Whether a model is asked for texts of papers that have an abstract."""
        return bool(self.chain.links) and mode != "extractive"

    async def unasked(self, orders: Sequence[Order]) -> list[Written]:
        """The texts of many orders that need no model."""
        return await self.desks.quoted([self._unasked(order) for order in orders])

    def _unasked(self, order: Order) -> Wish:
        missed = order.mode != "extractive" and order.paper.abstract and not self.chain.links and order.language != "en"
        return _wish(order, "no_model" if missed else None)

    def _finish(self, name: str, done: asyncio.Task[Written]) -> None:
        self._underway.pop(name, None)
        if not done.cancelled():
            done.exception()  # whoever waits has it; when nobody does any more, that is no fault

    async def _written(self, key: str, order: Order, request: Request) -> Written:
        kept = await asyncio.to_thread(self._kept, key)
        if kept is not None:
            return kept
        try:
            written = await self._composed(order, request)
        except ModelFailed as error:
            if order.mode == "llm":
                raise TextFailed(f"No model gave a text that can be shown: {error.reason}.") from None
            return await asyncio.to_thread(self._instead, order, error.reason)
        return await asyncio.to_thread(self._keep, key, order, written)

    async def _composed(self, order: Order, request: Request) -> Written:
        """A model's text that stands; raises ModelFailed."""
        await turn()
        asking, told = self.chain.asking(request), lines(order.told)
        draft = _Draft(order, self._prompts[order.kind], asking, told)
        claims = await draft.first()
        found = await self.desks.reviewed(claims, order.paper, told)
        if found.failures:
            found = await self._second(draft, found)
        standing = found.standing()
        if standing is None:
            raise ModelFailed("unsupported")
        await turn()
        return self._finished(draft, standing.within(order.words), len(found.failures))

    async def _second(self, draft: "_Draft", first: Review) -> Review:
        """The better of the first answer and one that was told what was wrong with it."""
        try:
            claims = await draft.again(first)
        except ModelFailed:
            return first
        second = await self.desks.reviewed(claims, draft.order.paper, draft.told)
        return min(second, first, key=lambda found: len(found.failures) / len(found.findings))

    def _finished(self, draft: "_Draft", standing: Review, dropped: int) -> Written:
        text, sentences = standing.text()
        paper, spent = draft.order.paper, draft.asking.spent
        return Written(
            paper_id=paper.id,
            kind=draft.order.kind,
            language=draft.order.language,
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

    def _instead(self, order: Order, reason: str) -> Written:
        """An earlier text of a model, if it is true of the paper as it is now; else the abstract quoted."""
        try:
            kept = self.chain.ledger.earlier(order.paper.id, order.kind, self._variant(order))
            earlier = _read(kept) if kept else None
        except ServiceError:
            earlier = None
        if earlier is not None and order.language == "en" and not order.liked:
            claims = [Claim(sentence.text, sentence.text, ()) for sentence in earlier.sentences]
            found = review(claims, order.paper, lines((order.paper,)))
            if not found.failures:
                text, sentences = found.text()
                news = {"text": text, "sentences": sentences, "faithfulness": found.faithfulness(), "stale": True}
                return earlier.model_copy(update=news | {"fallback": Fallback(reason=reason)})
        return self.quoted(order, reason)

    def quoted(self, order: Order, instead: str | None = None) -> Written:
        """The text in the abstract's own sentences; `instead` is why no model wrote it."""
        return quote(*_wish(order, instead))

    def _kept(self, key: str) -> Written | None:
        try:
            kept = self.chain.ledger.answer(key)
        except ServiceError as error:
            log.warning("ledger_failed", reason=error.detail)
            return None
        return _read(kept) if kept else None

    def _keep(self, key: str, order: Order, written: Written) -> Written:
        """Keep the text; the one that is kept, which another process may have written meanwhile."""
        variant, body = self._variant(order), written.model_dump(mode="json")
        kept = Kept(order.paper.id, order.kind, variant, order.paper.text_hash, body, self._now())
        try:
            return _read(self.chain.ledger.keep(key, kept)) or written
        except ServiceError as error:
            log.warning("answer_not_kept", reason=error.detail)
            return written

    def _key(self, order: Order) -> str:
        return _digest(self._options(order), [(paper.id, paper.text_hash) for paper in order.told])

    def _variant(self, order: Order) -> str:
        return _digest(self._options(order), [paper.id for paper in order.told])

    def _options(self, order: Order) -> list[object]:
        models = [link.model.name for link in self.chain.links]
        return [_SHAPE, CHECKER, order.kind, order.words, order.language, self._prompts[order.kind].hash, models]


@dataclass(slots=True)
class _Draft:
    """The conversation with a model about one text."""

    order: Order
    prompt: Prompt
    asking: Asking
    told: tuple[Line, ...]
    model: str = ""
    said: str = ""

    async def first(self) -> list[Claim]:
        """The claims of the first answer, or of its repair; raises ModelFailed."""
        return await self._claims(self._messages())

    async def again(self, found: Review) -> list[Claim]:
        """The claims of an answer that knows what failed."""
        failures = [(finding.claim.text, finding.reasons) for finding in found.failures]
        return await self._claims([*self._messages(), self._quoted(), self.prompt.retry(failures)])

    async def _claims(self, messages: list[Message]) -> list[Claim]:
        try:
            return self._read(await self._ask(messages))
        except Unreadable as error:
            repair = [*messages, self._quoted(), self.prompt.repair(str(error))]
        try:
            return self._read(await self._ask(repair))
        except Unreadable:
            raise ModelFailed("unreadable") from None

    async def _ask(self, messages: list[Message]) -> Reply:
        schema = answer.schema(translated=self.order.language != "en")
        parameters = self.prompt.parameters
        return await self.asking.answer(Question(messages, schema, parameters.max_tokens, parameters.temperature))

    def _read(self, reply: Reply) -> list[Claim]:
        self.model, self.said = reply.model, reply.text
        if not reply.whole:
            raise Unreadable("it was cut off; write less")
        return answer.read(reply.text, translated=self.order.language != "en")

    def _messages(self) -> list[Message]:
        language = LANGUAGES[self.order.language]
        return list(
            self.prompt.messages(language=language, max_words=str(self.order.words), source=source(self.order.told))
        )

    def _quoted(self) -> Message:
        return {"role": "assistant", "content": self.said[:_QUOTED] or "(nothing)"}


def _wish(order: Order, instead: str | None) -> Wish:
    return order.paper, order.kind, order.liked, order.max_words, instead


def _chosen(prompts: Prompts, kind: Kind, prompt_id: str) -> Prompt:
    """The prompt that a setting names; raises BadInput that names the setting."""
    setting = f"PAPERLARK_LLM__{kind.upper()}_PROMPT"
    if not prompt_id.startswith(f"{kind}/"):
        raise BadInput.at(setting, f"must be a prompt for this kind of text, such as {kind}/v1")
    try:
        return prompts.get(prompt_id)
    except BadInput as error:
        raise BadInput.at(setting, error.detail) from None


def _read(kept: Kept) -> Written | None:
    try:
        return Written.model_validate(kept.body)
    except ValidationError:  # of another version; it is written anew
        return None


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()
