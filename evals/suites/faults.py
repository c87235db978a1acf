"""Suite `faults`: how often the checker notices each fault that code injects into honest texts.

Honest texts are near-extractive summaries of the sample papers with their evidence, reworded in ways that the rules
were not written from; texts with a web address are left out, since a summary must have none. A text is an alarm when
the checker refuses it or scores it below a threshold, which is chosen on half of the papers so that 5 % of the honest
texts are alarms (where more are refused anyway, it adds none). Everything is reported on the other half.
"""

import json
import re
from collections.abc import Iterable, Sequence

import numpy as np

from evals.datasets.human_summaries import SummarizedPaper
from evals.datasets.sample_corpus import sample_papers
from evals.datasets.sampling import drawn
from evals.fault_injection.faults import FAULTS
from evals.fault_injection.honest_cases import cited_cases
from evals.fault_injection.honest_text import HonestText, share
from evals.fault_injection.trials import Trial, trials
from evals.fault_injection.wordings import Wordings
from evals.metrics.bootstrap import mean_interval
from evals.metrics.checker_reasons import reasons
from evals.metrics.score import Score
from evals.reporting import plots, runs
from evals.reporting.outcome import Exhibit, Figure, Outcome, Plot, Table
from evals.reporting.runs import Graded, Job
from evals.suites.request import Request
from service.errors import BadInput
from service.faithfulness import CHECKER, Source, check

NAME = "faults"
FALSE_ALARMS = 0.05
HONEST = "honest"
_SHOWN = 8  # missed faults
_FEWEST = 10
_ADDRESS = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|org|net|io|edu)\b", re.IGNORECASE)
_BAR = 0.95


def run(request: Request) -> Outcome:
    """Detection per fault class on the sample corpus."""
    kept = sorted(drawn(sorted(sample_papers()), request.limit, request.seed))
    papers = [SummarizedPaper(paper.title, paper.abstract, ()) for paper in map(sample_papers().__getitem__, kept)]
    words = Wordings.HELD_OUT
    if len(papers) < _FEWEST:
        raise BadInput(f"faults needs a --limit of {_FEWEST} papers at least: some faults come from another paper")
    cases = [case for case in cited_cases(papers, request.seed, words) if not _ADDRESS.search(case.text)]
    jobs = [_job(str(i), case, request.seed, words) for i, case in enumerate(cases)]
    graded = runs.resumed(request.runs, NAME, jobs)
    threshold = threshold_of([row.scores[HONEST] for row in graded if _share(row) == 0])
    reported = [row for row in graded if _share(row) == 1]
    figures = tuple(_figures(reported, threshold, request.seed))
    alarms = next((f.interval.mean for f in figures if f.name == HONEST and f.interval), None)
    return Outcome(
        NAME,
        tuple(
            {"fault": f.name, "detected": round(f.interval.mean, 4), "n": f.n, "false_alarms": alarms}
            for f in figures
            if f.name != HONEST and f.interval
        ),
        (_table(figures, threshold),),
        (Plot("Detected", plots.shares([(f.name, f.interval, _BAR) for f in figures if f.interval])),),
        figures,
        tuple(_missed(reported, threshold)[:_SHOWN]),
    )


def threshold_of(honest: Sequence[Score]) -> float:
    """The score below which FALSE_ALARMS of the honest texts lie, a refused text counting as below any."""
    return float(np.quantile([_rank(score) for score in honest], FALSE_ALARMS)) if honest else 0.0


def alarmed(score: Score, threshold: float) -> bool:
    """Whether a text is an alarm: refused, as it would be when served, or scored below the threshold."""
    return _rank(score) < max(threshold, 0.0)


def _rank(score: Score) -> float:
    return -1.0 if score.why or score.value is None else score.value


def _job(number: str, case: HonestText, seed: int, words: Wordings) -> Job:
    def grade() -> Graded:
        versions = list(trials([case], seed, words))
        scores = {trial.fault or HONEST: _checked(trial) for trial in versions}
        faulty = {trial.fault: trial.text for trial in versions if trial.fault}
        return Graded(
            case_id=number,
            suite=NAME,
            title=case.title,
            source=case.abstract,
            text=case.text,
            scores=scores,
            reference=json.dumps(faulty, ensure_ascii=False),
        )

    return Job(number, f"{case}\0{seed}", grade)


def _checked(trial: Trial) -> Score:
    report = check(Source(trial.case.title, trial.case.abstract), trial.text, trial.evidence)
    return Score(value=report.score, why="" if report.passed else reasons(report))


def _share(row: Graded) -> int:
    return share(row.title)


def _figures(graded: Sequence[Graded], threshold: float, seed: int) -> Iterable[Figure]:
    for name in (HONEST, *FAULTS):
        found = np.array([alarmed(row.scores[name], threshold) for row in graded if name in row.scores], dtype=float)
        yield Figure(name, mean_interval(found, seed) if len(found) else None, len(found))


def _table(figures: Sequence[Figure], threshold: float) -> Table:
    rows = tuple((f.name, *f.cells, f.n) for f in figures)
    note = (
        f"Checker {CHECKER}: refused, or scored below {max(threshold, 0):.3f}; share of texts, 95 % bootstrap. "
        f"The row {HONEST} is the false alarms, on papers that the threshold was not chosen on."
    )
    return Table("Detection of injected faults", note, ("fault", "detected", "low", "high", "n"), rows)


def _missed(graded: Sequence[Graded], threshold: float) -> list[Exhibit]:
    """One missed fault of each class in turn, the most often missed class first."""
    missed = {
        name: [row for row in graded if name in row.scores and not alarmed(row.scores[name], threshold)]
        for name in FAULTS
    }
    return [
        Exhibit(
            f"{name}, paper {rows[0].case_id}",
            rows[0].title,
            rows[0].source,
            json.loads(rows[0].reference)[name],
            (f"{name} was not noticed: score {rows[0].scores[name].value}", f"before the fault: {rows[0].text}"),
        )
        for name, rows in sorted(missed.items(), key=lambda item: -len(item[1]))
        if rows
    ]
