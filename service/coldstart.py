"""What to show somebody of whom nothing is known: few papers that stand for all of a corpus."""

import numpy as np
from numpy.typing import NDArray

from service.taste import Features, Matrix

_STANDING_IN = 500  # papers, drawn by seed, that stand for the whole corpus
_CANDIDATES = 2_000  # papers, drawn by seed, that may be chosen


def cover(corpus: Features, allowed: NDArray[np.bool_], limit: int, seed: int = 0) -> list[tuple[int, float]]:
    """Up to `limit` rows, each with what it adds to how well the corpus is covered, so largest first.

    A set covers a paper as well as its most similar member does; the greedy choice is within 1 - 1/e of the best
    (facility location; Nemhauser, Wolsey & Fisher 1978).
    """
    generator = np.random.default_rng(seed)
    everyone = np.sort(generator.permutation(len(corpus))[:_STANDING_IN])
    eligible = np.sort(generator.permutation(np.flatnonzero(allowed))[:_CANDIDATES])
    likeness: Matrix = corpus.centred[eligible].astype(np.float64) @ corpus.centred[everyone].astype(np.float64).T
    covered, free = np.zeros(len(everyone)), np.ones(len(eligible), dtype=bool)
    chosen: list[tuple[int, float]] = []
    for _ in range(min(limit, len(eligible))):
        gains = (np.maximum(likeness, covered).mean(axis=1) - covered.mean()).round(9)
        best = int(np.argmax(np.where(free, gains, -1)))  # a copy of what was chosen adds 0
        chosen.append((int(eligible[best]), float(gains[best])))
        covered = np.maximum(covered, likeness[best])
        free[best] = False
    return chosen
