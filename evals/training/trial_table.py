"""The signals of many trials as arrays, to fit detectors and thresholds on."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.fault_injection.honest_text import share
from evals.fault_injection.trials import Trial
from service.faithfulness import COPIED_FAULTS, RULES
from service.faithfulness.classifier import Judgement, Weights, examine
from service.faithfulness.lexical import index_source, read

Array = NDArray[np.float64]
LEAST = -30.0  # below any score that decides; where no honest text is asked, any text that is asked is refused


class TrialTable:
    """Signals of many trials, one row a sentence; the trial each row belongs to, and whether the fault touched it."""

    def __init__(self, items: Iterable[Trial], weights: Weights) -> None:
        """Examine every trial."""
        self.trials: list[Trial] = []
        rows: list[Mapping[str, float]] = []
        owner: list[int] = []
        changed: list[bool] = []
        for trial in items:
            judged = _judgements(trial, weights)
            owner += [len(self.trials)] * len(judged)
            rows += [j.signals for j in judged]
            changed += list(trial.changed)
            self.trials.append(trial)
        self.names = list(rows[0])
        self.signals = np.array([[row[name] for name in self.names] for row in rows])
        self.owner = np.array(owner)
        self.changed = np.array(changed)
        self.fault = np.array([t.fault for t in self.trials])
        self.copied = self.columns(["triples"])[:, 0] == 1.0
        self.open = self.columns(["no_stop"])[:, 0] > 0
        self.share = np.array([share(t.case.title) for t in self.trials])

    def columns(self, names: Sequence[str]) -> Array:
        """The signals of these names, (sentences, names)."""
        return self.signals[:, [self.names.index(n) for n in names]]

    def scored(self, reason: str, names: Sequence[str], weights: Array) -> Array:
        """The highest score, (trials,), among the sentences of each that the service asks this reason about."""
        asked = ~self.copied if reason not in COPIED_FAULTS else np.ones(len(self.copied), bool)
        asked &= self.open if reason == "truncated" else True
        return self.worst(np.where(asked, self.columns(names) @ weights, LEAST))

    def worst(self, values: Array) -> Array:
        """The highest of `values`, (sentences,), in each trial: (trials,)."""
        worst = np.full(len(self.trials), LEAST)
        np.maximum.at(worst, self.owner, values)
        return worst


def _judgements(trial: Trial, weights: Weights) -> list[Judgement]:
    """The trial's sentences against its source."""
    source = index_source(trial.case.title, trial.case.abstract)
    return examine(read(trial.text), source, trial.case.title, weights, trial.evidence)


def honest_texts(table: TrialTable, shares: Sequence[int] = (0,)) -> NDArray[np.bool_]:
    """Which trials are honest texts of these shares, (trials,); one with a number that its source lacks is not."""
    lost = table.worst(table.columns(list(RULES)).max(axis=1)) > 0
    return (table.fault == "") & np.isin(table.share, shares) & ~lost
