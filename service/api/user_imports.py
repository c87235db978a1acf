"""Imports of a user's library: a file in, likes out; and how to undo one."""

import hashlib
import re
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from service import ingest
from service.api.imports import BODY, Format, sent_file
from service.api.jobs import DiagnosticOut, JobOut, accepted, job_id_of
from service.api.schemas import MergeOut
from service.api.services import Services, Use
from service.api.users import User
from service.corpus import EntryStatus, library_import, preview_likes, undo_import
from service.jobs import import_or_begin
from service.storage import Imported, LibraryImport

router = APIRouter(prefix="/v1/users/{user}/imports", tags=["library"])

PATH = re.compile(r"/v1/users/[^/]+/imports")
"""The address to which files are sent."""

ImportId = Annotated[str, Path(min_length=1, max_length=64, description="id of an import, from its answer")]


class EntryOut(BaseModel):
    """An entry of the file that somebody may want to look at."""

    model_config = ConfigDict(from_attributes=True)

    line: int
    given: str = Field(description="the title, or the ids where there is none")
    paper_id: str | None
    candidates: list[str] = Field(description="papers with the same title, of one of which it may be")


class LibraryImportOut(BaseModel):
    """What a file held and what became of it; each list has a thousand entries at most, `counts` has all."""

    model_config = ConfigDict(from_attributes=True)

    id: str = Field(description="the same for the same file and collection; it undoes the import")
    format: str
    collection: str | None
    rows: int
    counts: dict[EntryStatus, int] = Field(
        description="liked: known here and liked now; unchanged: liked before, or said otherwise since; added: not "
        "known, and liked now; title_only: the same without an abstract; offered and not_found: not liked"
    )
    title_only: list[EntryOut] = Field(description="added and liked, but there is only a title to go by")
    offered: list[EntryOut] = Field(description="the title alone speaks for a paper that is here: like it if it is it")
    not_found: list[EntryOut] = Field(description="ids that name no paper here, without a title to keep")
    merged: list[MergeOut] = Field(description="which ids were found to name one paper, and why")
    diagnostics: list[DiagnosticOut] = Field(description="what could not be read, by line")
    snapshot: str


class ImportSummary(BaseModel):
    """An import that can be undone."""

    id: str
    format: str
    collection: str | None
    created_at: datetime
    papers: int = Field(description="papers that it matched or added")
    liked: int = Field(description="of these, likes that it made or dated anew")
    collected: int = Field(description="of these, papers that it put into its collection")

    @classmethod
    def of(cls, found: Imported) -> "ImportSummary":
        """The public view of an import."""
        made = found.made
        return cls(
            id=made.id,
            format=made.format,
            collection=made.collection,
            created_at=made.created_at,
            papers=found.papers,
            liked=found.liked,
            collected=found.collected,
        )


class ImportList(BaseModel):
    """The imports of a user, the oldest first."""

    data: list[ImportSummary]


class UndoneOut(BaseModel):
    """How many likes were taken back, and how many papers were taken out of the collection."""

    model_config = ConfigDict(from_attributes=True)

    likes: int
    collected: int


@router.post(
    "", openapi_extra=BODY, response_model=LibraryImportOut, responses={202: {"model": JobOut}, 409: {}, 507: {}}
)
async def post(
    services: Use,
    request: Request,
    user: User,
    collection: Annotated[str | None, Query(description="put the papers into this collection as well")] = None,
    format: Format = None,  # noqa: A002
    dry_run: Annotated[bool, Query(description="only say what would become of the file")] = False,
) -> LibraryImportOut | JSONResponse:
    """Like the papers of a library file; what is not known here is added, what is unsure is offered and not liked.

    The same file again changes nothing. Dates in it become those of the likes. Of a large one it is a job, 202.
    """
    request.state.user = user
    data = await sent_file(request, format)

    def imported() -> LibraryImportOut | JSONResponse:
        reading = ingest.read(data, format, most_bytes=services.settings.limits.import_mb * 2**20)
        digest = hashlib.sha256()
        for part in data:
            digest.update(part)
        made = library_import(user, digest.hexdigest(), reading.format, collection, services.now())
        return _imported(services, made, reading, job_id_of(request), dry_run=dry_run)

    return await run_in_threadpool(imported)


@router.get("")
def get(services: Use, user: User) -> ImportList:
    """The imports that can be undone."""
    return ImportList(data=[ImportSummary.of(each) for each in services.libraries.imports.of_user(user)])


@router.delete("/{import_id}", responses={404: {}, 507: {}})
def delete(services: Use, user: User, import_id: ImportId) -> UndoneOut:
    """Undo an import: what the user had said before holds again, where nothing was said since; papers stay."""
    return UndoneOut.model_validate(undo_import(services.libraries, user, import_id))


def _imported(
    services: Services, made: LibraryImport, reading: ingest.Reading, job_id: str | None, *, dry_run: bool
) -> LibraryImportOut | JSONResponse:
    now = services.now()
    if dry_run:
        return LibraryImportOut.model_validate(preview_likes(services.corpus, made, [reading], now))
    done = import_or_begin(services.corpus, services.libraries, services.jobs, made, reading, now, job_id)
    return accepted(services, done) if isinstance(done, str) else LibraryImportOut.model_validate(done)
