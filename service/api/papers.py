"""Papers: keep, find, delete, similar."""

from collections import Counter
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from service import discovery
from service.api.bodies import JSONRoute
from service.api.idempotency import READS
from service.api.schemas import AnyId, BecauseOut, Body, ListPage, MergeOut, PaperIds, PaperOut, ShownPaper
from service.api.services import Use
from service.discovery import Mode, Sort
from service.errors import InvalidPaper, at_most
from service.ingest import ReadRecord, read_record
from service.papers import MAX_TITLE, Kept, Paper, Source, Status

router = APIRouter(prefix="/v1/papers", tags=["papers"], route_class=JSONRoute)


class PaperIn(BaseModel):
    """A paper as somebody has it. Only the title is needed: a field that cannot be read is left out, with a note.

    The names of CSL-JSON, Crossref, Semantic Scholar, OpenAlex and arXiv are understood too (`DOI`, `issued`, `year`,
    `externalIds`, `display_name`, ...).
    """

    model_config = ConfigDict(extra="allow")

    title: str = Field(max_length=MAX_TITLE, examples=["A Title"])
    abstract: str | None = Field(None, examples=["What the paper says of itself."])
    id: str | None = Field(
        None,
        description="any form of id; without one it is taken from external_ids or the url, or minted from the title",
    )
    authors: list[str] = Field([], description="or one text, or objects with family and given or a name")
    published: str | None = Field(
        None, description="a day, month or year; it is kept as exactly as it is given", examples=["2021-06-30"]
    )
    venue: str | None = Field(None, description="the journal, conference or book", examples=["Journal of Tidal Pools"])
    categories: list[str] = Field([], examples=[["cs.LG"]])
    url: str | None = None
    external_ids: dict[str, str | int | None] = {}
    version: int | None = None
    status: Status | None = Field(
        None, description="without one it is what title, abstract and comments announce, or what it was"
    )
    comments: str | None = Field(None, description="as on arXiv; read for a notice of withdrawal, and not kept")


Record = Annotated[Any, WithJsonSchema({"anyOf": [PaperIn.model_json_schema(), {}]})]
"""Anything, so that one bad record fails alone; described as a PaperIn."""


class PapersIn(Body):
    """Papers to keep."""

    papers: list[Record] = Field(
        min_length=1,
        max_length=10_000,
        fail_fast=True,
        examples=[[{"title": "A Title", "abstract": "What it says."}]],
    )


class NoteOut(BaseModel):
    """Something of a record that was left out or changed."""

    code: str
    field: str
    message: str


class PaperOutcome(BaseModel):
    """What became of one paper; `id` is the one under which it is kept."""

    id: str | None
    status: Literal["created", "updated", "unchanged", "rejected"]
    error: str | None = Field(default=None, description="why it was rejected")
    notes: list[NoteOut] = Field(default=[], description="what of it was left out or changed")
    merged: list[MergeOut] = Field(default=[], description="which ids were found to name one paper, and why")
    conflicts: list[str] = Field(default=[], description="ids that it claims and that name another paper")

    @classmethod
    def of(cls, kept: Kept, read: ReadRecord) -> Self:
        """The public view of what became of a record."""
        return cls(
            id=kept.id,
            status=kept.outcome.value,
            notes=[NoteOut(**note._asdict()) for note in read.all_notes],
            merged=[MergeOut.model_validate(each) for each in kept.merged],
            conflicts=list(kept.messages),
        )


class PaperOutcomeList(BaseModel):
    """One entry per paper sent, in order, and how many of each status."""

    data: list[PaperOutcome]
    counts: dict[str, int]


class PaperRecord(PaperOut):
    """A paper with its title and abstract also as they were received."""

    raw_title: str
    raw_abstract: str

    @classmethod
    def of(cls, paper: Paper) -> Self:
        """The public view of a paper, and its raw texts."""
        return cls(**paper.public, raw_title=paper.raw_title, raw_abstract=paper.raw_abstract)


class Ids(Body):
    """Ids to look up."""

    ids: PaperIds = Field(min_length=1, examples=[["hf:neural-spline-flows", "arXiv:2106.15928"]])


