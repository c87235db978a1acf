"""Likes and dislikes to what a user wants, as a sum over the papers that say so.

A paper x has a dense part c(x), its unit embedding minus the corpus mean scaled to unit length, and a lexical part
t(x), its unit tf-idf row; k(x, y) = 0.7 c(x)·c(y) + t(x)·t(y). The taste is kernel ridge regression with a bias
(Saunders, Gammerman & Vovk 1998) on likes (+1) and dislikes (-1) against sampled background papers (-1). Its
solution is f(x) = Σ_j α_j (k(x, x_j) + 1): every training paper's share of a score is exact, not told afterwards.
The score is f(x) + 1: 0 is what the background was taught, and no factor changes with the likes, so that a share that
goes with its like is a share that the score loses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.lexicon import Rows

Matrix = NDArray[np.float64]
Places = NDArray[np.intp]

DENSE = 0.7  # the dense part's weight in k
MOST_LIKES = 500  # that a taste is learned from, and as many dislikes: the first ones given

_DENSE_ALONE = 1.4  # and for a single like, with embeddings that are not centred
_RIDGE = 20.0
_DISLIKE = 0.3  # all dislikes together weigh this much against all likes together
_FEW = 64  # papers up to which a dense matrix of their words is faster than a sparse one
_FLAT = 1e-6  # a length below this is rounding


@dataclass(frozen=True, slots=True)
class Features:
    """n papers as unit embeddings `dense` (n, dim), the same `centred` on the corpus mean, and `lexical` (n, words)."""

    dense: NDArray[np.float32]
    centred: NDArray[np.float32]
    lexical: Rows

    def __len__(self) -> int:
        return len(self.dense)

    def take(self, rows: Places | Sequence[int]) -> "Features":
        """The papers at `rows`, in that order."""
        places = np.asarray(rows, dtype=np.intp)
        return Features(self.dense[places], self.centred[places], self.lexical[places])


def features(vectors: NDArray[np.float32], lexical: Rows) -> Features:
    """Features of a corpus from unit or zero embeddings (n, dim) and tf-idf rows (n, words).

    Raises ValueError when a number is not finite or the papers' counts differ.
    """
    if vectors.shape[0] != lexical.shape[0]:
        raise ValueError(f"{vectors.shape[0]} embeddings, but {lexical.shape[0]} rows of words")
    if not (np.isfinite(vectors).all() and np.isfinite(lexical.data).all()):
        raise ValueError("an embedding or a row of words has a number that is not finite")
    centre = vectors.mean(axis=0, dtype=np.float64) if len(vectors) else np.zeros(vectors.shape[1])
    return Features(vectors.astype(np.float32, copy=False), centred(vectors, centre.astype(np.float32)), lexical)


def centred(vectors: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows minus the corpus mean, scaled to unit length; a row equal to the mean becomes zero."""
    moved = vectors - centre
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.divide(moved, lengths, out=np.zeros_like(moved), where=lengths > _FLAT)


def kernel(a: Features, b: Features) -> Matrix:
    """The k of each paper of `a` with each of `b`, shape (len(a), len(b)); at most 1.7, of a paper with itself."""
    return DENSE * _products(a.centred, b.centred) + _word_products(a, b)


def kernel_single(a: Features, b: Features) -> Matrix:
    """As `kernel`, for a taste of one like: 1.4 times the plain cosine plus the lexical part."""
    return _DENSE_ALONE * _products(a.dense, b.dense) + _word_products(a, b)


def _mixed(papers: Features, weights: Matrix) -> Matrix:
    return np.asarray(papers.lexical.T @ weights, dtype=np.float64)


def _products(a: NDArray[np.float32], b: NDArray[np.float32]) -> Matrix:
    return a.astype(np.float64) @ b.astype(np.float64).T


def _word_products(a: Features, b: Features) -> Matrix:
    if len(a) > len(b):
        return _word_products(b, a).T
    one, other = a.lexical.astype(np.float64), b.lexical
    if len(a) > _FEW:
        return (one @ other.T).toarray()
    return np.asarray(other @ one.toarray().T, dtype=np.float64).T


