"""What readers say: means per writer, our lead over each other writer, and how far two readers agree."""

import json
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from pydantic import ConfigDict

from evals.blind.rubric import FIGURES
from evals.datasets.records import Row, opened, rows
from evals.metrics.bootstrap import mean_interval, paired_difference
from evals.reporting.outcome import Cell, Outcome, Table
from service.errors import BadInput
from service.summarization import TextKind

Marks = Mapping[str, Mapping[str, int]]
"""The marks of one reader, by text and figure."""

_OURS = "ours"


class _MarkedText(Row):
    model_config = ConfigDict(extra="allow")

    text_id: str


class _Key(Row):
    kind: TextKind
    origins: dict[str, str]


def read_key(path: Path) -> tuple[TextKind, dict[str, str]]:
    """The kind of the texts, and who wrote each; raises BadInput when the file is no key."""
    try:
        key = _Key.model_validate(json.loads(opened(path)))
    except ValueError:
        raise BadInput(f"{path} is no key of a blind sheet") from None
    return key.kind, key.origins


def read_marks(path: Path, kind: TextKind, origins: Mapping[str, str]) -> Marks:
    """The marks of a filled-in sheet; raises BadInput naming line and column of what is no whole number from 1 to 5."""
    found: dict[str, dict[str, int]] = {}
    for line, row in rows(path, _MarkedText):
        if row.text_id not in origins:
            raise BadInput(f"{path.name}:{line}: text_id: the key has no {row.text_id}")
        given = row.model_extra or {}
        found[row.text_id] = {name: _mark(given.get(name), f"{path.name}:{line}: {name}") for name in FIGURES[kind]}
    if not found:
        raise BadInput(f"{path.name} has no text")
    return found


def summarise(readers: Sequence[Marks], kind: TextKind, origins: Mapping[str, str], seed: int) -> Outcome:
    """Means over texts, each the mean of its readers; our lead is paired by paper, whose texts lie side by side."""
    names = sorted(set(origins.values()), key=lambda name: (name != _OURS, name))
    by_origin = {name: [text for text, origin in origins.items() if origin == name] for name in names}
    means = {
        (name, figure): np.array(
            [
                float(np.mean([reader[text][figure] for reader in readers if text in reader]))
                for text in by_origin[name]
            ],
            dtype=np.float64,
        )
        for name in names
        for figure in FIGURES[kind]
    }
    rows_of_means = tuple(
        (name, figure, *(round(x, 2) for x in mean_interval(values, seed)), len(values))
        for (name, figure), values in means.items()
    )
    leads = tuple(
        (name, figure, *(round(x, 2) for x in paired_difference(means[_OURS, figure], means[name, figure], seed)))
        for name in names
        if name != _OURS and _OURS in names
        for figure in FIGURES[kind]
    )
    agreement = tuple(
        (f"{a + 1} and {b + 1}", figure, *_agreement(readers[a], readers[b], figure))
        for a, b in combinations(range(len(readers)), 2)
        for figure in FIGURES[kind]
    )
    tables = (
        Table("Marks", "1 to 5, mean of the readers.", ("writer", "figure", "mean", "low", "high", "n"), rows_of_means),
        Table("Our lead", "Ours minus theirs, paired by paper.", ("writer", "figure", "mean", "low", "high"), leads),
        Table("Agreement", "Share of texts.", ("readers", "figure", "same mark", "within one"), agreement),
    )
    results: tuple[dict[str, Cell], ...] = tuple(
        {"writer": writer, "figure": figure, "mean": mean, "low": low, "high": high, "n": n}
        for writer, figure, mean, low, high, n in rows_of_means
    )
    return Outcome("blind", results, tuple(table for table in tables if table.rows), ())


def _mark(given: object, where: str) -> int:
    text = str(given or "").strip()
    if text not in {"1", "2", "3", "4", "5"}:
        raise BadInput(f"{where}: a whole number from 1 to 5 is wanted, and it says “{text}”")
    return int(text)


def _agreement(one: Marks, other: Marks, figure: str) -> tuple[float, float]:
    gaps = np.array([abs(one[text][figure] - other[text][figure]) for text in one.keys() & other.keys()])
    return (round(float((gaps == 0).mean()), 2), round(float((gaps <= 1).mean()), 2)) if len(gaps) else (0.0, 0.0)
