"""What is trending, as the server answers it."""

from typing import Literal, TypedDict

from service.client.papers import Paper


class TrendingBecause(TypedDict):
    """The two parts that add up to a score."""

    likes: float
    votes: float


class TrendingPaper(TypedDict):
    """A paper, its score, and what that is made of."""

    paper: Paper
    score: float
    because: TrendingBecause


class Trending(TypedDict):
    """What is trending, the highest score first, or why nothing is, and the cursor of the next page."""

    data: list[TrendingPaper]
    window: Literal["day", "week", "month"]
    empty_reason: str | None
    snapshot: str
    next: str | None
