"""The checker's detectors: a linear model for each reason, fitted to the faults that the reason is there for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.fault_injection.reasons import FAULTS_BY_REASON
from evals.training.logistic_regression import fit_logistic
from evals.training.trial_table import Array, TrialTable

# By reason: the names of its signals, their weights, the bias.
Detectors = dict[str, tuple[tuple[str, ...], Array, float]]


def fit(
    tables: Sequence[TrialTable],
    chosen: Callable[[TrialTable], NDArray[np.bool_]],
    signals: Mapping[str, tuple[str, ...]],
) -> Detectors:
    """One logistic model a reason on its `signals`, honest sentences against those that its faults touched."""
    fitted: Detectors = {}
    for reason, faults in FAULTS_BY_REASON.items():
        names = signals[reason]
        rows: list[Array] = []
        truth: list[Array] = []
        for table in tables:
            fault, use = table.fault[table.owner], chosen(table)[table.owner]
            for label, mask in ((0.0, use & (fault == "")), (1.0, use & np.isin(fault, faults) & table.changed)):
                rows.append(table.columns(names)[mask])
                truth.append(np.full(int(mask.sum()), label))
        fitted[reason] = (names, *fit_logistic(np.vstack(rows), np.concatenate(truth)))
    return fitted


def as_json(fitted: Detectors, levels: Mapping[str, float]) -> dict[str, Any]:
    """As weights.json has them: suspicion 0.5 lies at the threshold."""
    return {
        reason: {
            "weights": {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)},
            "bias": round(-levels[reason], 4),
        }
        for reason, (names, weights, _) in fitted.items()
    }
