"""Texts for many papers at once: what is pasted or dropped becomes a job, whose page says how far it is."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from service import ingest
from service.corpus import named_papers
from service.errors import BadInput, JobNotFound
from service.export import Entry, markdown
from service.jobs import JobProgress
from service.papers import Paper
from service.storage import JobItem
from service.summarization import GeneratedText, TextKind, TextOptions, check_text_options
from service.web.actions import Action, sent_fields
from service.web.page_route import PageRoute
from service.web.rendering import redirect, render
from service.web.services import Services, Use

router = APIRouter(prefix="/batch", route_class=PageRoute)
uploads = APIRouter(prefix="/batch", route_class=PageRoute)

_RECENT = 10  # jobs
_SHOWN = 30  # papers of a job on one page
_PAGE = 500  # papers fetched at a time for a file


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one paper of a job, None if it is not here: its texts, and what went wrong, in sentences."""

    place: int
    paper_id: str
    paper: Paper | None
    texts: tuple[GeneratedText, ...]
    errors: tuple[str, ...]


@router.get("")
def show(services: Use, request: Request) -> Response:
    """Where to name papers, and the batches of before."""
    ids = services.jobs.records.ids_of_user(services.user)[::-1][:_RECENT]
    recent = [services.jobs.progress(each) for each in ids]
    models = [model.name for model in services.writer.chain.models]
    return render(request, "batch.html", recent=recent, models=models)


@uploads.post("")
def begin(
    services: Use,
    ids: Annotated[str, Form(max_length=2**20)] = "",
    kinds: Annotated[list[Literal["summary", "blurb"]], Form(max_length=2)] = [],  # noqa: B006  # FastAPI copies it
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Begin a job for the papers that are named, and go on to its page."""
    return redirect(_begun(services, ids, file.file.read() if file else b"", tuple(dict.fromkeys(kinds))))


@router.get("/{job_id}")
def job(services: Use, request: Request, job_id: str, start: Annotated[int, Query(ge=0, le=10**9)] = 0) -> Response:
    """How far a job is, and what came of it so far."""
    _own(services, job_id)
    progress = services.jobs.progress(job_id)
    results, more = _results(services, job_id, start, _SHOWN)
    unread = request.query_params.get("unread", "")
    return render(
        request,
        "job.html",
        progress=progress,
        share=_share(progress),
        results=results,
        start=start,
        next=results[-1].place + 1 if more and len(results) == _SHOWN else None,
        unread=int(unread) if unread.isdecimal() and len(unread) < 7 else 0,
    )


@router.post("/{job_id}")
async def change(services: Use, request: Request, job_id: str) -> Response:
    """End the job, or do again what failed."""
    action = Action.of(await sent_fields(request))
    if action.name not in {"cancel", "retry"}:
        raise action.unknown()
    await run_in_threadpool(_own, services, job_id)
    do = services.jobs.cancel if action.name == "cancel" else services.jobs.retry
    await run_in_threadpool(do, job_id)
    return redirect(f"/batch/{job_id}")


@router.get("/{job_id}/texts.{ending}")
def download(services: Use, job_id: str, ending: Literal["md", "jsonl"]) -> Response:
    """What came of the job so far, as a file."""
    _own(services, job_id)
    services.jobs.results(job_id, -1, 1)  # raises, where there are none any more, before the answer has begun
    lines = map(_markdown if ending == "md" else _json, _all_results(services, job_id))
    kind = "text/markdown" if ending == "md" else "application/jsonl"
    disposition = {"Content-Disposition": f'attachment; filename="texts.{ending}"'}
    return StreamingResponse(lines, media_type=f"{kind}; charset=utf-8", headers=disposition)


def _own(services: Services, job_id: str) -> None:
    """Raises JobNotFound for the job of somebody else too."""
    if services.jobs.get(job_id, services.caller.user).request.get("user") not in {None, services.user}:
        raise JobNotFound("No job of yours has this id here.")


def _begun(services: Services, ids: str, data: bytes, kinds: tuple[TextKind, ...]) -> str:
    """The address of the page of the job."""
    limit = services.settings.limits
    if not kinds:
        raise BadInput.at("/kinds", "choose summaries, blurbs, or both.")
    reading = ingest.read(data, None, most_bytes=limit.import_mb * 2**20) if data else None
    named = named_papers(services.corpus, ingest.pasted_ids(ids), reading, services.now())
    asked = [*named.paper_ids, *named.unknown]  # a paper that is not here is a failure that a retry may mend
    if not asked:
        raise BadInput.at("/ids", "names no paper: paste ids or links, one a line, or choose a file.")
    options = TextOptions(kinds, user=services.user, key=services.caller.key_id)
    check_text_options(limit, services.writer, options, (), asked)
    job_id = services.jobs.summarize(options, asked)
    return f"/batch/{job_id}" + (f"?unread={len(named.diagnostics)}" if named.diagnostics else "")


def _share(progress: JobProgress) -> float:
    counts = progress.counts
    return (counts.done + counts.failed) / max(counts.total, 1)


def _results(services: Services, job_id: str, start: int, most: int) -> tuple[list[Result], bool]:
    """What came of the papers from a place on, and whether more may come."""
    _, items, more = services.jobs.results(job_id, start - 1, most)
    papers = services.corpus.catalog.get([item.paper_id for item in items])
    return [_result(item, papers.get(item.paper_id)) for item in items], more


def _all_results(services: Services, job_id: str) -> Iterator[Result]:
    start, more = 0, True
    while more:
        results, _ = _results(services, job_id, start, _PAGE)
        yield from results
        more = len(results) == _PAGE
        start = results[-1].place + 1 if more else start  # places that are not worked on yet are passed over


def _result(item: JobItem, paper: Paper | None) -> Result:
    body: dict[str, Any] = item.body or {}
    texts = tuple(GeneratedText.model_validate(each) for each in body.get("texts", ()))
    return Result(item.place, item.paper_id, paper, texts, tuple(each["detail"] for each in body.get("errors", ())))


def _markdown(result: Result) -> str:
    name = markdown(Entry(result.paper)) if result.paper else f"`{result.paper_id}`"
    return "\n\n".join([f"## {name}", *(text.text for text in result.texts), *result.errors]) + "\n\n"


def _json(result: Result) -> str:
    texts = [text.model_dump(mode="json") for text in result.texts]
    title = result.paper.title if result.paper else None
    said = {"paper_id": result.paper_id, "title": title, "texts": texts, "errors": result.errors}
    return json.dumps(said, ensure_ascii=False) + "\n"
