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
        return self.weight * (self.vectors @ others.vectors.T) + self._lexical_products(others.lexical).T

    def weighted_sum(self, weights: Matrix) -> tuple[Matrix, Matrix]:
        """The vector (dim,) and term weights (terms,) whose products with a paper's sum to its weighted k with these.

        For several sums, `weights` is (sums, n), and there are as many rows of either.
        """
        return self.weight * (weights @ self.vectors), np.asarray(self.lexical.T @ weights.T, dtype=np.float64).T

    def _lexical_products(self, others: Rows) -> Matrix:
        """The product of each of some rows of terms with each of these papers', shape (others, these)."""
        if len(self.vectors) > _FEW:
            products = others @ self.lexical.T.astype(np.float64).tocsr()
            return np.asarray(products.toarray() if sparse.issparse(products) else products, dtype=np.float64)
        places, columns = self._columns
        moved = sparse.csr_array[np.float32](
            (others.data, places[others.indices], others.indptr), shape=(others.shape[0], len(columns))
        )
        return np.asarray(moved @ columns, dtype=np.float64)

    @cached_property
    def _columns(self) -> tuple[NDArray[np.int32], Matrix]:
        """These papers' terms as a matrix of those that they have, (some, papers), and the row of each, (terms,).

        The first row is that of all terms that none of them has: most of a corpus's, for which there is no need of
        room.
        """
        rows = self.lexical
        used, places_of_used = np.unique(rows.indices, return_inverse=True)
        places = np.zeros(rows.shape[1], dtype=np.int32)
        places[used] = np.arange(1, len(used) + 1)
        columns = np.zeros((len(used) + 1, rows.shape[0]))
        columns[places_of_used + 1, np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))] = rows.data
        return places, columns


def kernel_matrix(a: Features, b: Features) -> Matrix:
    """The k of each paper of `a` with each of `b`, shape (len(a), len(b)); at most 1.7, of a paper with itself."""
    return _vectors(a).kernel(_vectors(b))


def _vectors(papers: Features) -> PaperVectors:
    return PaperVectors(papers.centred.astype(np.float64), papers.lexical, DENSE_WEIGHT)
