"""Recommendations for a liked history, each with the papers that caused it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service import discovery
from service.access import Caller
from service.api.bodies import JSONRoute
from service.api.idempotency import READS
from service.api.ranking_threads import in_ranking_thread
from service.api.schemas import Body, DateText, Moment, PaperId, PaperIds, PaperOut, ShownPaper
from service.api.services import Asks, Services, Use
from service.discovery import (
    DIVERSITY,
    Cause,
    Page,
    PaperToRate,
    Recommendation,
    RecommendationRequest,
    recommend_page,
    stateless_request,
)
from service.storage import Filters
from service.summarization import GeneratedText, blurbs, kept_blurbs

router = APIRouter(prefix="/v1/recommendations", tags=["recommendations"], route_class=JSONRoute)

Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[list[Word], Field(default=[], max_length=50)]


class FiltersIn(Body):
    """Each part that is given must hold; a paper without a date is never within one.

    A paper of which only the year or month is known counts as published on the first day of it.
    """

    published_after: Annotated[date | None, Field(strict=False), DateText] = None
    published_before: Annotated[date | None, Field(strict=False), DateText] = None
    categories: Words
    sources: Words
    venues: Words = Field(description="whole names, in any case, with or without accents; any of these")
    keywords_any: Words
    keywords_none: Words
    keywords_all: Words
    since: Annotated[Moment | None, Field(strict=False, description="only papers that came here from then on")] = None

    def to_filters(self) -> Filters:
        """The filters of the catalog."""
        return Filters(
            self.published_after,
            self.published_before,
            tuple(self.categories),
            tuple(self.sources),
            tuple(self.keywords_any),
            tuple(self.keywords_none),
            keywords_all=tuple(self.keywords_all),
            since=self.since,
            venues=tuple(self.venues),
        )


class ListOptions(BaseModel):
    """What the list should look like, whoever asks; in a query, where every value is text, or in a body."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1)] = 10
    cursor: str | None = Field(default=None, max_length=200, description="`next` of the page before")
    diversity: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = Field(
        default=DIVERSITY, description="0: the best scores, alike or not; 1: as unlike each other as can be"
    )
    explain: bool = Field(default=True, description="false: without `because` and `adjustments`")
    blurbs: bool = Field(default=False, description="with each paper, why it matters to somebody with these likes")


class LikesIn(Body):
    """Liked papers, and optionally disliked ones."""

    liked: PaperIds = Field(min_length=1, examples=[["hf:neural-spline-flows", "arXiv:2106.15928"]])
    disliked: PaperIds = Field(default=[], examples=[[]])


class RecommendationRequestIn(LikesIn, ListOptions):
    """Liked papers, and optionally disliked ones, ones to leave out, and filters."""

    model_config = Body.model_config

    exclude: PaperIds = Field(default=[], description="papers to leave out", examples=[[]])
    filters: FiltersIn | None = None


class RecommendationOut(BaseModel):
    """The contributions in `because` and the adjustments add up to `score`."""

    rank: int
    paper: PaperOut
    score: float = Field(
        description="a sum over likes in standard deviations of unrelated papers of this corpus; any paper has about 0"
    )
    confidence: str = Field(description="high, medium or low")
    because: tuple[Cause, ...]
    adjustments: dict[str, float]
    interest: str | None
    blurb: GeneratedText | None = None


class InterestOut(BaseModel):
    """Liked papers that belong together; the medoid is the one most like the others."""

    id: str
    medoid: str
    paper_ids: list[str]
    terms: list[str]


class RecommendationList(BaseModel):
    """Best first; an empty list has an `empty_reason`."""

    data: list[RecommendationOut]
    snapshot: str
    model: str
    interests: list[InterestOut]
    not_found: list[str]
    excluded: dict[str, int] = Field(
        description="how many papers could not come back, by reason: liked, disliked, exclude, status (withdrawn, "
        "retracted, or a notice of that or of a correction), filters; and duplicates: near-copies, among the "
        "candidates that were looked at, of a paper named in the request or of one that stands before them"
    )
    empty_reason: str | None
    next: str | None


class NextToRateIn(LikesIn):
    """Liked papers, and optionally disliked ones and ones to leave out."""

    exclude: PaperIds = Field(default=[], description="papers to leave out", examples=[[]])
    limit: Annotated[int, Field(ge=1)] = 3


class PaperToRateOut(BaseModel):
    """A paper, and how much its rating would tell."""

    paper: Annotated[PaperOut, ShownPaper]
    share: float = Field(description="of the doubt about the hundred best papers that its rating takes away, 0 to 1")

    model_config = ConfigDict(from_attributes=True)


