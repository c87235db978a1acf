"""Summaries and blurbs for a few papers at once: whole, or as they are finished."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT
from pydantic import BaseModel, Field, StringConstraints

from service.api.events import DOCUMENTED, HEARTBEAT_S, event, streamed, wanted
from service.api.jobs import JobOut, accepted, job_id_of
from service.api.papers import Body, PaperId, PaperIds, at_most
from service.api.problems import Problem, document
from service.api.services import Services, Use
from service.api.user_names import UserName
from service.api.users import best
from service.discovery import about
from service.errors import BadInput, NoModel, ServiceError
from service.summarization import LANGUAGES, GeneratedText, Mode, TextKind, TextOptions, TextRequest, make_text_requests

router = APIRouter(prefix="/v1/summaries", tags=["summaries"])

Query = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
BatchIds = Annotated[list[PaperId], Field(max_length=1_000_000)]


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


class Failed(BaseModel):
    """A text that was demanded of a model and could not be had, and why."""

    paper_id: str
    kind: TextKind
    problem: Problem


class SummaryList(BaseModel):
    """One entry per paper and kind, in the order asked for; with `mode` "llm", what failed is in `errors`."""

    data: list[GeneratedText]
    errors: list[Failed]
    not_found: list[str]


@router.post("", response_model=SummaryList, responses={200: DOCUMENTED, 202: {"model": JobOut}, 409: {}, 507: {}})
async def post(
    services: Use,
    request: Request,
    body: SummariesIn,
    last_event_id: Annotated[str, Header(max_length=100)] = "",
    prefer: Annotated[str, Header(max_length=1_000, description="`respond-async` for a job, however few papers")] = "",
) -> SummaryList | StreamingResponse | JSONResponse:
    """A one-paragraph summary and a why-this-matters blurb of each paper, every sentence with its source.

    With `Accept: text/event-stream` each is sent as it is finished, as an event `item` or `error`; `progress` counts
    them, `done` ends the stream. A client that was cut off sends the same request with its `Last-Event-ID`.
    More papers than `limits.summaries` are a job: 202, and its address in `Location`.
    """
    request.state.user = body.user
    body = await asyncio.to_thread(named, services, body)
    if _in_background(services, body, prefer):
        _check(services, body)
        begun = await asyncio.to_thread(services.jobs.summarize, _asked(body), body.paper_ids, job_id_of(request))
        return await asyncio.to_thread(accepted, services, begun)
    if not wanted(request):
        return await answer(services, body)
    work = await _Work.begin(services, body)
    events = work.events(_finished(last_event_id, len(body.paper_ids) * len(body.kinds)))
    return streamed(events)


async def answer(services: Services, body: SummariesIn) -> SummaryList:
    """Every text that was asked for; one that fails does not fail the others."""
    work = await _Work.begin(services, body)
    found = await asyncio.gather(*map(work.outcome, work.make_text_requests))
    return SummaryList(
        data=[item for item in found if isinstance(item, GeneratedText)],
        errors=[item for item in found if isinstance(item, Failed)],
        not_found=work.not_found,
    )


def named(services: Services, body: SummariesIn) -> SummariesIn:
    """The request with its papers by name; raises BadInput when it names none."""
    if body.top is None:
        if body.query is not None:
            raise BadInput.at("/query", "goes with `top`: how many papers?")
        if not body.paper_ids:
            raise BadInput.at("/paper_ids", "name papers, or a `query` or a `user` and how many of the `top` ones.")
        return body
    if (body.query is None and body.user is None) or body.paper_ids:
        raise BadInput.at("/top", "goes with a `query` or a `user`, and without `paper_ids`.")
    at_most(services.settings.limits.results, body.top, "/top")
    return body.model_copy(update={"paper_ids": _best(services, body, body.top)})


def _best(services: Services, body: SummariesIn, most: int) -> list[str]:
    if body.query is None:
        return best(services, str(body.user), most)
    return [hit.paper.id for hit in about(services.corpus, body.query, most).data]


class _Work:
    """The texts of one request, under one deadline; `make_text_requests` has each by its place among all that were asked for."""

    def __init__(
        self, services: Services, body: SummariesIn, make_text_requests: dict[int, TextRequest], not_found: list[str]
    ) -> None:
        self._services, self.make_text_requests, self.not_found = services, make_text_requests, not_found
        self._request = services.writer.chain.allowance(body.user)

    @classmethod
    async def begin(cls, services: Services, body: SummariesIn) -> "_Work":
        """Refuses what cannot be done, and finds the papers."""
        _check(services, body)
        found, not_found = await asyncio.to_thread(make_text_requests, services.corpus, _asked(body), body.paper_ids)
        return cls(services, body, found, not_found)

    async def outcome(self, place: int) -> GeneratedText | Failed:
        """One text, marked as stale if its paper changed while it was written."""
        request = self.make_text_requests[place]
        try:
            written = await self._services.writer.write(request, self._request)
            return await asyncio.to_thread(self._dated, written)
        except ServiceError as error:
            return Failed(paper_id=request.paper.id, kind=request.kind, problem=document("/v1/summaries", error))

    def _dated(self, written: GeneratedText) -> GeneratedText:
        present = self._services.corpus.catalog.get([written.paper_id]).get(written.paper_id)
        changed = present is not None and present.text_hash != written.provenance.source_hash
        return written.model_copy(update={"stale": True}) if changed else written

    async def events(self, finished: set[int]) -> AsyncIterator[bytes]:
        """Server-sent events; the id of each says which texts have been sent, so that a client can go on from it."""
        waiting = {
            asyncio.create_task(self.outcome(place)): place
            for place in self.make_text_requests
            if place not in finished
        }
        try:
            while waiting:
                done, _ = await asyncio.wait(waiting, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
                if not done:
                    yield KEEPALIVE_COMMENT
                for task in sorted(done, key=lambda task: waiting[task]):
                    finished.add(waiting.pop(task))
                    item = task.result()
                    name = "item" if isinstance(item, GeneratedText) else "error"
                    yield event(name, item, _mark(finished))
                    yield event(
                        "progress",
                        Progress(
                            done=len(finished & self.make_text_requests.keys()), total=len(self.make_text_requests)
                        ),
                    )
            yield event("done", Done(total=len(self.make_text_requests), not_found=self.not_found), _mark(finished))
        finally:
            for task in waiting:
                task.cancel()


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


def _in_background(services: Services, body: SummariesIn, prefer: str) -> bool:
    told = {part.strip().lower() for part in prefer.replace(";", ",").split(",")}
    return "respond-async" in told or len(set(body.paper_ids)) > services.settings.limits.summaries


def _asked(body: SummariesIn) -> TextOptions:
    kinds, liked = tuple(dict.fromkeys(body.kinds)), tuple(dict.fromkeys(body.liked))
    return TextOptions(kinds, liked, body.user, body.mode, body.language, body.max_words)


def _check(services: Services, body: SummariesIn) -> None:
    limits = services.settings.limits
    at_most(limits.job_papers, len(body.paper_ids), "/paper_ids")
    at_most(limits.liked, len(body.liked), "/liked")
    if body.language not in LANGUAGES:
        raise BadInput.at("/language", f"must be one of {', '.join(LANGUAGES)}.")
    if body.mode == "llm" and not services.settings.llm.models:
        raise NoModel("No language model is configured; use mode `auto` or `extractive`, or set PAPERLARK_LLM__MODELS.")
