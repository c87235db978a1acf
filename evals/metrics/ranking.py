"""Metrics of one ranking, best first. Sources: TREC practice, and as named at each function."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evals.metrics.bootstrap import Floats

Hits = NDArray[np.bool_]


def ndcg(hits: Hits, relevant: int, k: int) -> float:
    """Binary nDCG@k of a ranking, `hits` best first, of `relevant` items in all; 0 when there are none.

    Gain 1, discount 1/log2(rank + 1) (Jaervelin & Kekaelaeinen 2002, in the form usual since Burges et al. 2005).
    """
    best = min(relevant, k)
    if best == 0:
        return 0.0
    discounts = 1 / np.log2(np.arange(2, k + 2))
    return float(discounts[: len(hits)][hits[:k]].sum() / discounts[:best].sum())


def graded_ndcg(grades: Floats, k: int) -> float:
    """nDCG@k of a whole ranked pool by its grades, best first: linear gains, discounts 1, 1, 1/log2(3), 1/log2(4) ...

    The discount of the original paper (Jaervelin & Kekaelaeinen 2002, base 2), which CSFCube's figures use.
    """
    best = _original_dcg(np.sort(grades)[::-1], k)
    return _original_dcg(grades, k) / best if best > 0 else 0.0


def _original_dcg(grades: Floats, k: int) -> float:
    top = grades[:k]
    return float((top / np.maximum(1, np.log2(np.arange(1, len(top) + 1)))).sum())


def recall(hits: Hits, relevant: int, k: int) -> float:
    """The share of all `relevant` items among the first k; 0 when there are none."""
    return float(hits[:k].sum()) / relevant if relevant else 0.0


def reciprocal_rank(hits: Hits) -> float:
    """1 / rank of the first hit, 0 without one; its mean is MRR."""
    first = np.flatnonzero(hits)
    return 1 / (int(first[0]) + 1) if len(first) else 0.0


def average_precision(hits: Hits) -> float:
    """The mean of the precision at each hit of a whole ranked pool, 0 without one; its mean is MAP."""
    ranks = np.flatnonzero(hits) + 1
    return float((np.arange(1, len(ranks) + 1) / ranks).mean()) if len(ranks) else 0.0


def mean_per_user(values: Floats, users: Sequence[str]) -> Floats:
    """Means of `values`, (cases, m), over each user's cases: (users, m), users in sorted order."""
    _, rows, counts = np.unique(np.asarray(users), return_inverse=True, return_counts=True)
    sums = np.zeros((len(counts), values.shape[1]))
    np.add.at(sums, rows, values)
    return sums / counts[:, None]
