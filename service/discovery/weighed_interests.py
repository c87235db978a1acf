"""The interests in some likes, and how much each of them counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.corpus import Corpus, LabelledInterest


@dataclass(frozen=True, slots=True)
class WeighedInterest:
    """An interest of somebody, and how much its likes count on average; 0 is muted."""

    interest: LabelledInterest
    weight: float


def weighed_interests(corpus: Corpus, weights: Mapping[str, float]) -> list[WeighedInterest]:
    """The interests in likes, each with its weight, under the ids that they are kept under; the largest first."""
    return [
        WeighedInterest(found, sum(weights[name] for name in found.paper_ids) / len(found.paper_ids))
        for found in corpus.interests(corpus.snapshot(), tuple(weights))
    ]
