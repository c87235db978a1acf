"""Suite `search`: the paper that somebody remembers, found by a summary of it, by half its title, by its author.

Known-item search: each query is about one paper, and all papers of the file are there. Papers are the unit: several
queries of a kind about one paper are averaged first, intervals draw papers again, and methods are compared paper by
paper. The authors are made up, for the data have none.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from evals.datasets.known_items import KnownItem, known_items, surnames
from evals.datasets.records import rows
from evals.datasets.sampling import drawn
from evals.metrics import ranking
from evals.metrics.bootstrap import Floats, Interval, mean_interval, paired_difference
from evals.rankers import searches
from evals.reporting.outcome import Cell, Figure, Outcome, Table
from evals.suites.request import Request
from evals.suites.scitldr import TldrRow
from service.errors import BadInput
from service.papers import Paper, Source, make_paper

NAME = "search"
METHODS = (searches.OURS, searches.KEYWORD, searches.SEMANTIC, searches.RRF)
MEASURES = ("mrr", "recall@10")
_BOOTSTRAP = "with its 95 % bootstrap interval over papers"

Runs = Mapping[str, Mapping[str, Floats]]  # kind -> method -> (papers, measures)


def run(request: Request) -> Outcome:
    """Search for each paper of `request.data`, a JSONL file of SciTLDR-A, among all of them."""
    if request.data is None:
        raise BadInput("search needs --data FILE, one of SciTLDR-A's JSONL files")
    found = [row for _, row in rows(request.data, TldrRow) if row.title.strip()]
    if not found:
        raise BadInput(f"{request.data.name} has no paper with a title")
    names = surnames(len(found), request.seed)
    papers = [_paper(number, row, names[number]) for number, row in enumerate(found)]
    chosen = {
        int(number) for number in drawn([str(number) for number in range(len(papers))], request.limit, request.seed)
    }
    items = [
        item
        for number, paper in enumerate(papers)
        if number in chosen
        for item in known_items(number, paper.title, names[number], _targets(found[number]), request.seed)
    ]
    return _outcome(_measure(papers, items, request.cache), request.seed)


def _paper(number: int, row: TldrRow, surname: str) -> Paper:
    abstract, source = " ".join(row.source), Source(name="scitldr")
    return make_paper(row.title, abstract, id=f"scitldr:{number}", authors=(f"A. {surname}",), source=source)


def _targets(row: TldrRow) -> list[str]:
    return [target.strip() for target in row.targets if target.strip()]


def _measure(papers: list[Paper], items: list[KnownItem], cache: Path | None) -> Runs:
    """The measures of every method, papers in order."""
    values: dict[str, dict[str, dict[int, list[tuple[float, float]]]]] = {}
    with searches.corpus_of(papers, cache) as (corpus, kept):
        for item in track(items, "searching", console=Console(stderr=True), transient=True):
            for method, ids in searches.found(corpus, item.query).items():
                graded = _graded(ids, kept[item.paper])
                values.setdefault(item.kind, {}).setdefault(method, {}).setdefault(item.paper, []).append(graded)
    return {
        kind: {method: _means(of_papers) for method, of_papers in methods.items()} for kind, methods in values.items()
    }


def _graded(ids: list[str], wanted: str) -> tuple[float, float]:
    hits = np.array([paper_id == wanted for paper_id in ids], dtype=np.bool_)
    return ranking.reciprocal_rank(hits), ranking.recall(hits, 1, 10)


def _means(of_papers: Mapping[int, list[tuple[float, float]]]) -> Floats:
    return np.array([np.mean(of_papers[paper], axis=0) for paper in sorted(of_papers)])


def _outcome(runs: Runs, seed: int) -> Outcome:
    gains = {
        (kind, method): paired_difference(methods[searches.OURS][:, 0], methods[method][:, 0], seed)
        for kind, methods in runs.items()
        for method in METHODS[1:]
    }
    tables = (
        *(_table(runs, place, measure, seed) for place, measure in enumerate(MEASURES)),
        Table(
            "Ahead by",
            f"MRR of hybrid minus the method's, paired by paper, {_BOOTSTRAP}.",
            ("method", *runs),
            tuple((method, *(_shown(gains[kind, method], "+") for kind in runs)) for method in METHODS[1:]),
        ),
    )
    results = tuple(_row(kind, method, runs[kind][method], seed) for kind in runs for method in METHODS)
    figures = tuple(
        Figure(f"ahead of {method}, {kind}", gain, len(runs[kind][method])) for (kind, method), gain in gains.items()
    )
    return Outcome(NAME, (*results, *(figure.row(NAME) for figure in figures)), tables, (), figures)


def _table(runs: Runs, place: int, measure: str, seed: int) -> Table:
    rows = tuple(
        (method, *(_shown(mean_interval(methods[method][:, place], seed)) for methods in runs.values()))
        for method in METHODS
    )
    counts = ", ".join(f"{len(methods[searches.OURS])} of {kind}" for kind, methods in runs.items())
    return Table(measure.upper(), f"The mean, {_BOOTSTRAP}; papers: {counts}.", ("method", *runs), rows)


def _row(kind: str, method: str, values: Floats, seed: int) -> dict[str, Cell]:
    row: dict[str, Cell] = {"suite": NAME, "queries": kind, "method": method, "papers": len(values)}
    for place, measure in enumerate(MEASURES):
        mean, low, high = mean_interval(values[:, place], seed)
        row |= {measure: round(mean, 4), f"{measure}_low": round(low, 4), f"{measure}_high": round(high, 4)}
    return row


def _shown(interval: Interval, sign: str = "") -> str:
    return f"{interval.mean:{sign}.3f} [{interval.low:{sign}.3f}, {interval.high:{sign}.3f}]"
