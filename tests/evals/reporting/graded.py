"""Graded cases of our own."""

from pathlib import Path

from evals.metrics.score import Score
from evals.reporting.runs import Graded


def graded(name: str, value: float | None, text: str = "Owls hunt <at> noon.") -> Graded:
    scores = {"merit": Score(value=value, why="because")}
    return Graded(case_id=name, suite="owls", title="On owls", source="Owls hunt at night.", text=text, scores=scores)


def write_run(path: Path, rows: list[Graded]) -> Path:
    path.write_text("".join(row.model_dump_json() + "\n" for row in rows), encoding="utf-8")
    return path
