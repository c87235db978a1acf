"""Suite `entailment`: whether a sentence is passed just where the sentence that it cites entails it.

The pairs are those of MED (Yanaka et al. 2019), in which what may be left out, added or exchanged depends on the words
around it: "few", "not", "only", "before", "at most".
"""

from collections.abc import Iterator, Sequence

import numpy as np

from evals.datasets.entailment import SentencePair, read_pairs
from evals.datasets.sampling import drawn
from evals.metrics.bootstrap import mean_interval
from evals.metrics.checker_reasons import reasons
from evals.metrics.score import Score
from evals.reporting import runs
from evals.reporting.outcome import Cell, Exhibit, Figure, Outcome, Table
from evals.reporting.runs import Graded, Job
from evals.suites.request import Request
from service.errors import BadInput
from service.faithfulness import CHECKER, Source, check
from service.text import sentences

NAME = "entailment"
_SHOWN = 8  # wrong verdicts
_COLUMNS = ("group", "accuracy", "low", "high", "n", "always entailment", "entailed passed", "neutral passed")


def run(request: Request) -> Outcome:
    """Accuracy by group of `request.data`, a JSONL file of pairs."""
    if request.data is None:
        raise BadInput("entailment needs --data FILE with rows {premise, hypothesis, label, genre}")
    numbered = {str(number): pair for number, pair in enumerate(read_pairs(request.data))}
    kept = set(drawn(list(numbered), request.limit, request.seed))
    graded = runs.resumed(request.runs, NAME, [_job(name, pair) for name, pair in numbered.items() if name in kept])
    groups = {"all": graded}
    for name in sorted({row.title for row in graded}):
        groups[name] = [row for row in graded if row.title == name]
    figures = tuple(_accuracy(name, rows, request.seed) for name, rows in groups.items())
    rows = tuple((f.name, *f.cells, f.n, *_shares(groups[f.name])) for f in figures)
    return Outcome(NAME, tuple(map(_result, rows)), (_table(rows),), (), figures, tuple(_exhibits(graded))[:_SHOWN])


def _job(name: str, pair: SentencePair) -> Job:
    def grade() -> Graded:
        count = len(sentences(pair.premise))
        report = check(Source("", pair.premise), pair.hypothesis, [range(count)])
        entailed = pair.label == "entailment"
        scores = {
            "correct": Score(value=float(report.passed == entailed), why=reasons(report)),
            "passed": Score(value=float(report.passed)),
            "entailed": Score(value=float(entailed)),
        }
        return Graded(
            case_id=name, suite=NAME, title=pair.group, source=pair.premise, text=pair.hypothesis, scores=scores
        )

    return Job(name, f"{pair.premise}\0{pair.hypothesis}\0{pair.label}\0{pair.group}", grade)


def _accuracy(name: str, graded: Sequence[Graded], seed: int) -> Figure:
    correct = np.array([row.scores["correct"].value for row in graded], dtype=np.float64)
    return Figure(name, mean_interval(correct, seed), len(graded))


def _shares(graded: Sequence[Graded]) -> tuple[float | None, float | None, float | None]:
    """How many pairs are entailed, and how many of the entailed and of the others are passed."""
    passed: dict[float | None, list[float]] = {1.0: [], 0.0: []}
    for row in graded:
        passed[row.scores["entailed"].value].append(row.scores["passed"].value or 0.0)
    share, others = (sum(group) / len(group) if group else None for group in passed.values())
    return len(passed[1.0]) / len(graded), share, others


def _result(row: tuple[Cell, ...]) -> dict[str, Cell]:
    cells = (round(cell, 4) if isinstance(cell, float) else cell for cell in row)
    return dict(zip(_COLUMNS, cells, strict=True))


def _table(rows: tuple[tuple[Cell, ...], ...]) -> Table:
    note = (
        f"Checker {CHECKER}: passed where the premise entails it, not passed elsewhere; 95 % bootstrap over pairs. "
        "Beside it the accuracy of always saying entailment, and how many of either label are passed."
    )
    return Table("Entailment of one sentence by another", note, _COLUMNS, rows)


def _exhibits(graded: Sequence[Graded]) -> Iterator[Exhibit]:
    """One wrong verdict of each group and label."""
    seen: set[tuple[str, float | None]] = set()
    for row in graded:
        group = row.title, row.scores["entailed"].value
        if row.scores["correct"].value == 0.0 and group not in seen:
            seen.add(group)
            said = "entailed, not passed" if group[1] else "not entailed, and passed"
            yield Exhibit(row.case_id, row.title, row.source, row.text, (f"{said}: {row.scores['correct'].why}",))
