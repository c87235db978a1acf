"""Grading texts that somebody else's model or prompt produced: JSON lines {case_id, text, evidence?}."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pydantic import ConfigDict

from evals.datasets.records import Row, sound_and_broken
from evals.datasets.sample_corpus import summary_cases
from evals.metrics.score import Score
from evals.reporting import graded_texts, runs
from evals.reporting.outcome import Outcome
from evals.reporting.runs import Graded, Job
from evals.suites import case_texts
from evals.suites.request import Request
from service.errors import BadInput
from service.summarization import TextKind


class Output(Row):
    """A line: the text, and for each of its sentences the numbers (from 0) of the source sentences it rests on."""

    model_config = ConfigDict(coerce_numbers_to_str=False)

    case_id: str
    text: str
    evidence: tuple[tuple[int, ...], ...] | None = None


class Outputs(NamedTuple):
    """The texts by case, and one message for each line that could not be used."""

    by_case: dict[str, Output]
    faults: tuple[str, ...]


def read_outputs(path: Path, known: Sequence[str]) -> Outputs:
    """The usable lines; a broken one, an unknown case and a case seen before are named. Raises BadInput without any."""
    found: dict[str, Output] = {}
    faults: list[str] = []
    for line, row in sound_and_broken(path, Output):
        if isinstance(row, BadInput):
            faults.append(row.detail)
        elif row.case_id not in known:
            faults.append(f"{path.name}:{line}: there is no case {row.case_id}")
        elif row.case_id in found:
            faults.append(f"{path.name}:{line}: the case {row.case_id} is there twice; the first one counts")
        else:
            found[row.case_id] = row
    if not found:
        raise BadInput(f"{path} has no usable line{': ' + faults[0] if faults else ''}")
    return Outputs(found, tuple(faults))


def score(path: Path, kind: TextKind, request: Request) -> tuple[Outcome, tuple[str, ...]]:
    """The figures of the texts in a file, and what was wrong with it; a case without a text is unscored."""
    cases = summary_cases(request.cases)
    outputs = read_outputs(path, [case.id for case, _ in cases])
    suite = f"score-{kind}"
    jobs: list[Job] = []
    missing: list[str] = []
    for case, paper in cases:
        output = outputs.by_case.get(case.id)
        text, evidence = (output.text, output.evidence) if output else ("", None)
        job = case_texts.job(suite, case, paper, kind, lambda _, text=text: text, evidence, request.judge)
        if output is None:
            missing.append(case.id)
            jobs.append(Job(case.id, f"{job.content}\0absent", partial(_unscored, job)))
        else:
            jobs.append(job._replace(content=f"{job.content}\0{text}"))
    graded = runs.resumed(request.runs, suite, jobs)
    return graded_texts.outcome(suite, graded, request.seed), (*outputs.faults, *_absent(path, missing))


def _unscored(job: Job) -> Graded:
    row, none = job.grade(), Score(value=None, why="the file has no text for this case")
    return row.model_copy(update={"scores": dict.fromkeys(row.scores, none)})


def _absent(path: Path, missing: Sequence[str]) -> list[str]:
    return [f"{path.name} has no text for {len(missing)} cases: {', '.join(missing)}"] if missing else []
