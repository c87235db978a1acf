"""The nouns of a run: what a suite is asked, and what it hands back to be printed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks of a suite; a suite refuses what it needs and has not got."""

    data: Path | None
    cases: Path | None
    likes: Path | None
    limit: int | None
    seed: int
    cache: Path


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings with a sentence that says how to read them."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture as SVG markup of our own making."""

    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a suite found: `results` for machines, tables and plots for people."""

    suite: str
    results: tuple[dict[str, Cell], ...]
    tables: tuple[Table, ...]
    plots: tuple[Plot, ...]


@dataclass(frozen=True, slots=True)
class Suite:
    """A question, and the measurement that answers it. `run` raises service.errors.BadInput on unusable data."""

    name: str
    question: str
    run: Callable[[Request], Outcome]
