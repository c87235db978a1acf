"""Jobs: how far they are, what came of them, and how to stop or repeat them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT
from pydantic import BaseModel, ConfigDict, Field

from service.access import Caller
from service.api.bodies import JSONRoute
from service.api.events import DOCUMENTED, HEARTBEAT_S, event, streamed
from service.api.schemas import Body, MergeOut
from service.api.services import Asks, Services, Use
from service.errors import BadInput, JobNotFound
from service.jobs import JobProgress
from service.storage import Job, JobCounts, JobItem, JobKind, JobStatus
from service.summarization import GeneratedText, TextKind, Tokens

router = APIRouter(prefix="/v1/jobs", tags=["jobs"], route_class=JSONRoute)

_LOOK_S = 1.0
_RETRY_AFTER_S = 2
JobId = Annotated[str, Path(min_length=1, max_length=64, description="id of a job, from its `Location`")]


async def _own(services: Use, asks: Asks, job_id: JobId) -> str:
    if asks.user is not None:
        await asyncio.to_thread(services.jobs.get, job_id, asks.user)
    return job_id


OwnJob = Annotated[str, Depends(_own)]


class Progress(BaseModel):
    """Items of the job: all, finished, and finished without what was wanted."""

    total: int
    done: int
    quoted: int = Field(description="of the done, those quoted because no model could be had; a retry asks again")
    failed: int

    @classmethod
    def of(cls, counts: JobCounts) -> Self:
        """The public view of counts."""
        return cls(total=counts.total, done=counts.done, quoted=counts.quoted, failed=counts.failed)


class Usage(BaseModel):
    """What the texts of a job took when they were written."""

    tokens: Tokens
    cost_usd: float


class JobOut(BaseModel):
    """A job as it stands."""

    id: str
    kind: JobKind
    status: JobStatus
    counts: Progress
    usage: Usage
    error: str | None
    attempt: int = Field(description="counted up by each retry")
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    eta_at: datetime | None = Field(description="when it will be done at the speed so far")

    @classmethod
    def of(cls, progress: JobProgress) -> Self:
        """The public view of a job."""
        job, counts = progress.job, progress.counts
        return cls(
            id=job.id,
            kind=job.kind,
            status=job.status,
            counts=Progress.of(counts),
            usage=Usage(tokens=Tokens(read=counts.tokens_in, written=counts.tokens_out), cost_usd=counts.nano / 1e9),
            error=job.error,
            attempt=job.attempt,
            created_at=job.created_at,
            started_at=job.started_at,
            ended_at=job.ended_at,
            eta_at=progress.eta_at,
        )


class ItemError(BaseModel):
    """Why something of an item could not be had; `kind` says of which text, if it is about one."""

    kind: TextKind | None
    status: int
    code: str
    title: str
    detail: str


class JobResult(BaseModel):
    """What came of one paper: its texts, or what an import did with it."""

    paper_id: str
    texts: list[GeneratedText]
    outcome: str | None = Field(
        description="created, updated or unchanged, for an import; what became of an entry, for one of likes"
    )
    line: int | None = Field(default=None, description="where its record begins in an imported file")
    given: str | None = Field(default=None, description="for an import of likes: the entry's title, or else its ids")
    candidates: list[str] = Field(
        default=[], description="for an offered entry of an import of likes: papers of one of which it may be"
    )
    merged: list[MergeOut] = Field(default=[], description="for an import: which ids were found to name one paper")
    conflicts: list[str] = Field(
        default=[], description="for an import: ids that it claims and that name another paper"
    )
    errors: list[ItemError]

    @classmethod
    def of(cls, item: JobItem) -> Self:
        """The public view of a finished item."""
        body: dict[str, Any] = item.body or {}
        return cls(
            paper_id=body.get("paper_id") or item.paper_id,
            texts=body.get("texts", []),
            outcome=body.get("status"),
            line=body.get("line"),
            given=body.get("given"),
            candidates=body.get("candidates", []),
            merged=body.get("merged", []),
            conflicts=body.get("conflicts", []),
            errors=body.get("errors", []),
        )


class DiagnosticOut(BaseModel):
    """Something that was wrong in a file; lines count from 1."""

    model_config = ConfigDict(from_attributes=True)

    line: int
    code: str
    message: str


class JobResults(BaseModel):
    """A page of results in the order of the request; `next` is null when no more will come.

    Of an import they say the `format` of the file and how many `rows` it had, and the first page has in `diagnostics`
    what was wrong in it.
    """

    data: list[JobResult]
    format: str | None
    rows: int | None
    import_id: str | None = Field(description="of an import of likes: what undoes it")
    diagnostics: list[DiagnosticOut]
    next: str | None


class UpkeepIn(Body):
    """Work on the installation as a whole."""

    kind: Literal["reindex", "map"] = Field(examples=["reindex"])


@router.post("", status_code=202, response_model=JobOut)
def post(services: Use, request: Request, body: UpkeepIn) -> JSONResponse:
    """Begin upkeep, while answers go on as before.

    `reindex` embeds what has no vector and builds the index anew; `map` lays the map of all papers out anew, which is
    503 where the extra `paperlark[map]` is not installed.
    """
    begin = {"reindex": services.jobs.reindex, "map": services.jobs.lay_out_map}[body.kind]
    return accepted(services, begin(job_id_of(request)))


@router.get("/{job_id}", responses={404: {}})
def get(services: Use, job_id: OwnJob) -> JobOut:
    """How far a job is."""
    return JobOut.of(services.jobs.progress(job_id))


@router.get("/{job_id}/results", responses={404: {}, 410: {}})
def results(
    services: Use,
    job_id: OwnJob,
    cursor: Annotated[str | None, Query(max_length=20)] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> JobResults:
    """What came of each paper, in order; while the job runs up to the first unfinished one, where `next` goes on."""
    after = _place(cursor)
    job, items, more = services.jobs.results(job_id, after, limit)
    last = items[-1].place if items else after
    return JobResults(
        data=[JobResult.of(item) for item in items],
        format=job.request.get("format"),
        rows=job.request.get("rows"),
        import_id=job.request.get("import", {}).get("id"),
        diagnostics=_diagnostics(job) if cursor is None else [],
        next=str(last) if more else None,
    )


@router.post("/{job_id}/cancel", responses={404: {}, 409: {}})
def cancel(services: Use, job_id: OwnJob) -> JobOut:
    """End a job after the step under way; what is finished stays."""
    return JobOut.of(services.jobs.cancel(job_id))


@router.post("/{job_id}/retry", status_code=202, responses={404: {}, 409: {}})
def retry(services: Use, job_id: OwnJob) -> JobOut:
    """Do again what failed, was cancelled, or was quoted because no model could be had; nothing else."""
    return JobOut.of(services.jobs.retry(job_id))


@router.get("/{job_id}/events", response_model=None, responses={200: DOCUMENTED, 404: {}})
def events(
    services: Use, asks: Asks, job_id: OwnJob, last_event_id: Annotated[str, Header(max_length=100)] = ""
) -> StreamingResponse:
    """The job each time that it has got further, as events `progress`, then `done`; go on with `Last-Event-ID`.

    The stream ends when the key does that asked for it.
    """
    services.jobs.get(job_id)
    return streamed(_events(services, asks, job_id, last_event_id))


def accepted(services: Services, job_id: str) -> JSONResponse:
    """202: the job was kept, and where to look for it."""
    body = get(services, job_id).model_dump_json()
    headers = {"Location": f"{router.prefix}/{job_id}", "Retry-After": str(_RETRY_AFTER_S)}
    return _Raw(body, status_code=202, headers=headers)


def job_id_of(request: Request) -> str | None:
    """The id that a repeat of the same request has, too; None without an Idempotency-Key."""
    return getattr(request.state, "job_id", None)


class _Raw(JSONResponse):
    """JSON that is text already."""

    def render(self, content: str) -> bytes:
        return content.encode()


async def _events(services: Services, asks: Caller, job_id: str, seen: str) -> AsyncIterator[bytes]:
    quiet = 0.0
    while asks.key_id is None or await asyncio.to_thread(services.keys.holds, asks.key_id):
        try:
            job = await asyncio.to_thread(get, services, job_id)
        except JobNotFound:  # its user was deleted
            return
        mark = f"{job.attempt}.{job.counts.done}.{job.counts.failed}.{job.status}"
        over = job.ended_at is not None
        if mark != seen:
            seen, quiet = mark, 0.0
            yield event("progress", job, mark)
        elif quiet >= HEARTBEAT_S:
            quiet = 0.0
            yield KEEPALIVE_COMMENT
        if over:
            yield event("done", job, mark)
            return
        await asyncio.sleep(_LOOK_S)
        quiet += _LOOK_S


def _diagnostics(job: Job) -> list[DiagnosticOut]:
    rows: list[tuple[int, str, str]] = job.request.get("diagnostics", [])
    return [DiagnosticOut(line=line, code=code, message=message) for line, code, message in rows]


def _place(cursor: str | None) -> int:
    if cursor is None:
        return -1
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= 9):
        if cursor == "-1":
            return -1
        raise BadInput.at("/cursor", "is not a cursor of ours.")
    return int(cursor)
