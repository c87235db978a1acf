"""Outcomes for people: a table in the terminal, and one HTML page that needs nothing beside it."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich import box
from rich.console import Console
from rich.table import Table as Grid

from evals.suite import Cell, Exhibit, Outcome, Table
from service.salience import roots

_WIDTH = 160  # characters, where there is no terminal to fit
_WORD = re.compile(r"[^\W_]+|[\W_]+")


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
    return template.render(title="Paperlark evaluation", outcomes=outcomes, command=command, shown=shown, marked=marked)


def markdown(outcomes: Sequence[Outcome]) -> str:
    """Every table of the outcomes in Markdown, for a pull request."""
    return "\n".join(
        line for outcome in outcomes for table in outcome.tables for line in _markdown(outcome.suite, table)
    )


def _markdown(suite: str, table: Table) -> Iterator[str]:
    yield from (f"**{suite}: {table.title}.** {table.note}", "")
    yield f"| {' | '.join(table.columns)} |"
    yield f"|{'---|' * len(table.columns)}"
    for row in table.rows:
        yield "| " + " | ".join(shown(cell).replace("|", r"\|") for cell in row) + " |"
    yield ""


def marked(exhibit: Exhibit) -> list[tuple[str, bool]]:
    """The exhibit's text in pieces, each with whether it is a word that the source does not have."""
    known = set(roots(f"{exhibit.title} {exhibit.source}"))
    source = f"{exhibit.title} {exhibit.source}"
    pieces = _WORD.findall(exhibit.text)
    return [(piece, _foreign(piece, known, source)) for piece in pieces]


def _foreign(piece: str, known: set[str], source: str) -> bool:
    if piece.isdecimal():
        return piece not in source
    return not set(roots(piece)) <= known


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
