"""Two runs on the same cases: who wins where, and by how much, with intervals paired by case."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evals.metrics.bootstrap import Interval, paired_difference
from evals.reporting import plots, runs
from evals.reporting.outcome import Cell, Exhibit, Outcome, Plot, Table
from evals.reporting.runs import Graded
from service.errors import BadInput

_SHOWN = 6  # cases on which B loses most


def compare(a: Path, b: Path, seed: int) -> Outcome:
    """B against A on the cases that both have; raises BadInput when there is none, or no score in common."""
    first, second = ({row.case_id: row for row in runs.read(path)} for path in (a, b))
    shared = [name for name in first if name in second]
    if not shared:
        raise BadInput(f"{a} and {b} have no case in common")
    pairs = [(first[name], second[name]) for name in shared]
    measures = list(dict.fromkeys(name for a, b in pairs for name in a.scores if name in b.scores))
    rows = [row for name in measures if (row := _row(name, pairs, seed)) is not None]
    if not rows:
        raise BadInput(f"{a} and {b} have no score in common")
    note = (
        f"B is {b.name}, A is {a.name}: B minus A on the {len(shared)} cases that both have, 95 % bootstrap paired by "
        f"case; {len(first) - len(shared)} cases are only in A, {len(second) - len(shared)} only in B."
    )
    columns = ("score", "A", "B", "B minus A", "low", "high", "B wins", "B loses", "ties")
    bars = [(str(r["measure"]), Interval(*(float(r[k] or 0) for k in ("difference", "low", "high")))) for r in rows]
    return Outcome(
        "compare",
        tuple(rows),
        (Table("B against A", note, columns, tuple(tuple(row.values()) for row in rows)),),
        (Plot("B minus A", plots.forest(bars)),),
        exhibits=tuple(_losses(str(rows[0]["measure"]), pairs)),
    )


def _row(measure: str, pairs: Sequence[tuple[Graded, Graded]], seed: int) -> dict[str, Cell] | None:
    both = [
        (a.scores[measure].value, b.scores[measure].value)
        for a, b in pairs
        if measure in a.scores and measure in b.scores
    ]
    scored = np.array([(a, b) for a, b in both if a is not None and b is not None], dtype=np.float64)
    if not len(scored):
        return None
    difference = paired_difference(scored[:, 1], scored[:, 0], seed)
    apart = scored[:, 1] - scored[:, 0]
    return {
        "measure": measure,
        "a": round(float(scored[:, 0].mean()), 4),
        "b": round(float(scored[:, 1].mean()), 4),
        "difference": round(difference.mean, 4),
        "low": round(difference.low, 4),
        "high": round(difference.high, 4),
        "wins": int((apart > 0).sum()),
        "losses": int((apart < 0).sum()),
        "ties": int((apart == 0).sum()),
    }


def _losses(measure: str, pairs: Sequence[tuple[Graded, Graded]]) -> list[Exhibit]:
    def apart(pair: tuple[Graded, Graded]) -> float:
        a, b = (row.scores[measure].value if measure in row.scores else None for row in pair)
        return 0.0 if a is None or b is None else b - a

    worst = sorted((pair for pair in pairs if apart(pair) < 0), key=apart)[:_SHOWN]
    return [
        Exhibit(b.case_id, b.title, b.source, b.text, (f"{measure} of B minus A: {apart((a, b)):+.3f}", f"A: {a.text}"))
        for a, b in worst
    ]
