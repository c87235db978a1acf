"""Summaries and blurbs for a few papers at once."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from service.api.papers import Body, PaperIds, at_most
from service.api.services import Use
from service.errors import NoModel
from service.extract import DraftSentence
from service.grounding import Report
from service.summaries import Kind, Written, write

router = APIRouter(prefix="/v1/summaries", tags=["summaries"])


class SummariesIn(Body):
    """Which papers, which texts, and for whom."""

    paper_ids: PaperIds = Field(min_length=1, examples=[["hf:neural-spline-flows"]])
    kinds: list[Kind] = Field(default=["summary", "blurb"], min_length=1, max_length=2)
    liked: PaperIds = Field([], description="papers that a blurb may connect to", examples=[[]])
    mode: Literal["auto", "llm", "extractive"] = "auto"
    language: Literal["en"] = "en"
    max_words: Annotated[int, Field(ge=20, le=1_000)] = 120


class SupportOut(BaseModel):
    """A stretch of the source that supports a sentence; offsets are characters of that paper's `abstract`."""

    paper_id: str
    start: int
    end: int
    score: float


class SentenceOut(BaseModel):
    """A sentence of the text, where it stands there, and what supports it."""

    text: str
    start: int
    end: int
    supported: bool
    support: list[SupportOut]


class NumbersOut(BaseModel):
    """Numbers that the text claims, and those of them that the source has."""

    claimed: int
    verified: int


class FaithfulnessOut(BaseModel):
    """The checker's verdict; how often it errs is measured for each checker id, see evals/README.md."""

    score: float
    passed: bool
    numbers: NumbersOut
    reasons: list[str]
    checker: str

    @classmethod
    def of(cls, report: Report) -> "FaithfulnessOut":
        """The public view of a report."""
        return cls(
            score=report.score,
            passed=report.passed,
            numbers=NumbersOut(claimed=report.numbers.claimed, verified=report.numbers.verified),
            reasons=list(report.reasons),
            checker=report.checker,
        )


class Tokens(BaseModel):
    """Tokens that a model read and wrote."""

    input: Annotated[int, Field(serialization_alias="in")] = 0
    output: Annotated[int, Field(serialization_alias="out")] = 0


class Provenance(BaseModel):
    """What the text was made from and by; an extractive text is made anew each time, so it has no date."""

    model: str
    prompt: str | None
    source_hash: str
    created_at: datetime | None
    tokens: Tokens
    cost_usd: float


class SummaryOut(BaseModel):
    """One text about one paper."""

    paper_id: str
    kind: Kind
    text: str
    source: Literal["llm", "extractive"]
    stale: bool
    sentences: list[SentenceOut]
    faithfulness: FaithfulnessOut | None
    source_damage: list[str]
    fallback: str | None
    provenance: Provenance


class SummaryList(BaseModel):
    """One entry per paper and kind, in the order asked for."""

    data: list[SummaryOut]
    not_found: list[str]


@router.post("")
def post(services: Use, body: SummariesIn) -> SummaryList:
    """A one-paragraph summary and a why-this-matters blurb of each paper, every sentence with its source."""
    limits = services.settings.limits
    at_most(limits.summaries, len(body.paper_ids), "/paper_ids")
    at_most(limits.liked, len(body.liked), "/liked")
    if body.mode == "llm":
        raise NoModel("No language model is configured; use mode `auto` or `extractive`.")
    wanted = list(dict.fromkeys(body.paper_ids))
    known = services.holdings.catalog.get(dict.fromkeys([*wanted, *body.liked]))
    liked = [known[paper_id] for paper_id in dict.fromkeys(body.liked) if paper_id in known]
    return SummaryList(
        data=[
            view(write(known[paper_id], kind, liked, body.max_words))
            for paper_id in wanted
            if paper_id in known
            for kind in dict.fromkeys(body.kinds)
        ],
        not_found=[paper_id for paper_id in dict.fromkeys([*wanted, *body.liked]) if paper_id not in known],
    )


def view(written: Written) -> SummaryOut:
    """The public view of a text."""
    draft = written.draft
    return SummaryOut(
        paper_id=written.paper_id,
        kind=written.kind,
        text=draft.text,
        source="extractive",
        stale=False,
        sentences=[_sentence(written.paper_id, sentence) for sentence in draft.sentences],
        faithfulness=FaithfulnessOut.of(written.report) if written.report else None,
        source_damage=list(written.source_damage),
        fallback="title_only" if draft.title_only else None,
        provenance=Provenance(
            model="extractive",
            prompt=None,
            source_hash=written.source_hash,
            created_at=None,
            tokens=Tokens(),
            cost_usd=0.0,
        ),
    )


def _sentence(paper_id: str, sentence: DraftSentence) -> SentenceOut:
    spans = [(paper_id, span) for span in sentence.support]
    if sentence.liked:
        spans += [(sentence.liked.id, span) for span in sentence.liked.spans]
    return SentenceOut(
        text=sentence.text,
        start=sentence.start,
        end=sentence.end,
        supported=bool(spans),
        support=[SupportOut(paper_id=owner, start=span.start, end=span.end, score=1.0) for owner, span in spans],
    )
