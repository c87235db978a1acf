"""Fits service/extractive/roles.json on CSAbstruct.

`python -m evals.training.roles TRAIN.jsonl DEV.jsonl > FILE`, of rows {sentences, labels}. Prints to stderr how well it
tells the roles of the second file, of which nothing is learned.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.training.logistic_regression import fit_logistic
from service.extractive import role_features

Array = NDArray[np.float64]
ROLES = ("background", "result")
FEATURES = 150  # 400 tell no more
FEWEST = 8  # sentences that have a feature
RIDGE = 30.0
PLACES = ("^place", "^place^2", "^first", "^last")


class LabelledSentences:
    """The sentences of all abstracts of a file: their features and their roles."""

    def __init__(self, path: Path) -> None:
        abstracts: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        self.rows = [row for abstract in abstracts for row in role_features(abstract["sentences"])]
        self.labels = np.array([label for abstract in abstracts for label in abstract["labels"]])

    def table(self, names: Sequence[str]) -> Array:
        """The value of each feature, (sentences, names)."""
        return np.array([[row.get(name, 0.0) for name in names] for row in self.rows])


def telling(sentences: LabelledSentences, truth: NDArray[np.bool_]) -> list[str]:
    """The words and pairs that sentences of the role have most more, or less, often than chance has it (score test)."""
    counts = Counter(name for row in sentences.rows for name in row)
    having = Counter(name for row, is_it in zip(sentences.rows, truth, strict=True) if is_it for name in row)
    share = float(truth.mean())

    def surprise(name: str) -> float:
        expected = counts[name] * share
        return float(abs(having[name] - expected) / np.sqrt(expected * (1 - share) + 1))

    known = [name for name in counts if counts[name] >= FEWEST and name not in ("", *PLACES)]
    return sorted(known, key=lambda name: (-surprise(name), name))[:FEATURES]


def area(scores: Array, truth: NDArray[np.bool_]) -> float:
    """The area under the curve of a score, 0 to 1: how often it is higher for one that has the role."""
    rank = np.argsort(np.argsort(scores))
    ones = int(truth.sum())
    return float((rank[truth].mean() - (ones - 1) / 2) / (len(truth) - ones))


def main(paths: Sequence[str]) -> None:
    """Write the weights for the first file, and how well they do on the second."""
    if len(paths) != 2:
        sys.exit("usage: python -m evals.training.roles TRAIN.jsonl DEV.jsonl > service/extractive/roles.json")
    learned, held = (LabelledSentences(Path(path)) for path in paths)
    roles: dict[str, Any] = {}
    for role in ROLES:
        truth = learned.labels == role
        names = [*telling(learned, truth), *PLACES]
        weights, bias = fit_logistic(learned.table(names), truth.astype(np.float64), RIDGE)
        reached = area(held.table(names) @ weights, held.labels == role)
        roles[role] = {
            "area_under_curve": round(reached, 3),
            "bias": round(bias, 3),
            "weights": dict(zip(names, map(float, weights.round(3)), strict=True)),
        }
        sys.stderr.write(f"{role}: area under the curve {reached:.3f}\n")
    shipped = {
        "provenance": "evals/training/roles.py on CSAbstruct train (Cohan et al. 2019; "
        "allenai/sequential_sentence_classification, Apache-2.0); measured on its dev part",
        "sentences": len(learned.labels),
        "roles": roles,
    }
    json.dump(shipped, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main(sys.argv[1:])
