"""How much the checker sees: python -m evals.checker_power KIND FILE, KIND one of scitldr, highlights, cited.

Prints one JSON object: per fault the share of texts that did not pass, the share whose score falls below that of 95 %
of the honest texts of the other share, and the share of faulty twins that score below their honest text. `cited` makes
near-extractive texts with evidence from any file of {title, abstract}; wordings are those that the rules were not
written from. Share 1 alone is reported, without the human texts that have a number which their abstract lacks: it
does not bear them out. Those are the row "beyond".
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.checker_cases import Trial, beyond, cited_cases, free_cases, highlights, plain, scitldr, share, trials
from evals.wordings import Wordings
from service.grounding import Report, Source, check

SEED = 11


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker said of one trial."""

    trial: Trial
    report: Report


@dataclass(frozen=True, slots=True)
class Power:
    """Of `n` texts: refused, below the score threshold, below their honest twin; shares, 0 to 1."""

    fault: str
    detected: float
    by_score: float
    paired: float
    n: int


def verdicts(items: Iterable[Trial]) -> list[Verdict]:
    """Check every trial."""
    return [Verdict(t, check(Source(t.case.title, t.case.abstract), t.text, t.evidence)) for t in items]


def power(found: Sequence[Verdict]) -> list[Power]:
    """Detection per fault on share 1; the score threshold is from share 0. Row "honest" is the false alarms."""
    honest = {v.trial.honest: v.report.score for v in found if not v.trial.fault}
    chosen = [v.report.score for v in found if not v.trial.fault and not share(v.trial.case)]
    threshold = float(np.quantile(chosen, 0.05))
    groups: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in found:
        if share(verdict.trial.case) == 0:
            continue
        if not beyond(verdict.trial.case):
            groups[verdict.trial.fault or "honest"].append(verdict)
        elif not verdict.trial.fault:
            groups["beyond"].append(verdict)
    return [
        Power(
            fault,
            _part(not v.report.passed for v in group),
            _part(v.report.score < threshold for v in group),
            _part(v.report.score < honest[v.trial.honest] for v in group),
            len(group),
        )
        for fault, group in groups.items()
    ]


def _part(flags: Iterable[bool]) -> float:
    return round(float(np.mean(list(flags))), 3)


def made(kind: str, path: Path) -> list[Trial]:
    """The trials of one kind of set."""
    words = Wordings.HELD_OUT
    if kind == "cited":
        cases = cited_cases(plain(path), SEED, words)
    else:
        cases = free_cases(scitldr(path) if kind == "scitldr" else highlights(path), SEED)
    return list(trials(cases, SEED, words))


def main(argv: Sequence[str]) -> None:
    """Measure and print."""
    rows = power(verdicts(made(argv[0], Path(argv[1]))))
    results = [
        {"fault": p.fault, "detected": p.detected, "by_score": p.by_score, "paired": p.paired, "n": p.n} for p in rows
    ]
    json.dump({"results": results}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
