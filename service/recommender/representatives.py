"""What to show somebody of whom nothing is known: papers that represent a whole corpus, and what is liked of late."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.features import Features, Indices, Matrix, hash_sample

_COVERED = 500  # papers, drawn at random, that coverage is measured on
_CANDIDATES = 2_000  # papers, drawn at random, that may be chosen
_TRENDING_CANDIDATES = 200  # papers that may be chosen besides
_AT_ONCE = 128  # candidates that are worked out anew together
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
    """Up to `limit` rows where `allowed` (n,), the highest score first; what comes first does not depend on `limit`.

    Coverage: a set covers a paper as well as its most similar member does (facility location; the greedy choice is
    within 1 - 1/e of the best, Nemhauser, Wolsey & Fisher 1978). Trending: `trending_scores`, (n,) from 0 to 1, times
    the coverage of the best single paper, less as the row resembles one before it, and divided by 1 + the sum of those
    before it. So the most trending paper weighs as much as the most central, and neither sort crowds out the other.
    """
    present, allowed_rows = np.flatnonzero(corpus.present), np.flatnonzero(allowed)
    covered = present[hash_sample(corpus.sample_keys[present], _COVERED)]
    candidates = allowed_rows[hash_sample(corpus.sample_keys[allowed_rows], _CANDIDATES)]
    rows = np.union1d(candidates, _most_trending(np.where(allowed, trending_scores, 0)))
    choice = _GreedyChoice(corpus, rows, covered, trending_scores[rows])
    return [choice.next() for _ in range(min(limit, len(rows)))]


def _most_trending(trending_scores: Matrix) -> Indices:
    """The rows of the highest scores, of equal ones the first; none with a score of 0."""
    scored = np.flatnonzero(trending_scores > 0)
    return scored[np.argsort(-trending_scores[scored], kind="stable")[:_TRENDING_CANDIDATES]]


class _GreedyChoice:
    """A greedy choice under way.

    What a candidate adds only shrinks with every choice, so an old value bounds the new one, and only those are worked
    out anew that could be the best (lazy greedy, Minoux 1978), some at a time.
    """

    def __init__(self, corpus: Features, rows: Indices, covered: Indices, trending_scores: Matrix) -> None:
        self._rows, self._trending_scores = rows, trending_scores
        self._vectors: Matrix = corpus.centred[rows].astype(np.float64)
        self._similarity: Matrix = self._vectors @ corpus.centred[covered].astype(np.float64).T
        self._coverage = np.zeros(len(covered))
        self._chosen: list[int] = []
        self._chosen_trending = 0.0
        alone = np.maximum(self._similarity, 0).mean(axis=1) if len(covered) else np.zeros(len(rows))
        self._best_alone = alone.max(initial=0)
        bounds = (alone + self._best_alone * trending_scores).round(_DIGITS)
        self._bounds = bounds + 10**-_DIGITS  # the two summands are rounded one by one

    def next(self) -> Representative:
        """The candidate that adds most, of equal ones the first; there must be one left."""
        coverage, trending = np.zeros_like(self._bounds), np.zeros_like(self._bounds)
        is_fresh = self._bounds < 0  # chosen
        while not is_fresh[best := int(np.argmax(self._bounds))]:
            stale = np.flatnonzero(~is_fresh)
            some = stale[np.argsort(-self._bounds[stale], kind="stable")[:_AT_ONCE]]
            coverage[some], trending[some] = self._gains(some)
            self._bounds[some] = (coverage[some] + trending[some]).round(_DIGITS)
            is_fresh[some] = True
        self._bounds[best] = -1
        self._chosen.append(best)
        self._coverage = np.maximum(self._coverage, self._similarity[best])
        self._chosen_trending += float(self._trending_scores[best])
        return Representative(int(self._rows[best]), float(coverage[best]), float(trending[best]))

    def _gains(self, candidates: Indices) -> tuple[Matrix, Matrix]:
        """What each candidate would add now, shape (candidates,): to the coverage, and as trending."""
        coverage = np.maximum(self._similarity[candidates] - self._coverage, 0).mean(axis=1)
        trending = np.zeros(len(candidates))
        for place in np.flatnonzero(self._trending_scores[candidates]):
            candidate = candidates[place]
            similarity = (self._vectors[self._chosen] @ self._vectors[candidate]).clip(0, 1).max(initial=0)
            weight = self._best_alone * self._trending_scores[candidate]
            trending[place] = weight * (1 - similarity) / (1 + self._chosen_trending)
        return coverage.round(_DIGITS), trending.round(_DIGITS)