@dataclass(frozen=True, slots=True)
class Background:
    """The m papers a taste is learned against, their `rows`, and the inverse (m, m) of their ridge system."""

    rows: Places
    papers: Features
    inverse: Matrix


def background(corpus: Features, size: int = 500, seed: int = 0) -> Background:
    """`size` papers drawn without replacement, or all of a smaller corpus; raises ValueError for an empty one."""
    if not len(corpus):
        raise ValueError("an empty corpus has no background")
    rows = np.sort(np.random.default_rng(seed).permutation(len(corpus))[:size])
    papers = corpus.take(rows)
    system = kernel(papers, papers) + 1 + 2 * _RIDGE * np.eye(len(rows))
    return Background(rows, papers, np.linalg.inv(system).astype(np.float64, copy=False))


@dataclass(frozen=True, slots=True)
class Taste:
    """A user's model: `likes` and `dislikes` are the rows learned from, in the order given, `weights` their factors.

    `level` and `spread` are the mean and the deviation of the background's scores: what is usual in this corpus.
    """

    likes: Places
    dislikes: Places
    weights: Matrix
    level: float
    spread: float
    single: bool
    direction: Matrix
    words: Matrix
    _papers: Features
    _away: tuple[Matrix, Matrix, float]  # of the background: direction, words, constant
    _system: "_System | None"  # a single like has none

    @property
    def examples(self) -> Places:
        """The rows learned from, likes and then dislikes: the rows of `parts`."""
        return np.concatenate([self.likes, self.dislikes])

    def scan(self, corpus: Features) -> NDArray[np.float32]:
        """The score of every paper in single precision, shape (n,): fast, for choosing candidates."""
        words = np.asarray(corpus.lexical @ self.words.astype(np.float32), dtype=np.float32)
        return self._dense(corpus) @ self.direction.astype(np.float32) + words + np.float32(self._away[2])

    def scores(self, candidates: Features) -> Matrix:
        """The exact score of each candidate, float64 of shape (n,): the sum of `parts`."""
        dense = self._dense(candidates).astype(np.float64)
        return dense @ self.direction + candidates.lexical @ self.words + self._away[2]

    def parts(self, candidates: Features) -> tuple[Matrix, Matrix]:
        """What each example adds to each score, shape (examples, n), and what all papers begin with, shape (n,)."""
        direction, words, constant = self._away
        dense = self._dense(candidates).astype(np.float64)
        baseline = dense @ direction + candidates.lexical @ words + constant
        likeness = kernel_single if self.single else kernel
        return self.weights[:, None] * likeness(self._papers, candidates), baseline

    def influence(self, candidates: Features) -> Matrix:
        """What each score would lose without each example, shape (examples, n), exact but for the balance of classes.

        Leave-one-out of ridge regression in closed form: with A the dual system, taking example i out changes f(x) by
        -α_i (A⁻¹κ(x))_i / (A⁻¹)_ii (Cawley & Talbot 2004). Parts that several examples share are in none of these.
        """
        if self._system is None:
            return self.weights[:, None] * kernel_single(self._papers, candidates)
        behind = kernel(self._system.behind, candidates) + 1
        effect = self._system.inverse @ (kernel(self._papers, candidates) + 1 - self._system.through @ behind)
        return (self.weights / np.diag(self._system.inverse))[:, None] * effect

    def standard(self, scores: Matrix) -> Matrix:
        """Scores as (score - level) / spread, shape (n,); 0 when the background has no spread."""
        return (scores - self.level) / self.spread if self.spread > _FLAT else np.zeros_like(scores)

    def _dense(self, papers: Features) -> NDArray[np.float32]:
        return papers.dense if self.single else papers.centred


