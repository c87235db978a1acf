"""A user's likes and dislikes to what the user wants, as a sum over the papers that say so.

A paper x has a dense part c(x), its unit embedding minus the corpus mean scaled to unit length, and a lexical part
t(x), its unit tf-idf row; k(x, y) = 0.7 c(x)·c(y) + t(x)·t(y). The model is kernel ridge regression with a bias
(Saunders, Gammerman & Vovk 1998) on likes (+1) and dislikes (-1) against sampled background papers (-1). Its
solution is f(x) = Σ_j α_j (k(x, x_j) + 1): every training paper's share of a score is exact, not worked out afterwards.
The score is f(x) + 1: 0 is the target of the background, and no factor changes with the likes, so that the part of a
like is what the score loses with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.features import Features, Indices, Matrix, PaperVectors, hash_sample, paper_vectors

MOST_LIKES = 500  # that a model is fitted to, and as many dislikes: the first ones given

_RIDGE = 20.0
_DISLIKE = 0.3  # all dislikes together weigh this much against all likes together
_FLAT = 1e-6  # a length below this is rounding


@dataclass(frozen=True, slots=True)
class Background:
    """The m papers a model is fitted against, their `rows`, and the inverse (m, m) of their ridge system.

    `inverse_sums` (m,) are those of its rows.
    """

    rows: Indices
    papers: Features
    vectors: PaperVectors
    inverse: Matrix
    inverse_sums: Matrix


def sample_background(corpus: Features, size: int = 500) -> Background:
    """A sample of `size` papers, or all of a smaller corpus; raises ValueError for an empty one."""
    if not len(corpus):
        raise ValueError("an empty corpus has no background")
    rows = hash_sample(corpus.sample_keys, size)
    papers = corpus.take(rows)
    vectors = paper_vectors(papers)
    system = vectors.kernel(vectors) + 1 + 2 * _RIDGE * np.eye(len(rows))
    inverse = np.linalg.inv(system).astype(np.float64, copy=False)
    return Background(rows, papers, vectors, inverse, inverse.sum(axis=1))


@dataclass(frozen=True, slots=True)
class PreferenceModel:
    """A user's model: `likes` and `dislikes` are the rows fitted to, in the order given, `weights` their factors α.

    `mean` and `deviation` are those of the background's scores: what is usual in this corpus. `centred` says which
    embeddings are compared. A score is an inner product with `direction` (dim,) and `term_weights` (terms,), and more.
    """

    likes: Indices
    dislikes: Indices
    weights: Matrix
    mean: float
    deviation: float
    centred: bool
    direction: Matrix
    term_weights: Matrix
    _example_vectors: PaperVectors
    _baseline: tuple[Matrix, Matrix, float]  # the background's part: direction, term weights, constant
    _system: "_DualSystem | None"  # a single like has none

    @property
    def examples(self) -> Indices:
        """The rows fitted to, likes and then dislikes: the rows of `parts`."""
        return np.concatenate([self.likes, self.dislikes])

    def scan(self, corpus: Features) -> NDArray[np.float32]:
        """The score of every paper in single precision, shape (n,): fast, for choosing candidates."""
        lexical = np.asarray(corpus.lexical @ self.term_weights.astype(np.float32), dtype=np.float32)
        embeddings = corpus.centred if self.centred else corpus.dense
        return embeddings @ self.direction.astype(np.float32) + lexical + np.float32(self._baseline[2])

    def scores(self, candidates: Features) -> Matrix:
        """The exact score of each candidate, float64 of shape (n,): the sum of `parts`."""
        vectors = paper_vectors(candidates, centred=self.centred)
        return vectors.products(self.direction, self.term_weights) + self._baseline[2]

    def parts(self, candidates: Features) -> tuple[Matrix, Matrix]:
        """What each example adds to each score, shape (examples, n), and the baseline that is left, shape (n,)."""
        direction, term_weights, constant = self._baseline
        vectors = paper_vectors(candidates, centred=self.centred)
        parts = self.weights[:, None] * self._example_vectors.kernel(vectors)
        return parts, vectors.products(direction, term_weights) + constant

    def influence(self, candidates: Features) -> Matrix:
        """What each score would lose without each example, shape (examples, n), exact but for the balance of classes.

        Leave-one-out of ridge regression in closed form: with A the dual system, taking example i out changes f(x) by
        -α_i (A⁻¹κ(x))_i / (A⁻¹)_ii (Cawley & Talbot 2004). Parts that several examples share are in none of these.
        """
        vectors = paper_vectors(candidates, centred=self.centred)
        examples = self._example_vectors.kernel(vectors)
        if self._system is None:
            return self.weights[:, None] * examples
        background = self._system.background.kernel(vectors) + 1
        effect = self._system.inverse @ (examples + 1 - self._system.coupling @ background)
        return (self.weights / np.diag(self._system.inverse))[:, None] * effect

    def standardised(self, scores: Matrix) -> Matrix:
        """Scores as (score - mean) / deviation, shape (n,); 0 when the background's scores do not deviate."""
        return (scores - self.mean) / self.deviation if self.deviation > _FLAT else np.zeros_like(scores)


