"""From which answer on a model is believed: found on pairs of a true and a false sentence, for each model of its own.

Two models that tell true from false equally well differ in how ready they are to say yes; so no number is right for
all of them, and 0.5 for none.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from math import comb
from typing import Any, Self

_MOST_REFUSED = 0.05  # of the true sentences; of the false ones none may be shown
_LEAST_ANSWERED = 0.9  # of the pairs
_LEAST_AUC = 0.8  # a model of .69 let 5 in 100 lies through where the rules alone let none: docs/models.md
_LEAST_SHOWN = 0.1  # of the true sentences: a call for each undecided one must be worth it
_CHANCE = 0.01  # how often a coin would order the pairs as well


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the answers of one model are worth.

    A sentence is shown from a probability of `shown_from` on, and refused below `refused_below`; a cut is None where
    none does. `auc` is how often a true sentence got a higher one than a false one, `likely` whether the model's server
    gives probabilities, or 1 and 0 stand for yes and no. `useless` says why it is not used, or is empty.
    """

    likely: bool
    pairs: int
    auc: float
    shown_from: float | None
    refused_below: float | None
    useless: str = ""

    def row(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """What was kept; raises TypeError for what another version kept."""
        return cls(**row)


def calibrate(pairs: Sequence[tuple[float | None, float | None]], *, likely: bool) -> Calibration:
    """The cuts for a model that gave these probabilities to the true and the false sentence of each pair.

    None stands for an answer that was neither yes nor no.
    """
    answered = [(true, false) for true, false in pairs if true is not None and false is not None]
    if len(answered) < _LEAST_ANSWERED * len(pairs) or not answered:
        return Calibration(likely, len(answered), 0.5, None, None, "it answers with something else than yes or no")
    trues, falses = sorted(true for true, _ in answered), sorted(false for _, false in answered)
    auc = sum((true > false) + (true == false) / 2 for true in trues for false in falses) / len(trues) / len(falses)
    if auc < _LEAST_AUC or not _tells_apart(answered):
        return Calibration(likely, len(answered), round(auc, 3), None, None, "it does not tell true from false")
    cuts = _cuts(trues + falses)
    shown_from = min((cut for cut in cuts if falses[-1] < cut), default=None)
    refused = [cut for cut in cuts if sum(true < cut for true in trues) <= _MOST_REFUSED * len(trues)]
    if shown_from is None or sum(true >= shown_from for true in trues) < _LEAST_SHOWN * len(trues):
        why = "it is as sure of false sentences as of true ones"
        return Calibration(likely, len(answered), round(auc, 3), None, None, why)
    refused_below = max((cut for cut in refused if falses[0] < cut), default=None)
    return Calibration(likely, len(answered), round(auc, 3), shown_from, refused_below)


def _tells_apart(pairs: Sequence[tuple[float, float]]) -> bool:
    """Whether so many pairs are in order that chance is ruled out: the sign test, one-sided; ties say nothing."""
    differing = sum(true != false for true, false in pairs)
    ordered = sum(true > false for true, false in pairs)
    return sum(comb(differing, more) for more in range(ordered, differing + 1)) <= _CHANCE * 2**differing


def _cuts(scores: Sequence[float]) -> list[float]:
    """One number between every two neighbouring scores."""
    known = sorted(set(scores))
    return [(one + other) / 2 for one, other in pairwise(known)]