def learn(
    corpus: Features,
    liked: Sequence[int],
    disliked: Sequence[int],
    against: Background,
    weights: Sequence[float] | None = None,
) -> Taste:
    """The taste of liked and disliked rows of `corpus`; `weights` has a factor >= 0 per like, and 0 mutes it.

    The first MOST_LIKES unmuted likes and as many dislikes count: give the most recent first. One like alone is ranked
    by similarity (k with plain cosines), with dislikes as in Rocchio's relevance feedback (Rocchio 1971).
    Raises ValueError without an unmuted like and for weights that are negative, not finite or too few.
    """
    factors = _factors(liked, weights)
    heard = np.flatnonzero(factors)[:MOST_LIKES]
    likes = np.asarray(liked, dtype=np.intp)[heard]
    dislikes = np.asarray(disliked, dtype=np.intp)[:MOST_LIKES]
    papers = corpus.take(np.concatenate([likes, dislikes]))
    kept = ~np.isin(against.rows, [*liked, *disliked])
    share = np.full(len(dislikes), _DISLIKE / max(len(dislikes), 1))
    if len(likes) == 1:
        single = _Model(papers, np.concatenate([[1.0], -share]), against.papers, np.zeros(len(kept)), single=True)
        return single.taste(likes, dislikes, kept)
    trust = np.concatenate([factors[heard] / factors[heard].sum(), share])
    wanted = np.concatenate([np.ones(len(likes)), -np.ones(len(dislikes))])
    alphas, away, system = _solve(papers, wanted, 2 * _RIDGE / (len(against.rows) * trust), against, kept)
    return _Model(papers, alphas, against.papers, away, single=False).taste(likes, dislikes, kept, system)


def _factors(liked: Sequence[int], weights: Sequence[float] | None) -> Matrix:
    factors = np.ones(len(liked)) if weights is None else np.asarray(weights, dtype=np.float64)
    if factors.shape != (len(liked),) or not np.isfinite(factors).all() or (factors < 0).any():
        raise ValueError("every like takes one weight, finite and not negative")
    if not factors.any():
        raise ValueError("a taste takes at least one like that is not muted")
    return factors


@dataclass(frozen=True, slots=True)
class _System:
    """The dual system as its m examples see it.

    `inverse` (m, m) is their block of the system's inverse; `through` (m, background) is how the background papers
    `behind` them act on them.
    """

    inverse: Matrix
    through: Matrix
    behind: Features


def _solve(
    papers: Features, wanted: Matrix, ridge: Matrix, against: Background, kept: NDArray[np.bool_]
) -> tuple[Matrix, Matrix, _System]:
    """The α of examples and background papers, by the Schur complement of the background's block of the dual system.

    Total weights of likes and of background are equal (balanced classes). An example that is also a background paper
    leaves the background: its row and column are taken out of the cached inverse.
    """
    inverse = against.inverse
    gone = np.flatnonzero(~kept)
    if len(gone):
        inverse = inverse - inverse[:, gone] @ np.linalg.solve(inverse[np.ix_(gone, gone)], inverse[gone])
        inverse[gone], inverse[:, gone] = 0, 0
    cross = kernel(papers, against.papers) + 1
    through = cross @ inverse
    own = kernel(papers, papers) + 1 + np.diag(ridge)
    block = np.linalg.inv(own - through @ cross.T).astype(np.float64, copy=False)
    alphas: Matrix = block @ (wanted + through.sum(axis=1))
    return alphas, inverse @ (-1 - cross.T @ alphas), _System(block, through, against.papers)


@dataclass(frozen=True, slots=True)
class _Model:
    """f before it is scaled: α of the examples and of the background, whose papers stand beside them."""

    papers: Features
    alphas: Matrix
    behind: Features
    away: Matrix
    single: bool

    def taste(self, likes: Places, dislikes: Places, kept: NDArray[np.bool_], system: _System | None = None) -> Taste:
        """The taste, with the level of the `kept` papers of the background."""
        factor = _DENSE_ALONE if self.single else DENSE
        own, behind = (each.dense if self.single else each.centred for each in (self.papers, self.behind))
        away_direction, away_words = factor * (self.away @ behind), _mixed(self.behind, self.away)
        direction = factor * (self.alphas @ own) + away_direction
        words = _mixed(self.papers, self.alphas) + away_words
        constant = 0.0 if self.single else float(self.alphas.sum() + self.away.sum()) + 1
        levels = (behind.astype(np.float64) @ direction + self.behind.lexical @ words + constant)[kept]
        return Taste(
            likes,
            dislikes,
            self.alphas,
            float(levels.mean()) if len(levels) else 0.0,
            float(levels.std()) if len(levels) else 0.0,
            self.single,
            direction,
            words,
            self.papers,
            (away_direction, away_words, constant),
            system,
        )