def fit(
    corpus: Features,
    liked: Sequence[int],
    disliked: Sequence[int],
    background: Background,
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
    kept = ~np.isin(background.rows, [*liked, *disliked])
    dislike_weights = np.full(len(dislikes), _DISLIKE / max(len(dislikes), 1))
    examples = paper_vectors(papers, centred=len(likes) != 1)
    if len(likes) == 1:
        plain = paper_vectors(background.papers, centred=False)
        alphas = np.concatenate([[1.0], -dislike_weights])
        background_scores = (alphas @ examples.kernel(plain))[kept]
        return _Solution(examples, alphas, plain, np.zeros(len(kept)), None).model(likes, dislikes, background_scores)
    example_weights = np.concatenate([factors[counted] / factors[counted].sum(), dislike_weights])
    targets = np.concatenate([np.ones(len(likes)), -np.ones(len(dislikes))])
    ridge = 2 * _RIDGE / (len(background.rows) * example_weights)
    solution = _solve(examples, targets, ridge, background, kept)
    # What ridge regression misses of a paper it is fitted to is ridge times α.
    return solution.model(likes, dislikes, -2 * _RIDGE * solution.background_alphas[kept])


def _factors(liked: Sequence[int], weights: Sequence[float] | None) -> Matrix:
    factors = np.ones(len(liked)) if weights is None else np.asarray(weights, dtype=np.float64)
    if factors.shape != (len(liked),) or not np.isfinite(factors).all() or (factors < 0).any():
        raise ValueError("every like takes one weight, finite and not negative")
    if not factors.any():
        raise ValueError("a model takes at least one like that is not muted")
    return factors


@dataclass(frozen=True, slots=True)
class _DualSystem:
    """The dual system as its m examples see it.

    `inverse` (m, m) is their block of the system's inverse; `coupling` (m, background) is how the papers of the
    `background` act on them.
    """

    inverse: Matrix
    coupling: Matrix
    background: PaperVectors


@dataclass(frozen=True, slots=True)
class _Solution:
    """f: the α of the examples and of the background, beside the papers' vectors."""

    examples: PaperVectors
    alphas: Matrix
    background: PaperVectors
    background_alphas: Matrix
    system: _DualSystem | None

    def model(self, likes: Indices, dislikes: Indices, background_scores: Matrix) -> PreferenceModel:
        """The model, given the scores of the background."""
        background_direction, background_terms = self.background.weighted_sum(self.background_alphas)
        direction, term_weights = self.examples.weighted_sum(self.alphas)
        constant = 0.0 if self.system is None else float(self.alphas.sum() + self.background_alphas.sum()) + 1
        return PreferenceModel(
            likes,
            dislikes,
            self.alphas,
            float(background_scores.mean()) if len(background_scores) else 0.0,
            float(background_scores.std()) if len(background_scores) else 0.0,
            self.system is not None,
            direction + background_direction,
            term_weights + background_terms,
            self.examples,
            (background_direction, background_terms, constant),
            self.system,
        )


def _solve(
    examples: PaperVectors, targets: Matrix, ridge: Matrix, background: Background, kept: NDArray[np.bool_]
) -> _Solution:
    """The α of examples and background papers, by the Schur complement of the background's block of the dual system.

    Total weights of likes and of background are equal (balanced classes). An example that is also a background paper
    leaves the background: what its row and column add to a product with the cached inverse is taken off again.
    """
    removed = np.flatnonzero(~kept)
    correction = np.linalg.solve(background.inverse[np.ix_(removed, removed)], background.inverse[removed])
    cross = examples.kernel(background.vectors) + 1
    cross[:, removed] = 0
    coupling = cross @ background.inverse
    coupling -= coupling[:, removed] @ correction
    own = examples.kernel(examples) + 1 + np.diag(ridge)
    inverse = np.linalg.inv(own - coupling @ cross.T).astype(np.float64, copy=False)
    alphas: Matrix = inverse @ (targets + coupling[:, kept].sum(axis=1))
    background_alphas = background.inverse_sums[removed] @ correction - background.inverse_sums - alphas @ coupling
    system = _DualSystem(inverse, coupling * kept, background.vectors)
    return _Solution(examples, alphas, background.vectors, np.where(kept, background_alphas, 0), system)
