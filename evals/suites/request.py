"""What the command line asks of a suite."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evals.metrics.score import Judge

Half = Literal["read", "unread"]
"""A half of the kinds of edits: one whose cases people look at, one whose cases nobody does."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks of a suite; a suite refuses what it needs and has not got.

    `data` is a folder or file of a benchmark, `cases` and `likes` are JSONL files, `limit` is a number of cases, papers
    or users, `cache` a folder for vectors (None: the system's), `runs` the folder of the runs, `half` the kinds of
    edits to measure (None: all of them).
    """

    data: Path | None
    cases: Path | None
    likes: Path | None
    limit: int | None
    seed: int
    cache: Path | None
    runs: Path
    judge: Judge | None = None
    half: Half | None = None
