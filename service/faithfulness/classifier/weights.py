"""The trained part of the checker, `weights.json` beside this file: counts of words, and weights by names of facts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

import numpy as np

from service.faithfulness.classifier.novelty import NoveltyModel
from service.faithfulness.lexical import Rarity, WordVectors, load_word_vectors


@dataclass(frozen=True, slots=True)
class Detector:
    """A linear model on named facts; for a reason, `bias` is set so that suspicion 0.5 is where the reason is given."""

    weights: Mapping[str, float]
    bias: float

    def suspicion(self, signals: Mapping[str, float]) -> float:
        """How likely the fault is, 0 to 1."""
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, self.sum(signals)))))

    def sum(self, signals: Mapping[str, float]) -> float:
        """The weighted sum of the facts, with the bias."""
        return self.bias + sum(weight * signals[name] for name, weight in self.weights.items())


@dataclass(frozen=True, slots=True)
class Weights:
    """Word counts, words free to use in a paraphrase, how words end texts, the detectors by regime and reason."""

    rarity: Rarity
    free: frozenset[str]
    ends: Mapping[str, float]
    detectors: Mapping[str, Mapping[str, Detector]]
    votes: Detector
    word_vectors: WordVectors
    expectation: NoveltyModel

    def faithful(self, signals: Mapping[str, float]) -> float:
        """How faithful people would call a sentence with these facts, 0 to 1: a straight line, cut at both ends."""
        return max(0.0, min(1.0, self.votes.sum(signals)))


@cache
def load_weights() -> Weights:
    """The weights that the package ships, read once."""
    folder = files("service.faithfulness.classifier")
    return parse(folder.joinpath("weights.json").read_text("utf-8"), folder.joinpath("votes.json").read_text("utf-8"))


def parse(text: str, votes: str) -> Weights:
    """Weights from JSON as `evals/train_checker.py` writes it, and the line from `evals/train_votes.py`."""
    data, line = json.loads(text), json.loads(votes)
    detectors = {
        regime: {reason: Detector(d["weights"], d["bias"]) for reason, d in reasons.items()}
        for regime, reasons in data["detectors"].items()
    }
    faithful = Detector(line["weights"], line["bias"])
    rarity = Rarity(data["counts"], data["documents"])
    expectation = NoveltyModel(np.array(data["expectation"]["weights"]), data["expectation"]["bias"])
    return Weights(rarity, frozenset(data["free"]), data["ends"], detectors, faithful, load_word_vectors(), expectation)
