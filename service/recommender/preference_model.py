"""Likes and dislikes to what a user wants, as a sum over the papers that say so.

A paper x has a dense part c(x), its unit embedding minus the corpus mean scaled to unit length, and a lexical part
t(x), its unit tf-idf row; k(x, y) = 0.7 c(x)·c(y) + t(x)·t(y). The model is kernel ridge regression with a bias
(Saunders, Gammerman & Vovk 1998) on likes (+1) and dislikes (-1) against sampled background papers (-1). Its
solution is f(x) = Σ_j α_j (k(x, x_j) + 1): every training paper's share of a score is exact, not worked out afterwards.
The score is f(x) + 1: 0 is what the background was taught, and no factor changes with the likes, so that a share that
goes with its like is a share that the score loses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.features import Features, Indices, Matrix, PaperVectors, hash_sample, paper_vectors

MOST_LIKES = 500  # that a model is learned from, and as many dislikes: the first ones given

_RIDGE = 20.0
_DISLIKE = 0.3  # all dislikes together weigh this much against all likes together
_FLAT = 1e-6  # a length below this is rounding


@dataclass(frozen=True, slots=True)
class Background:
    """The m papers a model is learned against, their `rows`, and the inverse (m, m) of their ridge system.

    `sums` (m,) are those of its rows.
    """

    rows: Indices
    papers: Features
    points: PaperVectors
    inverse: Matrix
    sums: Matrix


def background(corpus: Features, size: int = 500) -> Background:
    """A sample of `size` papers, or all of a smaller corpus; raises ValueError for an empty one."""
    if not len(corpus):
        raise ValueError("an empty corpus has no background")
    rows = hash_sample(corpus.sample_keys, size)
    papers = corpus.take(rows)
    points = paper_vectors(papers)
    system = points.kernel(points) + 1 + 2 * _RIDGE * np.eye(len(rows))
    inverse = np.linalg.inv(system).astype(np.float64, copy=False)
    return Background(rows, papers, points, inverse, inverse.sum(axis=1))


@dataclass(frozen=True, slots=True)
class PreferenceModel:
    """A user's model: `likes` and `dislikes` are the rows learned from, in the order given, `weights` their factors.

    `level` and `spread` are the mean and the deviation of the background's scores: what is usual in this corpus.
    """

    likes: Indices
    dislikes: Indices
    weights: Matrix
    level: float
    spread: float
    single: bool
    direction: Matrix
    words: Matrix
    _example_vectors: PaperVectors
    _away: tuple[Matrix, Matrix, float]  # of the background: direction, words, constant
    _system: "_System | None"  # a single like has none

    @property
    def examples(self) -> Indices:
        """The rows learned from, likes and then dislikes: the rows of `parts`."""
        return np.concatenate([self.likes, self.dislikes])

    def scan(self, corpus: Features) -> NDArray[np.float32]:
        """The score of every paper in single precision, shape (n,): fast, for choosing candidates."""
        words = np.asarray(corpus.lexical @ self.words.astype(np.float32), dtype=np.float32)
        dense = corpus.dense if self.single else corpus.centred
        return dense @ self.direction.astype(np.float32) + words + np.float32(self._away[2])

    def scores(self, candidates: Features) -> Matrix:
        """The exact score of each candidate, float64 of shape (n,): the sum of `parts`."""
        return paper_vectors(candidates, centred=not self.single).products(self.direction, self.words) + self._away[2]

    def parts(self, candidates: Features) -> tuple[Matrix, Matrix]:
        """What each example adds to each score, shape (examples, n), and what all papers begin with, shape (n,)."""
        direction, words, constant = self._away
        points = paper_vectors(candidates, centred=not self.single)
        return self.weights[:, None] * self._example_vectors.kernel(points), points.products(
            direction, words
        ) + constant

    def influence(self, candidates: Features) -> Matrix:
        """What each score would lose without each example, shape (examples, n), exact but for the balance of classes.

        Leave-one-out of ridge regression in closed form: with A the dual system, taking example i out changes f(x) by
        -α_i (A⁻¹κ(x))_i / (A⁻¹)_ii (Cawley & Talbot 2004). Parts that several examples share are in none of these.
        """
        points = paper_vectors(candidates, centred=not self.single)
        own = self._example_vectors.kernel(points)
        if self._system is None:
            return self.weights[:, None] * own
        behind = self._system.behind.kernel(points) + 1
        effect = self._system.inverse @ (own + 1 - self._system.through @ behind)
        return (self.weights / np.diag(self._system.inverse))[:, None] * effect

    def standard(self, scores: Matrix) -> Matrix:
        """Scores as (score - level) / spread, shape (n,); 0 when the background has no spread."""
        return (scores - self.level) / self.spread if self.spread > _FLAT else np.zeros_like(scores)


def fit(
    corpus: Features,
    liked: Sequence[int],
    disliked: Sequence[int],
    against: Background,
    weights: Sequence[float] | None = None,
) -> PreferenceModel:
    """The model of liked and disliked rows of `corpus`; `weights` has a factor >= 0 per like, and 0 mutes it.

    The first MOST_LIKES unmuted likes and as many dislikes count: give the most recent first. One like alone is ranked
    by similarity (k with plain cosines), with dislikes as in Rocchio's relevance feedback (Rocchio 1971).
    Raises ValueError without an unmuted like and for weights that are negative, not finite or too few.
    """
    factors = _factors(liked, weights)
    counted = np.flatnonzero(factors)[:MOST_LIKES]
    likes = np.asarray(liked, dtype=np.intp)[counted]
    dislikes = np.asarray(disliked, dtype=np.intp)[:MOST_LIKES]
    papers = corpus.take(np.concatenate([likes, dislikes]))
    kept = ~np.isin(against.rows, [*liked, *disliked])
    share = np.full(len(dislikes), _DISLIKE / max(len(dislikes), 1))
    points = paper_vectors(papers, centred=len(likes) != 1)
    if len(likes) == 1:
        alphas, behind = np.concatenate([[1.0], -share]), paper_vectors(against.papers, centred=False)
        levels = (alphas @ points.kernel(behind))[kept]
        return _Model(points, alphas, behind, np.zeros(len(kept)), None).scaled(likes, dislikes, levels)
    trust = np.concatenate([factors[counted] / factors[counted].sum(), share])
    wanted = np.concatenate([np.ones(len(likes)), -np.ones(len(dislikes))])
    alphas, away, system = _solve(points, wanted, 2 * _RIDGE / (len(against.rows) * trust), against, kept)
    levels = -2 * _RIDGE * away[kept]  # what ridge regression misses of a paper it learns from is ridge times α
    return _Model(points, alphas, against.points, away, system).scaled(likes, dislikes, levels)


def _factors(liked: Sequence[int], weights: Sequence[float] | None) -> Matrix:
    factors = np.ones(len(liked)) if weights is None else np.asarray(weights, dtype=np.float64)
    if factors.shape != (len(liked),) or not np.isfinite(factors).all() or (factors < 0).any():
        raise ValueError("every like takes one weight, finite and not negative")
    if not factors.any():
        raise ValueError("a model takes at least one like that is not muted")
    return factors


@dataclass(frozen=True, slots=True)
class _System:
    """The dual system as its m examples see it.

    `inverse` (m, m) is their block of the system's inverse; `through` (m, background) is how the background papers
    `behind` them act on them.
    """

    inverse: Matrix
    through: Matrix
    behind: PaperVectors


def _solve(
    papers: PaperVectors, wanted: Matrix, ridge: Matrix, against: Background, kept: NDArray[np.bool_]
) -> tuple[Matrix, Matrix, _System]:
    """The α of examples and background papers, by the Schur complement of the background's block of the dual system.

    Total weights of likes and of background are equal (balanced classes). An example that is also a background paper
    leaves the background: what its row and column add to a product with the cached inverse is taken off again.
    """
    gone = np.flatnonzero(~kept)
    back = np.linalg.solve(against.inverse[np.ix_(gone, gone)], against.inverse[gone])
    cross = papers.kernel(against.points) + 1
    cross[:, gone] = 0
    through = cross @ against.inverse
    through -= through[:, gone] @ back
    own = papers.kernel(papers) + 1 + np.diag(ridge)
    block = np.linalg.inv(own - through @ cross.T).astype(np.float64, copy=False)
    alphas: Matrix = block @ (wanted + through[:, kept].sum(axis=1))
    away = against.sums[gone] @ back - against.sums - alphas @ through
    return alphas, np.where(kept, away, 0), _System(block, through * kept, against.points)


@dataclass(frozen=True, slots=True)
class _Model:
    """f before it is scaled: α of the examples and of the background, whose papers stand beside them."""

    points: PaperVectors
    alphas: Matrix
    behind: PaperVectors
    away: Matrix
    system: _System | None

    def scaled(self, likes: Indices, dislikes: Indices, levels: Matrix) -> PreferenceModel:
        """The model, given the scores `levels` of the background."""
        away_direction, away_words = self.behind.weighted_sum(self.away)
        direction, words = self.points.weighted_sum(self.alphas)
        single = self.system is None
        return PreferenceModel(
            likes,
            dislikes,
            self.alphas,
            float(levels.mean()) if len(levels) else 0.0,
            float(levels.std()) if len(levels) else 0.0,
            single,
            direction + away_direction,
            words + away_words,
            self.points,
            (away_direction, away_words, 0.0 if single else float(self.alphas.sum() + self.away.sum()) + 1),
            self.system,
        )