class LookupResult(BaseModel):
    """The papers that exist, in the order asked for."""

    data: list[PaperOut]
    not_found: list[str]


class SplitPapers(BaseModel):
    """The two papers that there are now: the one that was merged into, and the one of the id."""

    data: list[PaperOut]


class Nearest(ListPage):
    """Which neighbours, in which order."""

    mode: Mode = Field(
        default=Mode.HYBRID, description="similar in words and meaning in equal parts, or in one of them alone"
    )
    sort: Sort = Field(default=Sort.RELEVANCE, description="of those half as similar as the nearest, the newest first")


class SimilarHit(BaseModel):
    """A paper, and why it is similar to the one asked about: the two shares add up to `score`."""

    model_config = ConfigDict(from_attributes=True)

    paper: Annotated[PaperOut, ShownPaper]
    score: float = Field(
        description="half the cosine of tf-idf terms and half that of embeddings, or one of them whole"
    )
    because: BecauseOut


class SimilarList(BaseModel):
    """The most similar papers, or the newest or most liked of those, first."""

    data: list[SimilarHit]
    snapshot: str
    model: str
    next: str | None = Field(description="cursor of the next page")


@router.post("", responses={507: {}})
def keep(services: Use, body: PapersIn) -> PaperOutcomeList:
    """Keep papers; each is created, updated, unchanged or rejected, and a rejected one does not stop the others."""
    at_most(services.settings.limits.papers, len(body.papers), "/papers")
    read = [_read(place, record) for place, record in enumerate(body.papers)]
    papers = [item.paper for item in read if isinstance(item, ReadRecord)]
    outcomes = iter(services.corpus.add(papers, services.now()))
    data = [PaperOutcome.of(next(outcomes), item) if isinstance(item, ReadRecord) else item for item in read]
    return PaperOutcomeList(data=data, counts=dict(Counter(item.status for item in data)))


@router.post("/lookup", openapi_extra=READS)
def lookup(services: Use, body: Ids) -> LookupResult:
    """Several papers at once; unknown ids come back in `not_found`."""
    at_most(services.settings.limits.papers, len(body.ids), "/ids")
    found, not_found = services.corpus.lookup(body.ids)
    return LookupResult(data=[PaperOut.of(paper) for paper in found], not_found=not_found)


@router.get("/{paper_id:path}/similar", responses={404: {}, 409: {}})
def similar(services: Use, paper_id: AnyId, asked: Annotated[Nearest, Query()]) -> SimilarList:
    """The papers most like this one, and what they have in common; neither copies of it nor withdrawn papers."""
    found = discovery.similar(
        services.corpus,
        services.settings.limits,
        paper_id,
        asked.limit,
        mode=asked.mode,
        sort=asked.sort,
        cursor=asked.cursor,
    )
    return SimilarList.model_validate(found, from_attributes=True)


@router.post("/{paper_id:path}/split", responses={404: {}, 422: {}, 507: {}})
def split(services: Use, paper_id: AnyId) -> SplitPapers:
    """Make the record that came under this id, and was merged into another paper, a paper of its own, for good."""
    return SplitPapers(data=[PaperOut.of(paper) for paper in services.corpus.split(paper_id, services.now())])


@router.get("/{paper_id:path}", responses={404: {}})
def get(services: Use, paper_id: AnyId) -> PaperRecord:
    """One paper, also as it was received."""
    return PaperRecord.of(services.corpus.paper(paper_id))


@router.delete("/{paper_id:path}", status_code=204, responses={404: {}, 507: {}})
def delete(services: Use, paper_id: AnyId) -> Response:
    """Remove a paper, its vector and its place in the index."""
    services.corpus.delete(paper_id)
    return Response(status_code=204)


def _read(place: int, record: object) -> ReadRecord | PaperOutcome:
    try:
        return read_record(record, Source(name="api"))
    except InvalidPaper as error:
        return PaperOutcome(id=None, status="rejected", error=f"/papers/{place}/{error.field}: {error.detail}")
