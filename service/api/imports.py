"""Imports: a file in, papers kept, and what was wrong with which line."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from itertools import chain
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile

from service import ingest
from service.api.jobs import DiagnosticOut, JobOut, accepted, job_id_of
from service.api.schemas import MergeOut
from service.api.services import Asks, Services, Use
from service.corpus import keep_papers
from service.errors import BadInput

router = APIRouter(prefix="/v1/imports", tags=["papers"])

_PART = 2**18  # bytes of a file in a form that are read at once


class ImportOut(BaseModel):
    """What a file held and what became of it."""

    format: str
    rows: int
    papers: int
    counts: dict[str, int]
    merged: list[MergeOut] = Field(description="which ids were found to name one paper, and why")
    diagnostics: list[DiagnosticOut]
    snapshot: str


Format = Annotated[
    str | None,
    Query(
        description="format of the file; without it, the file is looked at",
        json_schema_extra={"enum": [*ingest.FORMATS]},
    ),
]
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            },
        },
    }
}


@router.post("", openapi_extra=BODY, response_model=ImportOut, responses={202: {"model": JobOut}, 409: {}, 507: {}})
async def import_file(
    services: Use,
    asks: Asks,
    request: Request,
    format: Format = None,  # noqa: A002
) -> ImportOut | JSONResponse:
    """Keep the papers of a file, sent as the body itself or as the form field `file`; of a large one as a job, 202."""
    data = await sent_file(request, format)
    job_id, user = job_id_of(request), asks.user
    return await run_in_threadpool(lambda: _imported(services, _pages(services, data, format), job_id, user))


def _pages(services: Services, data: Sequence[bytes], format: str | None) -> Iterator[ingest.Reading]:  # noqa: A002 - as in the API
    """What a sent file holds, which may not be larger when it is unpacked, in readings that a request may keep."""
    limits, above = services.settings.limits, services.settings.jobs.import_above
    return ingest.read_pages(data, format, most_bytes=limits.import_mb * 2**20, records=above + 1)


def _imported(
    services: Services, pages: Iterator[ingest.Reading], job_id: str | None, user: str | None
) -> ImportOut | JSONResponse:
    papers, read = 0, list[ingest.Reading]()
    for page in pages:
        read.append(page)
        papers += len(page.papers)
        if papers > services.settings.jobs.import_above:
            return accepted(services, services.jobs.import_papers(chain(read, pages), job_id, user))
    report = keep_papers(services.corpus, read, services.now)
    return ImportOut.model_validate(report, from_attributes=True)


async def sent_file(request: Request, format: str | None) -> list[bytes]:  # noqa: A002
    """The file of a request in parts, never put together: all others would wait for that.

    Raises BadInput for a format that does not exist, and for a form without the file.
    """
    if format is not None and format not in ingest.FORMATS:
        raise BadInput.at("/format", f"must be one of {', '.join(ingest.FORMATS)}.")
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return [chunk async for chunk in request.stream()]
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise BadInput.at("/file", "the form has no file of this name.")
        return [chunk async for chunk in _parts(file)]


async def _parts(file: UploadFile) -> AsyncGenerator[bytes]:
    while chunk := await file.read(_PART):
        yield chunk
