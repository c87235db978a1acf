"""What to show somebody of whom nothing is known: papers that stand for all of a corpus, and what is liked of late."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.features import Features, Indices, Matrix, hash_sample

_STANDING_IN = 500  # papers, drawn by lot, that stand for the whole corpus
_CANDIDATES = 2_000  # papers, drawn by lot, that may be chosen
_HOTTEST = 200  # papers that may be chosen besides
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Representative:
    """A chosen row, and what it adds: to how well the corpus is covered, and as one that is liked of late."""

    row: int
    coverage: float
    trending: float

    @property
    def score(self) -> float:
        """The sum of both, which is what the row was chosen for."""
        return round(self.coverage + self.trending, _DIGITS)


def choose_representatives(
    corpus: Features, allowed: NDArray[np.bool_], trending_scores: Matrix, limit: int
) -> list[Representative]:
    """Up to `limit` places, the highest score first; what comes first does not depend on `limit`.

    Coverage: a set covers a paper as well as its most similar member does (facility location; the greedy choice is
    within 1 - 1/e of the best, Nemhauser, Wolsey & Fisher 1978). Trending: `trending_scores`, (n,) from 0 to 1, times the coverage
    of the best single paper, less as the row resembles one before it, and divided by 1 + the heat shown before it. So
    the hottest weighs as much as the most central, and neither sort leaves the other no place.
    """
    everyone, open_to = hash_sample(corpus.sample_keys, _STANDING_IN), np.flatnonzero(allowed)
    candidates = open_to[hash_sample(corpus.sample_keys[open_to], _CANDIDATES)]
    rows = np.union1d(candidates, _hottest(np.where(allowed, trending_scores, 0)))
    choice = _GreedyChoice(corpus, rows, everyone, trending_scores[rows])
    return [choice.next() for _ in range(min(limit, len(rows)))]


def _hottest(trending_scores: Matrix) -> Indices:
    """The rows of the greatest heat, of equal ones the first; none that is cold."""
    order = np.argsort(-trending_scores, kind="stable")[:_HOTTEST]
    return order[trending_scores[order] > 0]


class _GreedyChoice:
    """A greedy choice under way.

    What a candidate adds only shrinks with every choice, so an old value bounds the new one, and only those are worked
    out anew that could be the best (lazy greedy, Minoux 1978).
    """

    def __init__(self, corpus: Features, rows: Indices, everyone: Indices, trending_scores: Matrix) -> None:
        self._rows, self._heat = rows, trending_scores
        self._vectors: Matrix = corpus.centred[rows].astype(np.float64)
        self._likeness: Matrix = self._vectors @ corpus.centred[everyone].astype(np.float64).T
        self._covered = np.zeros(len(everyone))
        self._chosen: list[int] = []
        self._shown = 0.0
        alone = np.maximum(self._likeness, 0).mean(axis=1) if len(everyone) else np.zeros(len(rows))
        self._worth = alone.max(initial=0)
        self._most = (alone + self._worth * trending_scores).round(
            _DIGITS
        ) + 10**-_DIGITS  # the parts are rounded one by one

    def next(self) -> Representative:
        """The candidate that adds most, of equal ones the first; there must be one left."""
        fresh: dict[int, Representative] = {}
        while (best := int(np.argmax(self._most))) not in fresh:
            fresh[best] = self._place(best)
            self._most[best] = fresh[best].score
        self._most[best] = -1
        self._chosen.append(best)
        self._covered = np.maximum(self._covered, self._likeness[best])
        self._shown += float(self._heat[best])
        return fresh[best]

    def _place(self, candidate: int) -> Representative:
        coverage = np.maximum(self._likeness[candidate] - self._covered, 0).mean()
        trending = 0.0
        if self._heat[candidate]:
            likeness = (self._vectors[self._chosen] @ self._vectors[candidate]).clip(0, 1).max(initial=0)
            trending = self._worth * self._heat[candidate] * (1 - likeness) / (1 + self._shown)
        return Representative(
            int(self._rows[candidate]), round(float(coverage), _DIGITS), round(float(trending), _DIGITS)
        )
