"""Fits the weights of service/extractive/salience.json on SciTLDR.

`python -m evals.training.salience TRAIN.jsonl [DEV.jsonl] > FILE`, of rows {title, source: [sentences], targets: [human
one-sentence summaries]}. Prints cross-validated ROUGE to stderr.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.metrics.rouge import measured
from service.extractive import polished, salience_features

Array = NDArray[np.float64]
FOLDS = 5
SHARPNESS = 10.0  # how strongly a sentence with more ROUGE is preferred: exp(10 * ROUGE), ROUGE in 0..1
DECAY = 0.3
NEWTON_STEPS = 12  # the slope is zero to 1e-9 after 6
MEANING = {
    "we": "the sentence says 'we'",
    "this_paper": "it names this paper, work or study",
    "proposes": "'we propose', 'this paper introduces' and their like",
    "first_we": "it is the first sentence that says 'we'",
    "proposes_late": "proposes x place in the abstract (0 first, 1 last)",
    "words": "words / 22",
    "length_misfit": "squared log of (words + 1) / 23",
    "title_recall": "share of the title's words that it has",
    "title_precision": "share of its words that the title has",
    "coverage": "share of all content words of the abstract that are words of this sentence",
    "coverage_share": "coverage / the highest coverage in the abstract",
}


class SentenceRows:
    """The sentences of all papers, stacked; `sizes` is how many each paper has, `gain` is ROUGE-1/2/L, 0..1."""

    def __init__(self, papers: Sequence[dict[str, Any]]) -> None:
        self.names = list(MEANING)
        stacked = [
            row for paper in papers for row in salience_features(paper["title"], [polished(s) for s in paper["source"]])
        ]
        self.x: Array = np.array([[row[name] for name in self.names] for row in stacked])
        self.gain: Array = np.array([gains(s, paper["targets"]) for paper in papers for s in paper["source"]])
        self.sizes = np.array([len(paper["source"]) for paper in papers])
        self.paper = np.repeat(np.arange(len(papers)), self.sizes)


def gains(sentence: str, targets: Sequence[str]) -> list[float]:
    """ROUGE-1/2/L F (0..1) of the sentence as we would print it, each the best over the targets."""
    return list(measured(polished(sentence), targets).values())


def fit(x: Array, gain: Array, sizes: NDArray[np.int64]) -> Array:
    """Weights of standardised features: a softmax over each paper's sentences, matched to exp(SHARPNESS * ROUGE).

    Listwise ranking by the cross-entropy of top-one probabilities (Cao et al., Learning to rank, ICML 2007), plus
    DECAY |w|^2; convex, so Newton's method finds the one minimum.
    """
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    group = np.repeat(np.arange(len(sizes)), sizes)

    def softmax(score: Array) -> Array:
        e = np.exp(score - np.maximum.reduceat(score, starts)[group])
        return e / np.add.reduceat(e, starts)[group]

    wanted = softmax(SHARPNESS * gain.mean(1))
    w = np.zeros(x.shape[1])
    for _ in range(NEWTON_STEPS):
        p = softmax(x @ w)
        weighted = p[:, None] * x
        means = np.add.reduceat(weighted, starts)
        slope = x.T @ (p - wanted) + 2 * DECAY * w
        curvature = x.T @ weighted - means.T @ means + 2 * DECAY * np.eye(len(w))
        w = w - np.linalg.solve(curvature, slope)
    return w


def standardised(x: Array) -> tuple[Array, Array]:
    """Mean and standard deviation of each feature; a constant feature gets deviation 1."""
    spread = x.std(0)
    return x.mean(0), np.where(spread > 0, spread, 1.0)


def cross_validated(rows: SentenceRows) -> Array:
    """ROUGE-1/2/L (0-100) of the first choice for each paper, by weights fitted on the other folds."""
    papers = len(rows.sizes)
    fold = np.random.default_rng(0).integers(0, FOLDS, papers)
    chosen = np.zeros((papers, 3))
    for held in range(FOLDS):
        known = fold[rows.paper] != held
        mean, spread = standardised(rows.x[known])
        w = fit((rows.x[known] - mean) / spread, rows.gain[known], rows.sizes[fold != held])
        for paper in np.flatnonzero(fold == held):
            mine = rows.paper == paper
            chosen[paper] = rows.gain[mine][np.argmax(((rows.x[mine] - mean) / spread) @ w)]
    return chosen * 100


def shipped(rows: SentenceRows, chosen: Array) -> dict[str, Any]:
    """The content of salience.json: weights per unit of each feature, fitted on all rows."""
    mean, spread = standardised(rows.x)
    w = fit((rows.x - mean) / spread, rows.gain, rows.sizes) / spread
    return {
        "provenance": "evals/training/salience.py on SciTLDR-A train and dev (Cachola et al. 2020; allenai/scitldr, "
        "Apache-2.0); a pick by the highest sum of weight x feature",
        "papers": len(rows.sizes),
        "cross_validated_rouge": [round(float(v), 2) for v in chosen.mean(0)],
        "features": {
            name: {"weight": round(float(v), 4), "meaning": MEANING[name]}
            for name, v in zip(rows.names, w, strict=True)
        },
    }


def read(path: str) -> list[dict[str, Any]]:
    """The rows of a JSONL file."""
    with Path(path).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main(paths: Sequence[str]) -> None:
    """Write the weights file for the papers in `paths`; the last file's cross-validated figures also stand alone."""
    if not paths:
        sys.exit("usage: python -m evals.training.salience TRAIN.jsonl [DEV.jsonl] > service/extractive/salience.json")
    files = [read(path) for path in paths]
    rows = SentenceRows([paper for file in files for paper in file])
    chosen = cross_validated(rows)
    last = chosen[-len(files[-1]) :]
    sys.stderr.write(f"ROUGE-1/2/L, all: {chosen.mean(0).round(2)}; last file: {last.mean(0).round(2)}\n")
    json.dump(shipped(rows, chosen), sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main(sys.argv[1:])
