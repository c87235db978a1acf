"""What the verdicts on edits come to: by half and label, by kind, how well the score orders, and how long it takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import get_args

import numpy as np

from evals.metrics import agreement
from evals.metrics.bootstrap import Floats, mean_interval, mean_of_groups
from evals.reporting.outcome import Cell, Figure, Table
from evals.reporting.runs import Graded
from evals.suites.edit_cases import Kind, Label
from evals.suites.request import Half

_WORDS: dict[Label, str] = {"lie": "lies shown", "rewording": "rewordings shown"}
_INTERVAL = ("shown", "low", "high")


@dataclass(frozen=True, slots=True)
class JudgedKind:
    """A kind and the grades of its cases, at least one."""

    kind: Kind
    graded: Sequence[Graded]

    def values(self, score: str) -> Floats:
        """One score of every case."""
        return np.array([row.scores[score].value for row in self.graded], dtype=np.float64)

    @property
    def wrong(self) -> float:
        """The share of the cases with the wrong verdict: a lie that is shown, a rewording that is not."""
        shown = float(self.values("shown").mean())
        return shown if self.kind.label == "lie" else 1.0 - shown

    def figure(self, seed: int) -> Figure:
        """The share of the cases that is shown."""
        return Figure(self.kind.name, mean_interval(self.values("shown"), seed), len(self.graded))


@dataclass(frozen=True, slots=True)
class EditFigures:
    """All that is told of the kinds, which come in the order of how often their verdict is wrong."""

    judged: Sequence[JudgedKind]
    seed: int

    def figures(self) -> tuple[Figure, ...]:
        """The figures that a gate can bar: the shares shown, and the areas."""
        return (*(figure for _, figure, _ in self._groups()), *self._areas())

    def results(self) -> Iterator[dict[str, Cell]]:
        """The rows for machines."""
        for name, figure, kinds in self._groups():
            yield {**name, "kind": "mean over kinds", **_cells(figure), "n": figure.n, "kinds": len(kinds)}
        for figure in self._areas():
            yield {"measure": figure.name, **_cells(figure), "n": figure.n}
        for each in self.judged:
            name = {"half": each.kind.half, "label": each.kind.label}
            yield {**name, "kind": each.kind.name, **_cells(each.figure(self.seed)), "n": len(each.graded)}
        yield {"measure": "milliseconds of a verdict", **self._times(), "n": sum(len(e.graded) for e in self.judged)}

    def tables(self, drawn_from: str) -> Iterator[Table]:
        """The tables for people; `drawn_from` says of what the cases were made."""
        note = f"{drawn_from}. Means over kinds; 95 % bootstrap over the cases of each. Worst: most often judged wrong."
        columns = ("half and label", *_INTERVAL, "kinds", "cases", "worst kind", "its share shown")
        yield Table("Shown", note, columns, tuple(self._overall()))
        note = "How often a rewording has a higher score than a lie, ties half, all cases of the half alike."
        rows = tuple((figure.name, *figure.cells, figure.n) for figure in self._areas())
        yield Table("Order of the scores", note, ("measure", "value", "low", "high", "cases"), rows)
        note = "Share shown: of lies the less the better, of rewordings the more. 95 % bootstrap over cases."
        yield Table("Kinds", note, ("kind", "half", "label", *_INTERVAL, "cases"), tuple(self._kinds()))
        note = (
            "Wall time of the verdict on one sentence, with reading its abstract; that of a resumed run is the first's."
        )
        yield Table("Milliseconds of a verdict", note, ("median", "p99"), (tuple(self._times().values()),))

    def _groups(self) -> Iterator[tuple[dict[str, Cell], Figure, list[JudgedKind]]]:
        halves: tuple[Half, ...] = get_args(Half)
        for half, label in product(halves, _WORDS):
            kinds = [each for each in self.judged if each.kind.half == half and each.kind.label == label]
            if kinds:
                interval = mean_of_groups([each.values("shown") for each in kinds], self.seed)
                cases = sum(len(each.graded) for each in kinds)
                yield {"half": half, "label": label}, Figure(f"{half} {_WORDS[label]}", interval, cases), kinds

    def _overall(self) -> Iterator[tuple[Cell, ...]]:
        for _, figure, kinds in self._groups():
            worst = kinds[0]
            share = float(worst.values("shown").mean())
            yield figure.name, *figure.cells, len(kinds), figure.n, worst.kind.name, share

    def _areas(self) -> Iterator[Figure]:
        for half in get_args(Half):
            kinds = [each for each in self.judged if each.kind.half == half]
            if kinds:
                scores = np.concatenate([each.values("score") for each in kinds])
                honest = np.concatenate([np.full(len(e.graded), float(e.kind.label != "lie")) for e in kinds])
                yield Figure(
                    f"{half} auc", agreement.with_interval(agreement.auc, scores, honest, self.seed), len(scores)
                )

    def _kinds(self) -> Iterator[tuple[Cell, ...]]:
        for name, _, kinds in self._groups():
            for each in kinds:
                yield each.kind.name, name["half"], name["label"], *each.figure(self.seed).cells, len(each.graded)

    def _times(self) -> dict[str, Cell]:
        median, late = np.percentile(np.concatenate([each.values("ms") for each in self.judged]), [50, 99])
        return {"median": round(float(median), 2), "p99": round(float(late), 2)}


def _cells(figure: Figure) -> dict[str, Cell]:
    return {
        name: None if c is None else round(c, 4) for name, c in zip(("mean", "low", "high"), figure.cells, strict=True)
    }
