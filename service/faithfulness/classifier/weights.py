"""The trained part of the checker, `weights.json` and `votes.json` beside this file: word counts, signal weights."""

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
    """A linear model on named signals; for a reason, `bias` is such that the reason is given above suspicion 0.5."""

    weights: Mapping[str, float]
    bias: float

    def suspicion(self, signals: Mapping[str, float]) -> float:
        """How likely the fault is, 0 to 1: the logistic function of the sum."""
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, self.sum(signals)))))

    def sum(self, signals: Mapping[str, float]) -> float:
        """The weighted sum of the signals, with the bias."""
        return self.bias + sum(weight * signals[name] for name, weight in self.weights.items())


@dataclass(frozen=True, slots=True)
class Weights:
    """All that is trained: word counts, the stems that a paraphrase may add, models of word ends, reasons and votes.

    `detectors` are by regime, free or cited, and reason. Keys of `end_log_odds` are stems, or `*` and three letters.
    """

    rarity: Rarity
    paraphrase_stems: frozenset[str]
    end_log_odds: Mapping[str, float]
    detectors: Mapping[str, Mapping[str, Detector]]
    votes: Detector
    word_vectors: WordVectors
    novelty_model: NoveltyModel

    def faithful(self, signals: Mapping[str, float]) -> float:
        """How faithful people would call a sentence with these signals, 0 to 1: a straight line, cut at both ends."""
        return max(0.0, min(1.0, self.votes.sum(signals)))


@cache
def load_weights() -> Weights:
    """The weights that the package ships, read once."""
    folder = files("service.faithfulness.classifier")
    return _parse(folder.joinpath("weights.json").read_text("utf-8"), folder.joinpath("votes.json").read_text("utf-8"))


def _parse(weights: str, votes: str) -> Weights:
    data, line = json.loads(weights), json.loads(votes)
    detectors = {
        regime: {reason: Detector(d["weights"], d["bias"]) for reason, d in reasons.items()}
        for regime, reasons in data["detectors"].items()
    }
    return Weights(
        Rarity(data["counts"], data["documents"]),
        frozenset(data["free"]),
        data["ends"],
        detectors,
        Detector(line["weights"], line["bias"]),
        load_word_vectors(),
        NoveltyModel(np.array(data["expectation"]["weights"]), data["expectation"]["bias"]),
    )
