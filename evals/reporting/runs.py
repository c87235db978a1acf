"""What a run leaves behind: one line per graded case, written as it comes, so that an interrupted run goes on."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.progress import track

from evals.datasets.records import Row, rows
from evals.metrics.bootstrap import mean_interval
from evals.metrics.score import Score
from evals.reporting.outcome import Figure
from service.errors import BadInput

_ROOT = Path(__file__).resolve().parents[2]  # of the checkout
_SUFFIXES = frozenset({".py", ".json", ".npz"})


class Graded(Row):
    """A text about a source, with its scores by name; a line of a run."""

    case_id: str
    suite: str
    title: str
    source: str
    text: str
    scores: dict[str, Score]
    reference: str = ""


class Job(NamedTuple):
    """A case to be graded; `content` is all that its grade depends on, besides the code."""

    case_id: str
    content: str
    grade: Callable[[], Graded]


def resumed(folder: Path, suite: str, jobs: Sequence[Job]) -> list[Graded]:
    """The grade of every job, in order; what runs/<id>.jsonl has of it is taken from there, the rest appended.

    The id is a hash of code and cases, so a line can only be found that would come out the same again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{identity(suite, jobs)}.jsonl"
    done = {row.case_id: row for row in _repaired(path)}
    with path.open("a", encoding="utf-8") as file:
        for job in track(jobs, suite, console=Console(stderr=True), transient=True):
            if job.case_id not in done:
                done[job.case_id] = job.grade()
                file.write(done[job.case_id].model_dump_json() + "\n")
                file.flush()
    return [done[job.case_id] for job in jobs]


def identity(suite: str, jobs: Iterable[Job]) -> str:
    """The name of a run: the suite and a hash of code and cases."""
    digest = sha256(_code().encode())
    for job in jobs:
        digest.update(f"{job.case_id}\0{job.content}\0".encode("utf-8", "replace"))
    return f"{suite}-{digest.hexdigest()[:12]}"


def read(path: Path) -> list[Graded]:
    """The cases of a run; raises BadInput naming file and line, also for a case that is there twice.

    Two runs of the same at the same time may both write a case: the same line again is passed over.
    """
    found: dict[str, Graded] = {}
    for line, row in rows(path, Graded):
        if found.setdefault(row.case_id, row) != row:
            raise BadInput(f"{path.name}:{line}: the case {row.case_id} is there twice")
    if not found:
        raise BadInput(f"{path} has no graded case")
    return list(found.values())


def figures(graded: Sequence[Graded], seed: int) -> tuple[Figure, ...]:
    """The mean of each score over the cases that have it, with its interval, and how many cases are unscored."""
    names = dict.fromkeys(name for row in graded for name in row.scores)
    found: list[Figure] = []
    for name in names:
        scores = [row.scores[name].value for row in graded if name in row.scores]
        values = np.array([value for value in scores if value is not None])
        interval = mean_interval(values, seed) if len(values) else None
        found.append(Figure(name, interval, len(values), len(scores) - len(values)))
    return tuple(found)


def _repaired(path: Path) -> list[Graded]:
    """The cases of the file, from which a last line that a kill cut short is taken away."""
    if not path.exists():
        return []
    whole = path.read_bytes().rpartition(b"\n")
    if whole[2]:
        path.write_bytes(whole[0] + whole[1])
    return [row for _, row in rows(path, Graded)]


@cache
def _code() -> str:
    """A hash of everything that writes and grades."""
    digest = sha256()
    for path in code_files():
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def code_files() -> list[Path]:
    """The code and weights that a grade depends on, in order."""
    folders = (_ROOT / "service", _ROOT / "evals")
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in _SUFFIXES)
