"""How much the checker sees: python -m evals.metrics.checker_power KIND FILE, KIND one of scitldr, highlights, cited.

Prints one JSON object: per fault the share of texts that did not pass; the share that would not if the reason of this
fault were the only one, and refused one honest text in twenty (chosen on the other share; `alarms` is how many it does
refuse); and the share of faulty texts that score below the honest text. `cited` makes near-extractive texts with
evidence from any file of {title, abstract}; wordings are those that the rules were not
written from. Share 1 alone is reported, without the human texts that have a number which their abstract lacks: it
does not bear them out. Those are the row "beyond".
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from evals.datasets.human_summaries import read_abstracts, read_highlights, read_scitldr
from evals.fault_injection.honest_cases import cited_cases, free_cases
from evals.fault_injection.honest_text import has_number_beyond, share
from evals.fault_injection.reasons import FAULTS_BY_REASON
from evals.fault_injection.trials import Trial, trials
from evals.fault_injection.wordings import Wordings
from service.faithfulness import Report, Source, check

SEED = 11
ALARMS = 0.05


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker said of one trial."""

    trial: Trial
    report: Report


@dataclass(frozen=True, slots=True)
class Power:
    """Shares of `n` texts: refused, refused by this fault's reason alone, honest ones by it, below the honest text."""

    fault: str
    detected: float
    alone: float | None
    alarms: float | None
    paired: float
    n: int


def verdicts(items: Iterable[Trial]) -> list[Verdict]:
    """Check every trial."""
    return [Verdict(t, check(Source(t.case.title, t.case.abstract), t.text, t.evidence)) for t in items]


def power(found: Sequence[Verdict]) -> list[Power]:
    """Shares, 0 to 1, per fault, of the texts of share 1. Row "honest" is the false alarms."""
    scores = {v.trial.number: v.report.score for v in found if not v.trial.fault}
    chosen = [v for v in found if not (v.trial.fault or share(v.trial.case.title) or has_number_beyond(v.trial.case))]
    groups: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in found:
        if share(verdict.trial.case.title) == 0:
            continue
        if not has_number_beyond(verdict.trial.case):
            groups[verdict.trial.fault or "honest"].append(verdict)
        elif not verdict.trial.fault:
            groups["beyond"].append(verdict)
    return [
        Power(
            fault,
            _share(not v.report.passed for v in group),
            *_alone(fault, group, chosen, groups["honest"]),
            _share(v.report.score < scores[v.trial.number] for v in group),
            len(group),
        )
        for fault, group in groups.items()
    ]


def _alone(
    fault: str, group: Sequence[Verdict], chosen: Sequence[Verdict], honest: Sequence[Verdict]
) -> tuple[float | None, float | None]:
    reason = next((reason for reason, faults in FAULTS_BY_REASON.items() if fault in faults), None)
    if reason is None:
        return None, None
    level = float(np.quantile([_suspicion(v.report, reason) for v in chosen], 1 - ALARMS))
    over = [_share(_suspicion(v.report, reason) > level for v in verdicts) for verdicts in (group, honest)]
    return over[0], over[1]


def _suspicion(report: Report, reason: str) -> float:
    return max((s.suspicions.get(reason, 0.0) for s in report.sentences), default=0.0)


def _share(flags: Iterable[bool]) -> float:
    return round(float(np.mean(list(flags))), 3)


def trials_of(kind: str, path: Path) -> list[Trial]:
    """The trials of one kind of set, scitldr, highlights or cited; raises OSError or ValueError on an unusable file."""
    words = Wordings.HELD_OUT
    if kind == "cited":
        cases = cited_cases(read_abstracts(path), SEED, words)
    else:
        cases = free_cases(read_scitldr(path) if kind == "scitldr" else read_highlights(path), SEED)
    return list(trials(cases, SEED, words))


def main(argv: Sequence[str]) -> None:
    """Measure and print."""
    rows = power(verdicts(trials_of(argv[0], Path(argv[1]))))
    results = [asdict(row) for row in rows]
    json.dump({"results": results}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
