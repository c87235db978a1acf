"""Outcomes for people: a table in the terminal, and one HTML page that needs nothing beside it."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich import box
from rich.console import Console
from rich.table import Table as Grid

from evals.reporting.outcome import Cell, Exhibit, Outcome, Table
from service.extractive import term_prefixes

_WIDTH = 160  # characters, where there is no terminal to fit
_NOTICED = 0.95  # a fault noticed this often is not listed as weak
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
    return template.render(
        title="Paperlark evaluation",
        outcomes=outcomes,
        command=command,
        faithfulness_note=faithfulness_note(outcomes),
        judged=_judged,
        wordy=_wordy,
        shown=shown,
        marked=marked,
    )


def faithfulness_note(outcomes: Sequence[Outcome]) -> str:
    """How far to trust the word faithfulness: the checker's power as this very run measured it, or where it stands."""
    power = {f.name: f.interval.mean for o in outcomes if o.suite == "faults" for f in o.figures if f.interval}
    alarms = power.pop("honest", None)
    if alarms is None:
        return "What “faithfulness” is worth, this run did not measure: see “faults” in evals/README.md."
    weak = sorted((share, name) for name, share in power.items() if share < _NOTICED)
    missed = ", ".join(f"{name} {share:.1%}" for share, name in weak) or "none"
    noticed = f"{_NOTICED:.0%} or more of {len(power) - len(weak)} of {len(power)} kinds of injected fault"
    return (
        f"What “faithfulness” is worth: the checker blames {alarms:.1%} of honest near-extractive texts, and notices "
        f"{noticed}. The others: {missed}. On free paraphrase it notices far less: see “faults” in evals/README.md."
    )


def _judged(outcome: Outcome) -> bool:
    return any(figure.name == "faithfulness" for figure in outcome.figures)


def _wordy(table: Table, column: int) -> bool:
    """Whether a column after the first holds words, which are set from the left, and not figures with intervals."""
    cells = [row[column] for row in table.rows]
    return column > 0 and any(isinstance(cell, str) and cell[:1].isalpha() for cell in cells)


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
    known = set(term_prefixes(f"{exhibit.title} {exhibit.source}"))
    source = f"{exhibit.title} {exhibit.source}"
    pieces = _WORD.findall(exhibit.text)
    return [(piece, _foreign(piece, known, source)) for piece in pieces]


def _foreign(piece: str, known: set[str], source: str) -> bool:
    if piece.isdecimal():
        return piece not in source
    return not set(term_prefixes(piece)) <= known


def shown(cell: Cell) -> str:
    """A cell as people read it: a fraction with four decimals, other numbers with two, None as nothing."""
    if cell is None:
        return ""
    if not isinstance(cell, float) or cell.is_integer():
        return f"{cell:g}" if isinstance(cell, float) else str(cell)
    return f"{cell:.4f}" if abs(cell) < 1 else f"{cell:.2f}"