class PapersToRate(BaseModel):
    """The most telling first; each is chosen as if those before it were rated."""

    data: list[PaperToRateOut]

    @classmethod
    def of(cls, found: Sequence[PaperToRate]) -> Self:
        """The public view of papers to rate."""
        return cls(data=[PaperToRateOut.model_validate(each) for each in found])


class WhatIfIn(LikesIn):
    """A recommended paper, and likes or dislikes to imagine away."""

    paper_id: PaperId = Field(examples=["hf:kernelised-normalising-flows"])
    without: PaperIds = Field(min_length=1, examples=[["arXiv:2106.15928"]])


class StandingOut(BaseModel):
    """Where a paper stands among the candidates, before the list is made diverse."""

    score: float
    rank: int | None = Field(description="null when no like is left: nothing is ranked then")


class WhatIf(BaseModel):
    """The paper's standing as it is, and recomputed as it would be."""

    paper_id: str
    now: StandingOut
    without: StandingOut
    snapshot: str


@router.post("", responses={409: {}}, openapi_extra=READS)
async def post(services: Use, asks: Asks, body: RecommendationRequestIn) -> RecommendationList:
    """What to read next for these likes; `blurbs` need a key that may spend."""
    if body.blurbs:
        asks.require("spend")
    asked = partial(
        stateless_request,
        services.corpus,
        services.settings.limits,
        liked=body.liked,
        disliked=body.disliked,
        exclude=body.exclude,
        filters=body.filters.to_filters() if body.filters else None,
    )
    return await answer(services, asked, body, asks)


@router.post("/next-to-rate", openapi_extra=READS)
def next_to_rate(services: Use, body: NextToRateIn) -> PapersToRate:
    """Which papers to rate next, so that the list is least in doubt; empty as long as no like counts."""
    request = stateless_request(
        services.corpus,
        services.settings.limits,
        liked=body.liked,
        disliked=body.disliked,
        exclude=body.exclude,
        limit=body.limit,
    )
    return PapersToRate.of(discovery.next_to_rate(services.corpus, request))


@router.post("/explain", responses={404: {}}, openapi_extra=READS)
def explain(services: Use, body: WhatIfIn) -> WhatIf:
    """What if some of the likes or dislikes had not been? Recomputed, not estimated."""
    found = discovery.what_if(
        services.corpus,
        services.settings.limits,
        liked=body.liked,
        disliked=body.disliked,
        paper_id=body.paper_id,
        without=body.without,
    )
    return WhatIf.model_validate(found, from_attributes=True)


async def answer(
    services: Services, asked: Callable[[], RecommendationRequest], options: ListOptions, asks: Caller | None = None
) -> RecommendationList:
    """One page of the answer to what is `asked`, which a thread looks up.

    Blurbs are kept ones or quoted, unless it says who `asks` models: for likes that were sent along, so for no user.
    """
    if not options.blurbs:
        return await in_ranking_thread(_listed, services, asked, options)
    page = await in_ranking_thread(recommended, services, asked, options)
    found = page.found.data
    if asks:
        return _list(page, options, await blurbs(services.corpus, services.writer, found, None, asks.key_id))
    return _list(page, options, await kept_blurbs(services.corpus, services.writer, found))


def recommended(services: Services, asked: Callable[[], RecommendationRequest], options: ListOptions) -> Page:
    """One page of what a request finds."""
    request = replace(asked(), limit=options.limit, diversity=options.diversity)
    described = options.model_dump_json(exclude={"cursor", "limit", "explain", "blurbs"})
    return recommend_page(services.corpus, services.settings.limits, request, asked=described, cursor=options.cursor)


def _listed(services: Services, asked: Callable[[], RecommendationRequest], options: ListOptions) -> RecommendationList:
    page = recommended(services, asked, options)
    return _list(page, options, [None] * len(page.found.data))


def _list(page: Page, options: ListOptions, texts: Sequence[GeneratedText | None]) -> RecommendationList:
    found = page.found
    return RecommendationList(
        data=[_view(item, text, options) for item, text in zip(found.data, texts, strict=True)],
        snapshot=found.snapshot,
        model=found.model,
        interests=[InterestOut.model_validate(interest, from_attributes=True) for interest in found.interests],
        not_found=list(found.not_found),
        excluded=found.excluded,
        empty_reason=found.empty_reason,
        next=page.next,
    )


def _view(item: Recommendation, blurb: GeneratedText | None, options: ListOptions) -> RecommendationOut:
    return RecommendationOut(
        rank=item.rank,
        paper=PaperOut.of(item.paper),
        score=item.score,
        confidence=item.confidence,
        because=item.because if options.explain else (),
        adjustments=item.adjustments if options.explain else {},
        interest=item.interest,
        blurb=blurb,
    )
