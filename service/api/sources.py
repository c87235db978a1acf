"""Sources of new papers: how each stands, and a fetch of one."""

from datetime import date, datetime, timedelta
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from service.api.bodies import JSONRoute
from service.api.jobs import JobOut, accepted, job_id_of
from service.api.schemas import Body
from service.api.services import Services, Use
from service.jobs import SourceStatus, begin_fetch, source_statuses
from service.settings import SourceSpec

router = APIRouter(prefix="/v1/sources", tags=["sources"], route_class=JSONRoute)

Name = Annotated[str, Path(min_length=1, max_length=2_000, description="name of a source", examples=["arxiv:cs.LG"])]
_ASKED_IN_PRIVATE: Final = frozenset({"openalex", "crossref", "zotero"})  # by searches, and in libraries of people
_HOUR = timedelta(hours=1)


class SourceOut(BaseModel):
    """A source, what its last fetch brought, or why that was nothing, and when it is fetched next."""

    name: str = Field(examples=["arxiv:cs.LG"])
    status: Literal["never", "under_way", "done", "failed"] = Field(description="of its last fetch")
    every_hours: int | None = Field(description="how often it is fetched; null of one that is not in the settings")
    next_at: datetime | None = Field(description="when it is due; null of one that is not in the settings")
    began_at: datetime | None
    ended_at: datetime | None
    since: date | None = Field(description="papers that came out on this day or later are asked for")
    whole_through: date | None = Field(
        description="the last day of which all papers are here; null while there is none"
    )
    seen: int = Field(description="papers that the last fetch saw")
    created: int = Field(description="of those, new ones")
    updated: int = Field(description="of those, papers that were here already and have changed")
    notes: list[str] = Field(description="what the source had to say in the last fetch")
    empty_reason: str | None = Field(description="why nothing was new; null where something was")
    error: str | None = Field(description="what went wrong, and where; null where nothing did")
    job_id: str | None = Field(description="of the job that fetches it now")

    @classmethod
    def of(cls, found: SourceStatus) -> Self:
        """The public view of a source."""
        state = found.state
        return cls(
            name=state.name,
            status=found.status,
            every_hours=None if found.every is None else found.every // _HOUR,
            next_at=found.next_at,
            began_at=state.began_at,
            ended_at=state.ended_at,
            since=state.since,
            whole_through=state.whole_through,
            seen=state.seen,
            created=state.created,
            updated=state.updated,
            notes=list(state.notes),
            empty_reason=state.empty_reason,
            error=state.error,
            job_id=found.job_id,
        )


class SourceBrief(BaseModel):
    """A source as whoever may read here sees it: not what is asked for there, nor what went wrong."""

    name: str = Field(
        description="as in `GET /v1/sources`; of an address its host, of a library or a search the kind alone",
        examples=["arxiv:cs.LG"],
    )
    began_at: datetime | None = Field(description="when its last fetch began")
    created: int = Field(description="new papers that the last fetch brought")
    empty_reason: str | None = Field(description="why nothing was new; null also where the name is the kind alone")
    next_at: datetime | None = Field(description="when it is due; null of one that is not in the settings")

    @classmethod
    def of(cls, found: SourceStatus) -> Self:
        """What readers are told of a source."""
        state = found.state
        name = _name_for_readers(state.name)
        reason = None if name in _ASKED_IN_PRIVATE else state.empty_reason
        return cls(
            name=name, began_at=state.began_at, created=state.created, empty_reason=reason, next_at=found.next_at
        )


def _name_for_readers(name: str) -> str:
    kind, _, asked = name.partition(":")
    if kind == "url":  # its path may be a secret
        return f"{kind}:{urlsplit(asked).hostname or ''}"
    return kind if kind in _ASKED_IN_PRIVATE else name


class SourcesOut(BaseModel):
    """The sources of the settings in their order, then those that were fetched by hand, by name."""

    data: list[SourceOut]


class FetchIn(Body):
    """From which day on; and what the source is, where the settings do not say."""

    since: str | None = Field(
        default=None,
        max_length=20,
        description="papers that came out since then: days back, or a day; without it, it goes on where the last ended",
        examples=["7d", "2026-11-01"],
    )
    source: SourceSpec | None = Field(
        default=None,
        description="a source that is not in the settings, as they would have it; its name is that of the address",
    )


def sources_now(services: Services) -> list[SourceOut]:
    """How each source stands."""
    return [SourceOut.of(each) for each in source_statuses(services.jobs, services.fetches, services.now())]


def sources_for_readers(services: Services) -> list[SourceBrief]:
    """The same, without what only administrators are to know."""
    return [SourceBrief.of(each) for each in source_statuses(services.jobs, services.fetches, services.now())]


@router.get("")
def get(services: Use) -> SourcesOut:
    """How each source stands: when it was fetched, what that brought, or why nothing, and when it is fetched next."""
    return SourcesOut(data=sources_now(services))


@router.post("/{name:path}/fetch", status_code=202, response_model=JobOut, responses={404: {}})
def fetch(services: Use, request: Request, name: Name, body: FetchIn) -> JSONResponse:
    """Begin to fetch what a source has that is new, as a job; one that is at it already is the answer.

    What it brings, and what goes wrong, stands in `GET /v1/sources`.
    """
    job_id = job_id_of(request)
    found = begin_fetch(
        services.jobs, services.fetches, name, services.now(), since=body.since, spec=body.source, job_id=job_id
    )
    return accepted(services, found)
