"""Papers as a taste compares them: embeddings in double precision beside tf-idf rows."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.features.tfidf import Rows

Matrix = NDArray[np.float64]

_FEW = 64  # papers up to which a dense matrix of their words is faster than a sparse one


@dataclass(frozen=True)
class Points:
    """n papers with k(x, y) = weight · x·y of their `vectors` (n, dim) + x·y of their `lexical` rows (n, words)."""

    vectors: Matrix
    lexical: Rows
    weight: float

    def alike(self, others: "Points") -> Matrix:
        """The k of each of these papers with each of `others`, shape (these, others)."""
        if len(self.vectors) > len(others.vectors):
            return others.alike(self).T
        words = others.lexical @ self._columns
        dense = self.weight * (self.vectors @ others.vectors.T)
        return dense + np.asarray(words.toarray() if sparse.issparse(words) else words).T

    def mixed(self, weights: Matrix) -> tuple[Matrix, Matrix]:
        """The direction (dim,) and the words (words,) whose `sums` are weighted sums of k with these papers."""
        return self.weight * (weights @ self.vectors), np.asarray(self.lexical.T @ weights, dtype=np.float64)

    def sums(self, direction: Matrix, words: Matrix) -> Matrix:
        """What each paper gets from a direction of the embeddings and from words, shape (n,)."""
        return self.vectors @ direction + self.lexical @ words

    @cached_property
    def _columns(self) -> Matrix | sparse.csr_array[np.float64]:
        rows = self.lexical
        if len(self.vectors) > _FEW:
            return rows.T.astype(np.float64).tocsr()
        columns = np.zeros(rows.shape[::-1])
        columns[rows.indices, np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))] = rows.data
        return columns
