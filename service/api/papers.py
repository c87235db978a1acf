"""Papers: keep, find, delete, similar."""

from collections import Counter
from datetime import date
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from service import discovery
from service.api.schemas import AnyId, Body, DateText, MergeOut, PaperIds, PaperOut
from service.api.services import Use
from service.errors import InvalidPaper, InvalidPaperId, at_most
from service.papers import Kept, Paper, Source, make_paper

router = APIRouter(prefix="/v1/papers", tags=["papers"])

Text = Annotated[str, StringConstraints(max_length=100_000)]
Short = Annotated[str, StringConstraints(max_length=1_000)]


class PaperIn(Body):
    """A paper as somebody has it."""

    title: Text = Field(examples=["A Title"])
    abstract: Text = Field("", examples=["What the paper says of itself."])
    id: Short | None = Field(None, description="any form of id; without one it is minted from the title")
    authors: list[Short] = Field([], max_length=5_000)
    published: Annotated[date | None, Field(strict=False, examples=["2021-06-30"]), DateText] = None
    categories: list[Short] = Field([], max_length=100, examples=[["cs.LG"]])
    url: Short | None = None
    external_ids: dict[Short, Short] = Field({}, max_length=50)


class PapersIn(Body):
    """Papers to keep."""

    papers: list[PaperIn] = Field(
        min_length=1, max_length=10_000, examples=[[{"title": "A Title", "abstract": "What it says."}]]
    )


class PaperOutcome(BaseModel):
    """What became of one paper; `id` is the one under which it is kept."""

    id: str | None
    status: Literal["created", "updated", "unchanged", "rejected"]
    error: str | None = Field(default=None, description="why it was rejected")
    merged: list[MergeOut] = Field(default=[], description="which ids were found to name one paper, and why")
    conflicts: list[str] = Field(default=[], description="ids that it claims and that name another paper")

    @classmethod
    def of(cls, kept: Kept) -> Self:
        """The public view of what became of a record."""
        merged = [MergeOut.model_validate(each) for each in kept.merged]
        return cls(id=kept.id, status=kept.outcome.value, merged=merged, conflicts=list(kept.messages))


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


class Nearest(BaseModel):
    """How many neighbours."""

    limit: Annotated[int, Field(ge=1)] = 10


class SimilarHit(BaseModel):
    """A paper and its cosine similarity to the one asked about."""

    paper: PaperOut
    score: float


class SimilarList(BaseModel):
    """The nearest papers, nearest first."""

    data: list[SimilarHit]
    snapshot: str
    model: str


@router.post("", responses={507: {}})
def keep(services: Use, body: PapersIn) -> PaperOutcomeList:
    """Keep papers; each is created, updated, unchanged or rejected, and a rejected one does not stop the others."""
    at_most(services.settings.limits.papers, len(body.papers), "/papers")
    kept: list[PaperOutcome | Paper] = [_made(paper) for paper in body.papers]
    outcomes = iter(services.corpus.add([paper for paper in kept if isinstance(paper, Paper)], services.now()))
    data = [PaperOutcome.of(next(outcomes)) if isinstance(item, Paper) else item for item in kept]
    return PaperOutcomeList(data=data, counts=dict(Counter(item.status for item in data)))


@router.post("/lookup")
def lookup(services: Use, body: Ids) -> LookupResult:
    """Several papers at once; unknown ids come back in `not_found`."""
    at_most(services.settings.limits.papers, len(body.ids), "/ids")
    found, not_found = services.corpus.lookup(body.ids)
    return LookupResult(data=[PaperOut.of(paper) for paper in found], not_found=not_found)


@router.get("/{paper_id:path}/similar", responses={404: {}})
def similar(services: Use, paper_id: AnyId, asked: Annotated[Nearest, Query()]) -> SimilarList:
    """The papers nearest to this one."""
    hits = discovery.similar(services.corpus, services.settings.limits, paper_id, asked.limit)
    return SimilarList(
        data=[SimilarHit(paper=PaperOut.of(hit.paper), score=hit.score) for hit in hits.data],
        snapshot=hits.snapshot,
        model=hits.model,
    )


@router.get("/{paper_id:path}", responses={404: {}})
def get(services: Use, paper_id: AnyId) -> PaperRecord:
    """One paper, also as it was received."""
    return PaperRecord.of(services.corpus.paper(paper_id))


@router.delete("/{paper_id:path}", status_code=204, responses={404: {}, 507: {}})
def delete(services: Use, paper_id: AnyId) -> Response:
    """Remove a paper, its vector and its place in the index."""
    services.corpus.delete(paper_id)
    return Response(status_code=204)


def _made(sent: PaperIn) -> Paper | PaperOutcome:
    try:
        return make_paper(source=Source(name="api"), **sent.model_dump())
    except (InvalidPaper, InvalidPaperId) as error:
        return PaperOutcome(id=None, status="rejected", error=error.detail)
