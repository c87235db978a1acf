"""docs/performance.md, its plots, and the table of docs/scaling.md, from the JSON of a run."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.reporting.plots import log_lines
from tests.bench.curves import fitted
from tests.bench.ground import ROOT
from tests.bench.measured import unit_of
from tests.bench.result import FILE, Result, number
from tests.bench.rows import BARS, ROWS, Bar, Row

DOCS = ROOT / "docs"
PLOTS = "performance"
PAGE, SCALING = "performance.md", "scaling.md"
BEGIN, END = "<!-- from performance.json: python -m tests.bench page -->", "<!-- end -->"
RATIOS = {"share", "x", "answers"}  # units of what has no curve
ON_PAPER = (10**6, 10**7, 10**8)
LARGE = 100_000  # papers; below, what a request costs at any size still hides how it grows
NOT_YET = (
    f"Nothing was measured at two sizes from {LARGE:,} papers on yet, and below what does not grow hides what does: "
    'the table comes of `make bench ARGS="--sizes 100000,1000000"` and the page.'
)
PROJECTED = (
    ("recommend", "recommend p50, ms"),
    ("recommend", "exact numpy scan p50, ms"),
    ("recommend", "bare Chroma p50, ms"),
    ("search", "search p50, ms"),
    ("start", "ready, s"),
    ("start", "resident, MB"),
    ("start", "vectors and term matrix, MB"),
    ("change", "list after a paper, ms"),
)


def write(file: Path) -> None:
    """Write both pages and the plots, and keep the JSON beside them."""
    if file.resolve() != (DOCS / FILE).resolve():
        shutil.copy(file, DOCS / FILE)
    result = Result(DOCS / FILE)
    draw(result, DOCS / PLOTS)
    (DOCS / PAGE).write_text(performance(result), encoding="utf-8")
    scaling = DOCS / SCALING
    scaling.write_text(with_projection(scaling.read_text("utf-8"), result), encoding="utf-8")


def draw(result: Result, folder: Path) -> None:
    """A plot of each row whose cost was measured at two sizes or more."""
    folder.mkdir(parents=True, exist_ok=True)
    for row in ROWS:
        if svg := plot(result, row):
            (folder / f"{row.name}.svg").write_text(svg + "\n", encoding="utf-8")


def plot(result: Result, row: Row) -> str | None:
    """Cost against size, both as logarithms, each line with its exponent; None with fewer than two sizes."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for figure in row.plotted:
        costs = result.costs(row.name, figure)
        if curve := fitted(costs):
            lines[f"{figure}: {curve}"] = [(size, cost) for size, cost in costs.items() if cost > 0]
    return log_lines(lines, "papers", row.plotted[0].rpartition(", ")[2]) if lines else None


def performance(result: Result) -> str:
    """The page."""
    said = [
        "# Performance",
        "",
        "`make bench` measures this, and `python -m tests.bench page` writes it, from `docs/performance.json`.",
        "",
        _described(result.content["machine"]),
        "Ratios are of works that took turns in one run, so they are safer than times.",
        *_busy(result),
        "",
        "## What was promised, and what was measured",
        "",
        "| work | promise | size | measured | |",
        "|---|---|---|---|---|",
        *map(_bar_line(result), BARS),
        "",
        *(line for row in ROWS for line in _section(result, row)),
    ]
    return "\n".join(said).rstrip() + "\n"


def _described(machine: dict[str, Any]) -> str:
    return (
        f"One machine: {machine['cores']} cores ({machine['processor']}), {machine['memory_gb']:g} GB of memory, "
        f"Python {machine['python']}; threads: {machine['threads']}."
    )


def _busy(result: Result) -> Iterator[str]:
    cores = result.content["machine"]["cores"]
    loads = [entry["load"] for row in ROWS for entry in result.entries(row.name).values()]
    if loads and max(loads) > cores / 2:
        yield (
            f"**Provisional**: other work ran on these {cores} cores, with a load of up to {max(loads):g}, "
            "so times are longer than they would be alone."
        )


