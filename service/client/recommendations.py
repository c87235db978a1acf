"""Recommendations as the server answers them, each with the likes that caused it."""

from typing import TypedDict

from service.client.papers import Paper
from service.client.texts import Text


class Cause(TypedDict):
    """A like's or dislike's share of a score."""

    paper_id: str
    contribution: float
    similarity: float
    co_likes: float
    terms: list[str]


class Recommendation(TypedDict):
    """A paper, and why: `because` and `adjustments` add up to `score`."""

    rank: int
    paper: Paper
    score: float
    confidence: str
    because: list[Cause]
    adjustments: dict[str, float]
    interest: str | None
    blurb: Text | None


class Interest(TypedDict):
    """Liked papers that belong together."""

    id: str
    medoid: str
    paper_ids: list[str]
    terms: list[str]


class Recommendations(TypedDict):
    """Best first; an empty list has an `empty_reason`, and `next` is the cursor of the next page."""

    data: list[Recommendation]
    snapshot: str
    model: str
    interests: list[Interest]
    not_found: list[str]
    excluded: dict[str, int]
    empty_reason: str | None
    next: str | None
