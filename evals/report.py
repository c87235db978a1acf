"""Outcomes for people: a table in the terminal, and one HTML page that needs nothing beside it."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich import box
from rich.console import Console
from rich.table import Table as Grid

from evals.suite import Cell, Outcome

_WIDTH = 160  # characters, where there is no terminal to fit


def show(outcomes: Sequence[Outcome]) -> None:
    """Print every table of the outcomes."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    for outcome in outcomes:
        for table in outcome.tables:
            grid = Grid(title=f"{outcome.suite}: {table.title}", caption=table.note, box=box.SIMPLE_HEAD)
            for i, column in enumerate(table.columns):
                grid.add_column(column, justify="right" if i else "left")
            for row in table.rows:
                grid.add_row(*map(shown, row))
            console.print(grid)


def page(outcomes: Sequence[Outcome], command: str) -> str:
    """The outcomes as one HTML page: styles and plots inline, no script, nothing fetched."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    template = environment.get_template("report.html")
    return template.render(title="Paperlark evaluation", outcomes=outcomes, command=command, shown=shown)


def shown(cell: Cell) -> str:
    """A cell as people read it: a fraction with four decimals, other numbers with two, None as nothing."""
    if cell is None:
        return ""
    return (
        f"{cell:.4f}"
        if isinstance(cell, float) and abs(cell) < 1
        else f"{cell:g}"
        if isinstance(cell, float)
        else str(cell)
    )
