"""The nouns of a run: what a suite is asked, and what it hands back to be printed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evals.metrics.ranking import Interval

if TYPE_CHECKING:
    from evals.llm.judge import Judge

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
    runs: Path
    judge: "Judge | None" = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a gate can bar: a mean over `n` cases with its interval, None without a scored case."""

    name: str
    interval: Interval | None
    n: int
    unscored: int = 0

    def row(self, suite: str) -> dict[str, Cell]:
        """The figure as a line of the results."""
        mean, low, high = (None, None, None) if self.interval is None else (round(x, 4) for x in self.interval)
        shown = {"measure": self.name, "mean": mean, "low": low, "high": high}
        return {"suite": suite, **shown, "n": self.n, "unscored": self.unscored}


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A case to look at: the source and the text about it, and what the graders said."""

    case_id: str
    title: str
    source: str
    text: str
    why: tuple[str, ...]


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
    """What a suite found: `results` for machines, `figures` for the gates, the rest for people, worst cases first."""

    suite: str
    results: tuple[dict[str, Cell], ...]
    tables: tuple[Table, ...]
    plots: tuple[Plot, ...]
    figures: tuple[Figure, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """A question, and the measurement that answers it. `run` raises service.errors.BadInput on unusable data."""

    name: str
    question: str
    run: Callable[[Request], Outcome]
    needs_data: bool = False
