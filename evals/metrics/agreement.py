"""How well scores agree with human votes: Pearson's correlation, area under the ROC curve, and their certainty."""

from collections.abc import Callable
from typing import cast

import numpy as np
from scipy.stats import rankdata

from evals.metrics.bootstrap import Floats, Interval

RESAMPLES = 1_000

Measure = Callable[[Floats, Floats], float | None]


def pearson(scores: Floats, votes: Floats) -> float | None:
    """Pearson's correlation; None where one of the two never changes."""
    if len(scores) < 2 or np.ptp(scores) == 0 or np.ptp(votes) == 0:
        return None
    return float(np.corrcoef(scores, votes)[0, 1])


def auc(scores: Floats, votes: Floats) -> float | None:
    """How often a better-voted text has the higher score, ties half (Hanley & McNeil 1982); None with one group only.

    Better-voted: above the median vote, or at the highest vote where that is the median, which makes it "consistent
    throughout" on sets where most texts are.
    """
    if not len(votes):
        return None
    median = float(np.median(votes))
    good = votes >= median if median == votes.max() else votes > median
    many, few = int(good.sum()), int((~good).sum())
    if not many or not few:
        return None
    ranks = cast("Floats", rankdata(scores))
    return float((ranks[good].sum() - many * (many + 1) / 2) / (many * few))


def with_interval(measure: Measure, scores: Floats, votes: Floats, seed: int) -> Interval | None:
    """The measure with its 95 % percentile bootstrap interval (Efron 1979) over the texts, if it has a value."""
    agreement = measure(scores, votes)
    if agreement is None:
        return None
    rng = np.random.default_rng(seed)
    draws = rng.integers(0, len(scores), (RESAMPLES, len(scores)))
    values = [value for draw in draws if (value := measure(scores[draw], votes[draw])) is not None]
    low, high = np.percentile(values, [2.5, 97.5])
    return Interval(agreement, float(low), float(high))
