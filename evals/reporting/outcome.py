"""What a measurement hands back: figures for the gates, tables, plots and cases for people, rows for machines."""

from dataclasses import dataclass, replace
from typing import Self

from evals.metrics.bootstrap import Interval

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a gate can bar: a mean over `n` cases with its interval, None without a scored case."""

    name: str
    interval: Interval | None
    n: int
    unscored: int = 0

    @property
    def cells(self) -> tuple[float | None, float | None, float | None]:
        """The mean and the bounds of its interval, or nothing three times."""
        return (None, None, None) if self.interval is None else self.interval

    def row(self, suite: str) -> dict[str, Cell]:
        """The figure as a line of the results, rounded to four decimals."""
        mean, low, high = (None if cell is None else round(cell, 4) for cell in self.cells)
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

    def with_more(self, other: "Outcome") -> Self:
        """Both outcomes as one of this suite."""
        return replace(
            self,
            results=self.results + other.results,
            tables=self.tables + other.tables,
            plots=self.plots + other.plots,
            figures=self.figures + other.figures,
            exhibits=self.exhibits + other.exhibits,
        )
