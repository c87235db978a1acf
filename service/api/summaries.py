"""Summaries and blurbs for a few papers at once: whole, or as they are finished."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Self

from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT
from pydantic import BaseModel, Field, StringConstraints

from service.access import Caller
from service.api.bodies import JSONRoute
from service.api.events import DOCUMENTED, HEARTBEAT_S, event, streamed, wanted
from service.api.idempotency import READS
from service.api.jobs import JobOut, accepted, job_id_of
from service.api.problems import Problem, document
from service.api.schemas import Body, PaperId, PaperIds, UserName
from service.api.services import Asks, Use
from service.errors import BadInput
from service.summarization import (
    LANGUAGES,
    FailedText,
    GeneratedText,
    Mode,
    TextBatch,
    TextKind,
    TextOptions,
    check_text_options,
    select_papers,
)

router = APIRouter(prefix="/v1/summaries", tags=["summaries"], route_class=JSONRoute)

Query = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
BatchIds = Annotated[list[PaperId], Field(max_length=1_000_000, fail_fast=True)]


class SummariesIn(Body):
    """Which papers, which texts, and for whom."""

    paper_ids: BatchIds = Field([], min_length=1, examples=[["hf:neural-spline-flows"]])
    top: Annotated[int | None, Field(ge=1)] = Field(
        None, description="instead of `paper_ids`: so many of the papers nearest to `query`, or else best for `user`"
    )
    query: Query | None = Field(None, description="in a few words, what the papers should be about; goes with `top`")
    kinds: list[TextKind] = Field(default=["summary", "blurb"], min_length=1, max_length=2)
    liked: PaperIds = Field([], description="papers that a blurb may connect to", examples=[[]])
    user: UserName | None = Field(None, description="whose likes a blurb may connect to, and whose budget counts")
    mode: Mode = "auto"
    language: Annotated[str, Field(max_length=10)] = Field(
        "en", description=f"one of {', '.join(LANGUAGES)}; only a language model writes other ones than the abstract's"
    )
    max_words: Annotated[int, Field(ge=20, le=1_000)] = 120

    def to_options(self, asks: Caller) -> TextOptions:
        """What the texts should be like, each kind and each liked paper once; raises NotAllowed for another's user."""
        kinds, liked = tuple(dict.fromkeys(self.kinds)), tuple(dict.fromkeys(self.liked))
        user = asks.user_for(self.user)
        return TextOptions(kinds, liked, user, self.mode, self.language, self.max_words, asks.key_id)


class Failed(BaseModel):
    """A text that was demanded of a model and could not be had, and why."""

    paper_id: str
    kind: TextKind
    problem: Problem

    @classmethod
    def of(cls, failed: FailedText) -> Self:
        """The public view of a text that failed."""
        return cls(paper_id=failed.paper_id, kind=failed.kind, problem=document(router.prefix, failed.error))


class SummaryList(BaseModel):
    """One entry per paper and kind, in the order asked for; with `mode` "llm", what failed is in `errors`."""

    data: list[GeneratedText]
    errors: list[Failed]
    not_found: list[str]


@router.post(
    "",
    response_model=SummaryList,
    responses={200: DOCUMENTED, 202: {"model": JobOut}, 409: {}, 507: {}},
    openapi_extra=READS,
)
async def post(
    services: Use,
    request: Request,
    asks: Asks,
    body: SummariesIn,
    last_event_id: Annotated[str, Header(max_length=100)] = "",
    prefer: Annotated[str, Header(max_length=1_000, description="`respond-async` for a job, however few papers")] = "",
) -> SummaryList | StreamingResponse | JSONResponse:
    """A one-paragraph summary and a why-this-matters blurb of each paper, every sentence with its source.

    With `Accept: text/event-stream` each is sent as it is finished, as an event `item` or `error`; `progress` counts
    them, `done` ends the stream. A client that was cut off sends the same request with its `Last-Event-ID`.
    More papers than `limits.summaries` are a job: 202, and its address in `Location`.
    """
    options, limits = body.to_options(asks), services.settings.limits
    request.state.user = options.user
    paper_ids = await asyncio.to_thread(
        select_papers, services.corpus, limits, body.paper_ids, query=body.query, user=options.user, top=body.top
    )
    check_text_options(limits, services.writer, options, body.liked, paper_ids)
    if _in_background(prefer, len(set(paper_ids)), limits.summaries):
        job_id = await asyncio.to_thread(services.jobs.summarize, options, paper_ids, job_id_of(request))
        return await asyncio.to_thread(accepted, services, job_id)
    batch = await TextBatch.begin(services.corpus, services.writer, options, paper_ids)
    if wanted(request):
        return streamed(events(batch, _finished(last_event_id, len(paper_ids) * len(body.kinds))))
    texts = await batch.texts()
    return SummaryList(
        data=list(texts.data), errors=[Failed.of(failed) for failed in texts.errors], not_found=list(texts.not_found)
    )


async def events(batch: TextBatch, finished: set[int]) -> AsyncIterator[bytes]:
    """Server-sent events; the id of each says which texts have been sent, so that a client can go on from it."""
    places, total = batch.requests.keys(), len(batch.requests)
    waiting = {asyncio.create_task(batch.outcome(place)): place for place in places if place not in finished}
    try:
        while waiting:
            done, _ = await asyncio.wait(waiting, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
            if not done:
                yield KEEPALIVE_COMMENT
            for task in sorted(done, key=lambda task: waiting[task]):
                finished.add(waiting.pop(task))
                yield _item(task.result(), _mark(finished))
                yield event("progress", Progress(done=len(finished & places), total=total))
        yield event("done", Done(total=total, not_found=list(batch.not_found)), _mark(finished))
    finally:
        for task in waiting:
            task.cancel()


def _item(outcome: GeneratedText | FailedText, mark: str) -> bytes:
    if isinstance(outcome, GeneratedText):
        return event("item", outcome, mark)
    return event("error", Failed.of(outcome), mark)


class Progress(BaseModel):
    """How many texts have been sent, of how many."""

    done: int
    total: int


class Done(BaseModel):
    """The end of a stream."""

    total: int
    not_found: list[str]


def _mark(finished: set[int]) -> str:
    return f"{sum(1 << place for place in finished):x}"


def _finished(mark: str, total: int) -> set[int]:
    try:
        bits = int(mark or "0", 16)
    except ValueError:
        bits = -1
    if bits < 0:
        raise BadInput.at("/Last-Event-ID", "is not the id of an event of ours.")
    return {place for place in range(total) if bits >> place & 1}


def _in_background(prefer: str, papers: int, most: int) -> bool:
    preferred = {part.strip().lower() for part in prefer.replace(";", ",").split(",")}
    return "respond-async" in preferred or papers > most
