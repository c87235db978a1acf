"""Papers: keep, find, delete, similar."""

from collections import Counter
from datetime import date
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Path, Query, Response
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from service.api.services import Services, Use
from service.discovery import search
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


def date_text(value: object) -> object:
    """Refuses a number where a date is wanted: pydantic would count the seconds since 1970."""
    if value is not None and not isinstance(value, str):
        raise ValueError("Input should be a date like 2021-06-30")  # pydantic's protocol
    return value


PaperId = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_parsed)]
"""A paper id in any form we read; it becomes the canonical one."""

PaperIds = Annotated[list[PaperId], Field(max_length=10_000)]
"""Ids in a request; reading stops at the most that the settings may allow."""

AnyId = Annotated[str, Path(max_length=300, description="id of a paper, in any form", examples=["arXiv:2106.15928"])]
"""The same in a path: old arXiv ids and DOIs hold slashes, so routes take `:path`."""


class Body(BaseModel):
    """Base of request bodies: an unknown field or a number in quotes is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid", strict=True)


class PaperIn(Body):
    """A paper as somebody has it."""

    title: Text = Field(examples=["A Title"])
    abstract: Text = Field("", examples=["What the paper says of itself."])
    id: Short | None = Field(None, description="any form of id; without one it is minted from the title")
    authors: list[Short] = Field([], max_length=5_000)
    published: Annotated[date | None, Field(strict=False, examples=["2021-06-30"]), BeforeValidator(date_text)] = None
    categories: list[Short] = Field([], max_length=100, examples=[["cs.LG"]])
    url: Short | None = None
    external_ids: dict[Short, Short] = Field({}, max_length=50)


class PapersIn(Body):
    """Papers to keep."""

    papers: list[PaperIn] = Field(
        min_length=1, max_length=10_000, examples=[[{"title": "A Title", "abstract": "What it says."}]]
    )


class PaperOutcome(BaseModel):
    """What became of one paper."""

    id: str | None
    status: Literal["created", "updated", "unchanged", "rejected"]
    error: str | None = Field(default=None, description="why it was rejected")


class PaperOutcomeList(BaseModel):
    """One entry per paper sent, in order, and how many of each status."""

    data: list[PaperOutcome]
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

    @classmethod
    def of(cls, paper: Paper) -> Self:
        """The public view of a paper."""
        facts = paper.model_dump(include=set(cls.model_fields), exclude={"source"})
        return cls(**facts, source=paper.source.name)


class PaperRecord(PaperOut):
    """A paper with its title and abstract also as they were received."""

    raw_title: str
    raw_abstract: str


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
    data = [PaperOutcome(id=item.id, status=next(outcomes).value) if isinstance(item, Paper) else item for item in kept]
    return PaperOutcomeList(data=data, counts=dict(Counter(item.status for item in data)))


@router.post("/lookup")
def lookup(services: Use, body: Ids) -> LookupResult:
    """Several papers at once; unknown ids come back in `not_found`."""
    at_most(services.settings.limits.papers, len(body.ids), "/ids")
    known = services.corpus.catalog.get(dict.fromkeys(body.ids))
    return LookupResult(
        data=[PaperOut.of(known[paper_id]) for paper_id in dict.fromkeys(body.ids) if paper_id in known],
        not_found=[paper_id for paper_id in dict.fromkeys(body.ids) if paper_id not in known],
    )


@router.get("/{paper_id:path}/similar", responses={404: {}})
def similar(services: Use, paper_id: AnyId, asked: Annotated[Nearest, Query()]) -> SimilarList:
    """The papers nearest to this one."""
    at_most(services.settings.limits.results, asked.limit, "/limit")
    hits = search.similar(services.corpus, one(services, paper_id).id, asked.limit)
    return SimilarList(
        data=[SimilarHit(paper=PaperOut.of(hit.paper), score=hit.score) for hit in hits.data],
        snapshot=hits.snapshot,
        model=hits.model,
    )


@router.get("/{paper_id:path}", responses={404: {}})
def get(services: Use, paper_id: AnyId) -> PaperRecord:
    """One paper, also as it was received."""
    return PaperRecord.of(one(services, paper_id))


@router.delete("/{paper_id:path}", status_code=204, responses={404: {}, 507: {}})
def delete(services: Use, paper_id: AnyId) -> Response:
    """Remove a paper, its vector and its place in the index."""
    if not services.corpus.delete(parse_id(paper_id)):
        raise _missing()
    return Response(status_code=204)


def one(services: Services, paper_id: str) -> Paper:
    """The paper of an id in any form; raises PaperNotFound, or InvalidPaperId for one that cannot exist."""
    canonical = parse_id(paper_id)
    found = services.corpus.catalog.get([canonical])
    if canonical not in found:
        raise _missing()
    return found[canonical]


def _missing() -> PaperNotFound:
    return PaperNotFound("No paper has this id here.")


def at_most(limit: int, asked: int, pointer: str) -> None:
    """Raise BadInput that names the field and the limit when more is asked."""
    if asked > limit:
        raise BadInput.at(pointer, f"more than the limit of {limit:,}.")


def _made(sent: PaperIn) -> Paper | PaperOutcome:
    try:
        return make_paper(source=Source(name="api"), **sent.model_dump())
    except (InvalidPaper, InvalidPaperId) as error:
        return PaperOutcome(id=None, status="rejected", error=error.detail)
