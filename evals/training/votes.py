"""Fits service/faithfulness/classifier/votes.json: python -m evals.training.votes VOTED [OTHER…] > votes.json.

VOTED are summaries with human votes, as `consistency` reads them, to which the line behind `faithfulness` is fitted; on
each OTHER, which it never sees, its correlation goes to stderr. What ships is fitted to FRANK, so that its figures
on QAGS are held out.
"""

import json
import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.datasets.votes import Voted, read_voted
from evals.metrics import agreement
from service.faithfulness.classifier import examine, load_weights
from service.faithfulness.lexical import index_source, read

Array = NDArray[np.float64]
LOG = logging.getLogger(__name__)
# Which signals, and the ridge, were chosen by fitting to FRANK and looking at QAGS and the other way round; the weights
# see only what they are fitted to.
SIGNALS = ("pairs", "cover_best", "copied", "alien_rare", "new_log", "any_number_lost")
RIDGE = 1.0  # times the squares of the weights of standardised signals, beside the mean squared error
# What scores 1 and what scores 0: any sentence against itself, and one of which the other has no word.
SENTENCE = "Owls hunt mice at night, and their soft feathers make them silent."
FOREIGN = "In 1894 Gauguin's lithographs portrayed Tahitian mythology, Marquesan tattoos and melancholy widows."


def signals(source: str, summary: str) -> Array:
    """The signals of a summary, means over its sentences, (len(SIGNALS),)."""
    judged = examine(read(summary), index_source("", source), "", load_weights(), None)
    return np.array([[one.signals[name] for name in SIGNALS] for one in judged]).reshape(-1, len(SIGNALS)).mean(axis=0)


def table(voted: Sequence[Voted]) -> Array:
    """The signals of each summary, (n, len(SIGNALS))."""
    return np.array([signals(row.source, row.summary) for row in voted])


def fit(rows: Array, votes: Array, sets: Sequence[str]) -> Array:
    """Ridge regression (ESL, 3.4.1) with a level of its own for each set, which all weigh the same: (len(SIGNALS),).

    Levels differ by set because people were asked different questions; what counts is the order within one.
    """
    spread = rows.std(axis=0) + 1e-9
    names = sorted(set(sets))
    member = np.array([[name == own for name in names] for own in sets], dtype=np.float64)
    importance = (member / member.sum(axis=0)).sum(axis=1) / len(names)
    level = (member / member.sum(axis=0)).T
    design: Array = rows / spread - member @ (level @ (rows / spread))
    bend: Array = (design.T * importance) @ design + RIDGE * np.eye(rows.shape[1])
    slope: Array = (design.T * importance) @ (votes - member @ (level @ votes))
    return np.asarray(np.linalg.solve(bend, slope) / spread, dtype=np.float64)


def line(weights: Array) -> tuple[Array, float]:
    """The weights stretched, and the bias, so that a copy scores 1 and a foreign sentence 0."""
    copy, foreign = signals(SENTENCE, SENTENCE) @ weights, signals(SENTENCE, FOREIGN) @ weights
    return weights / (copy - foreign), float(-foreign / (copy - foreign))


def correlations(voted: Sequence[Voted], rows: Array, weights: Array) -> Mapping[str, dict[str, float | int]]:
    """Pearson's correlation of the line with the votes of each set, with its 95 % interval."""
    found: dict[str, dict[str, float | int]] = {}
    for name in sorted({row.dataset for row in voted}):
        mine = np.array([row.dataset == name for row in voted])
        votes = np.array([row.human for row in voted])
        interval = agreement.with_interval(agreement.pearson, (rows @ weights)[mine], votes[mine], seed=0)
        if interval is not None:
            mean, low, high = (round(value, 3) for value in interval)
            found[name] = {"pearson": mean, "low": low, "high": high, "n": int(mine.sum())}
    return found


def main(argv: Sequence[str]) -> None:
    """Fit to the first file, print the weights, log how they do on the others."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    voted = _readable(argv[0])
    rows = table(voted)
    weights = fit(rows, np.array([row.human for row in voted]), [row.dataset for row in voted])
    fitted = correlations(voted, rows, weights)
    LOG.info("fitted to: %s", fitted)
    for name in argv[1:]:
        other = _readable(name)
        LOG.info("not seen:  %s", correlations(other, table(other), weights))
    slopes, bias = line(weights)
    shown = {
        "provenance": f"evals/training/votes.py on {Path(argv[0]).name}: {', '.join(fitted)}",
        "weights": {name: round(float(slope), 4) for name, slope in zip(SIGNALS, slopes, strict=True)},
        "bias": round(bias, 4),
    }
    json.dump(shown, sys.stdout, indent=2)
    sys.stdout.write("\n")


def _readable(path: str) -> list[Voted]:
    return [row for row in read_voted(Path(path)) if read(row.summary).spans]


if __name__ == "__main__":
    main(sys.argv[1:])
