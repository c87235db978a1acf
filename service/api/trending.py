"""Trending: what many here like of late, and what readers of the sources have voted for."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from service import discovery
from service.api.schemas import PaperOut
from service.api.search import FilteredPage
from service.api.services import Use
from service.discovery import Trending, TrendingPaper, TrendingRequest, Window, window_of
from service.storage import VoteRecords

router = APIRouter(prefix="/v1/trending", tags=["search"])


class TrendingOptions(FilteredPage):
    """How far back to look, and for which papers."""

    window: Literal["day", "week", "month", "1d", "7d", "30d"] = Field(
        default="day", description="so many whole days (UTC), and today"
    )


class TrendingBecause(BaseModel):
    """What a score is made of: the two parts add up to it, to nine digits."""

    model_config = ConfigDict(from_attributes=True)

    likes: float = Field(description="of users here, in likes of today; 0 where fewer than three like the paper")
    votes: float = Field(description="of readers of its source: log10(1 + votes), less as they grow old")


class TrendingPaperOut(BaseModel):
    """A paper, and why it is trending."""

    paper: PaperOut
    score: float
    because: TrendingBecause

    @classmethod
    def of(cls, found: TrendingPaper) -> "TrendingPaperOut":
        """The public view of a paper that is trending."""
        because = TrendingBecause(likes=found.likes, votes=found.votes)
        return cls(paper=PaperOut.of(found.paper), score=found.score, because=because)


class TrendingList(BaseModel):
    """The highest score first."""

    data: list[TrendingPaperOut]
    window: Window
    empty_reason: str | None = Field(
        description="null exactly when there are papers: no_papers, no_feedback (fewer than three users like anything "
        "within the window), too_few_users (no one paper is liked by three), all_filtered"
    )
    snapshot: str
    next: str | None = Field(description="cursor of the next page")

    @classmethod
    def of(cls, found: Trending) -> "TrendingList":
        """The public view of what is trending."""
        data = [TrendingPaperOut.of(each) for each in found.data]
        return cls(
            data=data,
            window=found.window,
            empty_reason=found.empty_reason,
            snapshot=found.snapshot,
            next=found.next,
        )


@router.get("", responses={409: {}})
def get_trending(services: Use, asked: Annotated[TrendingOptions, Query()]) -> TrendingList:
    """What is trending: the same all day (UTC), as long as papers, likes and votes stay the same.

    Three users at least must like a paper before it counts, and nothing shows what one of them likes.
    """
    request = TrendingRequest(window_of(asked.window), asked.limit, asked.to_filters())
    limits, votes = services.settings.limits, VoteRecords(services.database)
    return TrendingList.of(discovery.trending(services.corpus, votes, limits, request, services.now(), asked.cursor))
