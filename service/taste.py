"""Likes and dislikes to what a user wants, as a sum over the papers that say so.

The score of a candidate x is  Σ_j w_j · cos(x − μ, t_j − μ)  over liked and disliked papers t_j, with μ the mean of the
corpus, w = 1/L for each of L likes and −γ/D for each of D dislikes: Rocchio's relevance feedback (Rocchio 1971) on
mean-centred vectors. Centring matters because unrelated papers of a narrow corpus already have cosine 0.3.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

_DISLIKE = 0.3  # γ: all dislikes together weigh this much against all likes together


@dataclass(frozen=True, slots=True)
class Taste:
    """A user's model: unit rows `examples`, shape (m, dim), and their signed `weights`, shape (m,)."""

    examples: Matrix
    weights: Matrix

    @property
    def direction(self) -> Matrix:
        """The one vector, shape (dim,), whose product with a centred unit row is that row's score."""
        return self.weights @ self.examples


def centred(vectors: NDArray[np.floating], centre: NDArray[np.floating]) -> Matrix:
    """Rows minus the corpus mean, scaled to unit length; a row equal to the mean becomes zero."""
    moved = vectors.astype(np.float64) - centre.astype(np.float64)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.divide(moved, lengths, out=np.zeros_like(moved), where=lengths > 1e-9)  # noqa: PLR2004


def learn(liked: Matrix, disliked: Matrix) -> Taste:
    """The taste of L liked and D disliked papers, centred rows of shape (L, dim) and (D, dim); L > 0."""
    weights = np.concatenate(
        [np.full(len(liked), 1 / len(liked)), np.full(len(disliked), -_DISLIKE / max(len(disliked), 1))]
    )
    return Taste(np.vstack([liked, disliked]), weights)


def similarities(taste: Taste, candidates: Matrix) -> Matrix:
    """Centred cosine of each candidate with each example, shape (n, m); times `weights` these add up to the score."""
    return candidates @ taste.examples.T


def diversify(scores: Matrix, candidates: Matrix, limit: int, diversity: float) -> list[tuple[int, float]]:
    """Pick up to `limit` candidates greedily, each with the penalty (<= 0) for resembling an earlier pick.

    Maximal marginal relevance (Carbonell & Goldstein 1998) with the penalty `diversity` · max(0, similarity to the
    nearest earlier pick) · the candidate's own positive score, so that a penalty never outweighs relevance.
    Ties go to the earlier row.
    """
    penalties = np.zeros(len(scores))
    free = np.ones(len(scores), dtype=bool)
    picks: list[tuple[int, float]] = []
    for _ in range(min(limit, len(scores))):
        best = int(np.argmax(np.where(free, np.round(scores + penalties, 9), -np.inf)))
        picks.append((best, float(penalties[best])))
        free[best] = False
        likeness = np.clip(candidates @ candidates[best], 0, 1)
        penalties = np.minimum(penalties, -diversity * likeness * np.maximum(scores, 0))
    return picks


def unrelated(vectors: NDArray[np.floating], centre: NDArray[np.floating], seed: int = 0) -> Matrix:
    """Sorted centred cosines of up to 4,000 random pairs: what "unrelated" means in this corpus."""
    if len(vectors) < 2:  # noqa: PLR2004
        return np.zeros(1)
    generator = np.random.default_rng(seed)
    left, right = generator.integers(0, len(vectors), size=(2, 4_000))
    apart = left != right
    rows = centred(vectors[left[apart]], centre) * centred(vectors[right[apart]], centre)
    return np.sort(rows.sum(axis=1))
