"""What comes of a request for recommendations, as every adapter is given it."""

from dataclasses import dataclass, field

from service.corpus import LabelledInterest
from service.papers import Paper
from service.recommender import Confidence


@dataclass(frozen=True, slots=True)
class Cause:
    """A liked or disliked paper's share of a score, of which `co_likes` is what other users' likes add."""

    paper_id: str
    contribution: float
    similarity: float
    co_likes: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A paper, and why: the contributions and adjustments add up to the score; ranks count from 1."""

    rank: int
    paper: Paper
    score: float
    confidence: Confidence
    because: tuple[Cause, ...]
    adjustments: dict[str, float]
    interest: str | None


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The answer to a request on one snapshot; an empty one says why.

    `order` has the id and score of every place up to the end of the page, as they were filled; `excluded` counts the
    papers that could not come back, by reason; of duplicates those that were met.
    """

    data: tuple[Recommendation, ...]
    snapshot: str
    model: str
    not_found: tuple[str, ...]
    excluded: dict[str, int] = field(default_factory=dict[str, int])
    interests: tuple[LabelledInterest, ...] = ()
    empty_reason: str | None = None
    more: bool = False
    order: tuple[tuple[str, float], ...] = ()
