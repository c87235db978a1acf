"""Suite `consistency`: the checker's score against human votes on the same summaries.

The sources are news and papers alike; the score is that of one frozen checker, fitted to none of the sets measured.
"""

from collections.abc import Sequence

import numpy as np

from evals.datasets.sampling import drawn
from evals.datasets.votes import Voted, read_voted
from evals.metrics import agreement
from evals.metrics.checker_reasons import reasons
from evals.metrics.score import Judge, Score
from evals.reporting import runs
from evals.reporting.outcome import Cell, Exhibit, Figure, Outcome, Table
from evals.reporting.runs import Graded, Job
from evals.suites.request import Request
from service.errors import BadInput
from service.faithfulness import CHECKER, Source, check

NAME = "consistency"
_SHOWN = 6  # cases where checker and people differ most


def run(request: Request) -> Outcome:
    """Pearson and AUC per dataset of `request.data`, a JSONL file of summaries with votes."""
    if request.data is None:
        raise BadInput("consistency needs --data FILE with rows {id, dataset, source, summary, human}")
    voted = read_voted(request.data)
    if not voted:
        raise BadInput(f"{request.data} has no row")
    kept = drawn([row.id for row in voted], request.limit, request.seed)
    graded = runs.resumed(request.runs, NAME, [_job(row, request.judge) for row in voted if row.id in kept])
    names = sorted({row.title for row in graded})
    groups = {name: [row for row in graded if row.title == name] for name in names}
    figures = tuple(figure for name in names for figure in _figures(name, groups[name], request.seed))
    return Outcome(
        NAME,
        tuple(_result(name, groups[name], figures) for name in names),
        (_table(figures),),
        (),
        figures,
        tuple(map(_exhibit, sorted(graded, key=_gap, reverse=True)[:_SHOWN])),
    )


def _job(row: Voted, judge: Judge | None) -> Job:
    def grade() -> Graded:
        source = Source("", row.source)
        report = check(source, row.summary)
        scores = {"faithfulness": Score(value=report.score, why=reasons(report)), "human": Score(value=row.human)}
        if judge:
            scores["judge"] = judge.grade(source, row.summary)
        return Graded(case_id=row.id, suite=NAME, title=row.dataset, source=row.source, text=row.summary, scores=scores)

    return Job(row.id, f"{row.dataset}\0{row.source}\0{row.summary}\0{row.human}\0{judge and judge.name}", grade)


def _figures(name: str, graded: Sequence[Graded], seed: int) -> list[Figure]:
    own = _measured(name, "faithfulness", graded, seed)
    return own + (_measured(f"{name} judge", "judge", graded, seed) if "judge" in graded[0].scores else [])


def _measured(name: str, grader: str, graded: Sequence[Graded], seed: int) -> list[Figure]:
    """How far a grader agrees with the votes, where it gave a score."""
    scored = [row for row in graded if row.scores[grader].value is not None]
    scores = np.array([row.scores[grader].value for row in scored], dtype=np.float64)
    votes = np.array([row.scores["human"].value for row in scored], dtype=np.float64)
    measures = {"pearson": agreement.pearson, "auc": agreement.auc}
    found = {key: agreement.with_interval(measure, scores, votes, seed) for key, measure in measures.items()}
    missing = len(graded) - len(scored)
    return [Figure(f"{name} {key}", value, len(scored), missing) for key, value in found.items()]


def _result(name: str, graded: Sequence[Graded], figures: Sequence[Figure]) -> dict[str, Cell]:
    found = {figure.name: figure.interval for figure in figures}
    values = {key: found[f"{name} {key}"] for key in ("pearson", "auc")}
    means = {key: None if value is None else round(value.mean, 4) for key, value in values.items()}
    return {"dataset": name, **means, "n": len(graded)}


def _table(figures: Sequence[Figure]) -> Table:
    rows = tuple((f.name, *f.cells, f.n) for f in figures)
    note = f"Checker {CHECKER} against the votes; 95 % bootstrap over texts. Nothing is shown where votes never differ."
    return Table("Agreement with people", note, ("measure", "value", "low", "high", "n"), rows)


def _gap(row: Graded) -> float:
    return abs((row.scores["faithfulness"].value or 0.0) - (row.scores["human"].value or 0.0))


def _exhibit(row: Graded) -> Exhibit:
    score = row.scores["faithfulness"]
    votes = f"people {row.scores['human'].value:.2f}, checker {score.value:.2f}"
    return Exhibit(row.case_id, row.title, row.source, row.text, (votes, score.why) if score.why else (votes,))
