"""Means with the interval in which they would lie on other users or cases like these."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RESAMPLES = 2_000


class Interval(NamedTuple):
    """A mean with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


def mean_interval(values: Floats, seed: int) -> Interval:
    """The mean of `values`, (n,), and its percentile bootstrap interval (Efron 1979), users or cases drawn again."""
    low, high = np.percentile(_resampled_means(values, np.random.default_rng(seed)), [2.5, 97.5])
    return Interval(float(values.mean()), float(low), float(high))


def mean_of_groups(groups: Sequence[Floats], seed: int) -> Interval:
    """The mean of the groups' means and its percentile bootstrap interval, the cases of each group drawn again."""
    rng = np.random.default_rng(seed)
    draws = np.mean([_resampled_means(values, rng) for values in groups], axis=0)
    low, high = np.percentile(draws, [2.5, 97.5])
    return Interval(float(np.mean([values.mean() for values in groups])), float(low), float(high))


def paired_difference(ours: Floats, theirs: Floats, seed: int) -> Interval:
    """The mean of `ours - theirs`, both (n,), paired by user or case; beyond 0 with its interval, it is no luck."""
    return mean_interval(ours - theirs, seed)


def _resampled_means(values: Floats, rng: np.random.Generator) -> Floats:
    # A hundred resamples at a time: all at once would not fit for very many users.
    draws = (rng.integers(0, len(values), (100, len(values))) for _ in range(RESAMPLES // 100))
    return np.concatenate([values[draw].mean(axis=1) for draw in draws])
