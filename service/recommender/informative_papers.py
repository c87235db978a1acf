"""Which papers to ask about next: those whose rating leaves least in doubt.

What a user wants is seen as a Gaussian process whose covariance is κ, see `background`: once some papers are rated, the
score of a paper x still has the variance κ(x, x) - k'(K + s²)⁻¹k (Rasmussen & Williams 2006, section 2.3), whatever the
ratings were. A paper is worth as much as its rating takes off the sum of these over all candidates (Cohn, Ghahramani &
Jordan 1996, section 4); the next one is chosen as if it were rated already, so that no two ask the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from service.features import Features, Matrix
from service.recommender.background import Background

_NOISE = 1.0  # s²: what a rating says of a paper beside what papers of the same words would have it say
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Informative:
    """The place of a candidate, and which share of the doubt its rating takes away, from 0 to 1."""

    candidate: int
    share: float


def most_informative(candidates: Features, rated: Features, background: Background, limit: int) -> list[Informative]:
    """Up to `limit` of the candidates, the most informative first, of equal ones the first; once `rated` are known."""
    covariance = _covariance(candidates, rated, background)
    total = float(np.trace(covariance))
    return [Informative(place, round(gain / total, _DIGITS)) for place, gain in _greedy(covariance, limit)]


def _covariance(candidates: Features, rated: Features, background: Background) -> Matrix:
    """The covariance (n, n) of the candidates' scores once some papers are rated."""
    examples, vectors = background.examples(candidates), background.vectors(candidates)
    covariance = examples.kernel(vectors)
    if len(rated):
        known = background.vectors(rated)
        own = background.examples(rated).kernel(known) + _NOISE * np.eye(len(rated))
        shared = examples.kernel(known)
        covariance = covariance - shared @ np.linalg.solve(own, shared.T)
    return (covariance + covariance.T) / 2


def _greedy(covariance: Matrix, limit: int) -> Iterator[tuple[int, float]]:
    """One candidate after the other, and what its rating takes off the sum of variances."""
    chosen = set[int]()
    for _ in range(min(limit, len(covariance))):
        gains = (covariance**2).sum(axis=0) / (np.diag(covariance) + _NOISE)
        gains[list(chosen)] = -1
        best = int(np.argmax(gains.round(_DIGITS)))
        yield best, float(gains[best])
        chosen.add(best)
        column = covariance[:, best]
        covariance = covariance - np.outer(column, column) / (column[best] + _NOISE)
