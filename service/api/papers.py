"""Papers: keep, find, delete, similar."""

from collections import Counter
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from service import search
from service.api.services import Services, Use
from service.errors import BadInput, InvalidPaper, InvalidPaperId, PaperNotFound
from service.papers import Paper, Source, make_paper, parse_id

router = APIRouter(prefix="/v1/papers", tags=["papers"])

Text = Annotated[str, StringConstraints(max_length=100_000)]
Short = Annotated[str, StringConstraints(max_length=1_000)]


def _parsed(text: str) -> str:
    try:
        return parse_id(text)
    except InvalidPaperId as error:
        raise ValueError(error.detail) from None


PaperId = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_parsed)]
"""A paper id in any form we read; it becomes the canonical one."""

AnyId = Annotated[str, Path(max_length=300)]
"""The same in a path: old arXiv ids and DOIs hold slashes, so routes take `:path`."""


class Body(BaseModel):
    """Base of request bodies: an unknown field is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid")


class PaperIn(Body):
    """A paper as somebody has it."""

    title: Text
    abstract: Text = ""
    id: Short | None = Field(None, description="any form of id; without one it is minted from the title")
    authors: list[Short] = Field([], max_length=5_000)
    published: date | None = None
    categories: list[Short] = Field([], max_length=100)
    url: Short | None = None
    external_ids: dict[Short, Short] = Field({}, max_length=50)


class PapersIn(Body):
    """Papers to keep."""

    papers: list[PaperIn] = Field(min_length=1)


class Kept(BaseModel):
    """What became of one paper."""

    id: str | None
    status: str = Field(description="created, updated, unchanged or rejected")
    error: str | None = None


class KeptList(BaseModel):
    """One entry per paper sent, in order, and how many of each status."""

    data: list[Kept]
    counts: dict[str, int]


class PaperOut(BaseModel):
    """A paper as we keep it; offsets in summaries point into `abstract`."""

    id: str
    title: str
    abstract: str
    authors: list[str]
    published: date | None
    categories: list[str]
    url: str | None
    external_ids: dict[str, str]
    source: str
    raw_title: str
    raw_abstract: str

    @classmethod
    def of(cls, paper: Paper) -> "PaperOut":
        """The public view of a paper."""
        return cls(**paper.model_dump(exclude={"source"}), source=paper.source.name)


class Ids(Body):
    """Ids to look up."""

    ids: list[PaperId] = Field(min_length=1)


class Found(BaseModel):
    """The papers that exist, in the order asked for."""

    data: list[PaperOut]
    not_found: list[str]


class SimilarHit(BaseModel):
    """A paper and its cosine similarity to the one asked about."""

    paper: PaperOut
    score: float


class SimilarList(BaseModel):
    """The nearest papers, nearest first."""

    data: list[SimilarHit]
    snapshot: str
    model: str


@router.post("")
def keep(services: Use, body: PapersIn) -> KeptList:
    """Keep papers; each is created, updated, unchanged or rejected, and a rejected one does not stop the others."""
    at_most(services.settings.limits.papers, len(body.papers), "/papers")
    kept: list[Kept | Paper] = [_made(paper) for paper in body.papers]
    outcomes = iter(services.library.add([paper for paper in kept if isinstance(paper, Paper)], services.now()))
    data = [Kept(id=item.id, status=next(outcomes)) if isinstance(item, Paper) else item for item in kept]
    return KeptList(data=data, counts=dict(Counter(item.status for item in data)))


@router.post("/lookup")
def lookup(services: Use, body: Ids) -> Found:
    """Several papers at once; unknown ids come back in `not_found`."""
    at_most(services.settings.limits.papers, len(body.ids), "/ids")
    known = services.library.catalog.get(dict.fromkeys(body.ids))
    return Found(
        data=[PaperOut.of(known[paper_id]) for paper_id in dict.fromkeys(body.ids) if paper_id in known],
        not_found=[paper_id for paper_id in dict.fromkeys(body.ids) if paper_id not in known],
    )


@router.get("/{paper_id:path}/similar", responses={404: {}})
def similar(services: Use, paper_id: AnyId, limit: Annotated[int, Query(ge=1)] = 10) -> SimilarList:
    """The papers nearest to this one."""
    at_most(services.settings.limits.results, limit, "/limit")
    hits = search.similar(services.library, one(services, paper_id).id, limit)
    return SimilarList(
        data=[SimilarHit(paper=PaperOut.of(hit.paper), score=hit.score) for hit in hits.data],
        snapshot=hits.snapshot,
        model=hits.model,
    )


@router.get("/{paper_id:path}", responses={404: {}})
def get(services: Use, paper_id: AnyId) -> PaperOut:
    """One paper."""
    return PaperOut.of(one(services, paper_id))


@router.delete("/{paper_id:path}", status_code=204, responses={404: {}, 507: {}})
def delete(services: Use, paper_id: AnyId) -> Response:
    """Remove a paper, its vector and its place in the index."""
    if not services.library.delete(parse_id(paper_id)):
        raise PaperNotFound(f"No paper has the id {parse_id(paper_id)} here.")
    return Response(status_code=204)


def one(services: Services, paper_id: str) -> Paper:
    """The paper of an id in any form; raises PaperNotFound, or InvalidPaperId for one that cannot exist."""
    canonical = parse_id(paper_id)
    found = services.library.catalog.get([canonical])
    if canonical not in found:
        raise PaperNotFound(f"No paper has the id {canonical} here.")
    return found[canonical]


def at_most(limit: int, asked: int, pointer: str) -> None:
    """Raise BadInput that names the field and the limit when more is asked."""
    if asked > limit:
        raise BadInput.at(pointer, f"{asked} is more than the limit of {limit}.")


def _made(sent: PaperIn) -> Paper | Kept:
    try:
        return make_paper(source=Source(name="api"), **sent.model_dump())
    except (InvalidPaper, InvalidPaperId) as error:
        return Kept(id=None, status="rejected", error=error.detail)