def _bar_line(result: Result):
    def line(bar: Bar) -> str:
        value = bar.value(result.figures(bar.row))
        verdict = "not measured" if value is None else "met" if bar.holds(value) else "**missed**"
        sign = "at most" if bar.most else "at least"
        size = f"{bar.size:,}" if bar.size else "largest" if BY_SIZE[bar.row] else ""
        shown = "" if value is None else number(value)
        return f"| {bar.row} | {bar.says}: {sign} {bar.limit:g} | {size} | {shown} | {verdict} |"

    return line


BY_SIZE = {row.name: row.sized for row in ROWS}


def _section(result: Result, row: Row) -> Iterator[str]:
    entries = result.entries(row.name)
    yield from (f"## {row.name}: {row.title}", "")
    if not entries:
        yield from (f"Not measured in this run: `python -m tests.bench {row.name}`.", "")
        return
    runs = dict.fromkeys(
        f"`{entry['command']}`, commit {entry['commit']}, load {entry['load']}" for entry in entries.values()
    )
    yield from (*(f"{run}, seed {entries[max(entries)]['seed']}." for run in runs), "")
    yield from _table(result, row)
    yield from _missing(result, row)
    yield from _stops(result, row)
    if plot(result, row):
        yield from (f"![cost against size]({PLOTS}/{row.name}.svg)", "")


def _table(result: Result, row: Row) -> Iterator[str]:
    by_size = result.figures(row.name)
    heads = [f"{size:,}" if size else "measured" for size in by_size]
    yield f"| figure | {' | '.join(heads)} |{' grows as |' if len(by_size) > 1 else ''}"
    yield "|---" * (1 + len(by_size) + (len(by_size) > 1)) + "|"
    for name in dict.fromkeys(name for figures in by_size.values() for name in figures):
        cells = [number(figures[name]) if name in figures else "–" for figures in by_size.values()]
        curve = fitted(result.costs(row.name, name)) if unit_of(name) not in RATIOS else None
        growth = [str(curve or "")] if len(by_size) > 1 else []
        yield f"| {' | '.join([name, *cells, *growth])} |"
    yield ""


def _missing(result: Result, row: Row) -> Iterator[str]:
    said = dict.fromkeys(
        f"- {name}: {why}" for entry in result.entries(row.name).values() for name, why in entry["missing"].items()
    )
    yield from said
    if said:
        yield ""


def _stops(result: Result, row: Row) -> Iterator[str]:
    """At which size a curve meets the limit of its figure, or memory that of the machine."""
    limits = {bar.figure: bar.limit for bar in BARS if bar.row == row.name and bar.over is None and not bar.growth}
    if row.name == "start":
        limits["resident, MB"] = result.content["machine"]["memory_gb"] * 1e9 / 2**20
    for figure, limit in limits.items():
        curve = fitted(result.costs(row.name, figure))
        if curve and curve.exponent > 0.05 and limit:  # what hardly grows stops nowhere
            what, unit = figure.rsplit(", ", 1)
            least, size = min(result.costs(row.name, figure)), curve.reaches(limit)
            where = f"already below {least:,}" if size < least else f"at {_rough(size)}"
            yield from (f"By its curve, {what} reaches {number(limit)} {unit} {where} papers.", "")


def _rough(size: float) -> str:
    return f"{float(f'{size:.1e}'):,.0f}" if size < 1e9 else "more than 10^9"


def with_projection(text: str, result: Result) -> str:
    """The page on scaling with its table of costs on paper written anew."""
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n{projection(result)}\n{END}{after}"


def projection(result: Result) -> str:
    """Costs that were measured at two large sizes, and what their curves say of larger corpora."""
    lines: list[str] = []
    heads = [
        f"| cost | measured up to | grows as | {' | '.join(f'at 10^{len(str(size)) - 1}' for size in ON_PAPER)} |",
        "|---" * (3 + len(ON_PAPER)) + "|",
    ]
    for row, figure in PROJECTED:
        costs = {size: cost for size, cost in result.costs(row, figure).items() if size >= LARGE}
        if curve := fitted(costs):
            cells = [number(curve.at(size)) for size in ON_PAPER]
            lines.append(f"| {row}: {figure} | {max(costs):,} | {curve} | {' | '.join(cells)} |")
    return "\n".join([*heads, *lines] if lines else [NOT_YET])
