"""Logistic regression, as the checker's detectors are fitted."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def fit_logistic(rows: Array, truth: Array, ridge: float = 1.0) -> tuple[Array, float]:
    """Weights, (m,), and bias of a ridge logistic regression of `truth`, (n,) of 0 and 1, on `rows`, (n, m).

    Classes weigh the same; by Newton's method (ESL, 4.4.1).
    """
    mean: Array = rows.mean(axis=0)
    spread: Array = rows.std(axis=0) + 1e-9
    design: Array = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    ones = float(truth.sum())
    each = len(truth) * 0.5
    importance = truth * (each / max(ones, 1.0)) + (1.0 - truth) * (each / max(len(truth) - ones, 1.0))
    penalty: Array = np.diag([ridge] * rows.shape[1] + [1e-6])
    beta = np.zeros(design.shape[1], np.float64)
    for _ in range(15):
        chance: Array = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        slope: Array = design.T @ (importance * (truth - chance)) - penalty @ beta
        bend: Array = (design.T * (importance * chance * (1 - chance))) @ design + penalty
        beta = beta + np.linalg.solve(bend, slope)
    weights: Array = beta[:-1] / spread
    return weights, float(beta[-1] - weights @ mean)
