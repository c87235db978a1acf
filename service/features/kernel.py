"""The similarity of two papers: k(x, y) = 0.7 c(x)·c(y) + t(x)·t(y), of centred embeddings c and tf-idf rows t.

Both have unit length, so a paper has k = 1.7 with itself.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.features.paper_features import Features
from service.features.tfidf import Rows

Matrix = NDArray[np.float64]
"""Numbers in double precision, of any shape."""

DENSE_WEIGHT = 0.7
"""The weight of centred embeddings in the kernel."""

_FEW = 64  # papers up to which a dense matrix of their terms is faster than a sparse one


@dataclass(frozen=True)
class PaperVectors:
    """n papers with k(x, y) = weight · x·y of their `vectors` (n, dim) + x·y of their `lexical` rows (n, terms)."""

    vectors: Matrix
    lexical: Rows
    weight: float

    def kernel(self, others: "PaperVectors") -> Matrix:
        """The k of each of these papers with each of `others`, shape (these, others)."""
        if len(self.vectors) > len(others.vectors):
            return others.kernel(self).T
        lexical = others.lexical @ self._columns
        dense = self.weight * (self.vectors @ others.vectors.T)
        return dense + np.asarray(lexical.toarray() if sparse.issparse(lexical) else lexical).T

    def weighted_sum(self, weights: Matrix) -> tuple[Matrix, Matrix]:
        """The vector (dim,) and the term weights (terms,) whose `products` are weighted sums of k with these papers.

        For several sums, `weights` is (sums, n), and there are as many rows of either.
        """
        return self.weight * (weights @ self.vectors), np.asarray(self.lexical.T @ weights.T, dtype=np.float64).T

    def products(self, direction: Matrix, term_weights: Matrix) -> Matrix:
        """The inner product of each paper with a direction of embeddings (dim,) plus that with term weights, (n,).

        For several, `direction` is (dim, sums) and `term_weights` (terms, sums), and the answer (n, sums).
        """
        return self.vectors @ direction + self.lexical @ term_weights

    @cached_property
    def _columns(self) -> Matrix | sparse.csr_array[np.float64]:
        rows = self.lexical
        if len(self.vectors) > _FEW:
            return rows.T.astype(np.float64).tocsr()
        columns = np.zeros(rows.shape[::-1])
        columns[rows.indices, np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))] = rows.data
        return columns


def kernel_matrix(a: Features, b: Features) -> Matrix:
    """The k of each paper of `a` with each of `b`, shape (len(a), len(b)); at most 1.7, of a paper with itself."""
    return _vectors(a).kernel(_vectors(b))


def _vectors(papers: Features) -> PaperVectors:
    return PaperVectors(papers.centred.astype(np.float64), papers.lexical, DENSE_WEIGHT)
