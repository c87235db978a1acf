"""Where a detector gives its reason: thresholds by what share of the honest texts they may refuse."""

from collections.abc import Mapping, Sequence

import numpy as np

from evals.fault_injection.reasons import FAULTS_BY_REASON
from evals.training.detectors import Detectors
from evals.training.trial_table import Array, TrialTable, honest_texts

STEPS = (0.001, 0.002, 0.004, 0.006, 0.009, 0.013, 0.018, 0.025, 0.033, 0.042, 0.054, 0.07)


def thresholds(
    fitted: Detectors, tables: Sequence[TrialTable], budget: float, fixed: Mapping[str, float]
) -> dict[str, float]:
    """For each reason the score to reach, so that all together refuse `budget` of the honest texts of share 0.

    Greedy: every reason starts strict; again and again the one that gains most detection (of its own faults, on
    share 0) for the honest texts it costs is loosened by a step, until none can be. The tables weigh the same; `fixed`
    levels stay.
    """
    scores = [{r: t.scored(r, names, w) for r, (names, w, _) in fitted.items()} for t in tables]
    steps = dict.fromkeys(fitted, 0)

    def level(reason: str, step: int) -> float:
        if reason in fixed:
            return fixed[reason]
        found = np.concatenate([s[reason][honest_texts(t)] for s, t in zip(scores, tables, strict=True)])
        return float(np.quantile(found, 1 - STEPS[step]))

    def cost(chosen: Mapping[str, int]) -> float:
        shares = [
            np.any([s[r][honest_texts(t)] > level(r, step) for r, step in chosen.items()], axis=0).mean()
            for s, t in zip(scores, tables, strict=True)
        ]
        return float(np.mean(shares))

    def power(reason: str, step: int) -> float:
        faults = FAULTS_BY_REASON[reason]
        hits = [
            s[reason][np.isin(t.fault, faults) & (t.share == 0)] > level(reason, step)
            for s, t in zip(scores, tables, strict=True)
        ]
        return float(np.mean([h.mean() for h in hits if len(h)]))

    while True:
        options: list[tuple[float, str]] = []
        for reason, step in steps.items():
            if step + 1 < len(STEPS) and reason not in fixed:
                dearer = cost({**steps, reason: step + 1})
                if dearer <= budget:
                    options.append(
                        ((power(reason, step + 1) - power(reason, step)) / (dearer - cost(steps) + 1e-3), reason)
                    )
        if not options:
            return {reason: level(reason, step) for reason, step in steps.items()}
        steps[max(options)[1]] += 1


def exceeded(sets: Sequence[Array], cost: float) -> float:
    """The score that the share `cost` of all texts exceeds, where each set weighs the same."""
    values = np.concatenate(sets)
    weights = np.concatenate([np.full(len(scores), 1 / len(scores) / len(sets)) for scores in sets])
    order = np.argsort(-values)
    return float(values[order][np.searchsorted(np.cumsum(weights[order]), cost)])
