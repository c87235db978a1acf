"""Which texts of a corpus have a term, and how often: term counts by term."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.features.term_counts import TermCounts


@dataclass(frozen=True, slots=True)
class InvertedIndex:
    """The counts of texts by column: `columns` (first, terms) of the first ones, `later` (others, terms) of the others.

    `counts` has the terms.
    """

    counts: TermCounts
    columns: sparse.csc_array[np.int32]
    later: sparse.csc_array[np.int32]

    @classmethod
    def of(cls, counts: TermCounts) -> "InvertedIndex":
        """Turn counts by text into counts by term: a copy, 70 ms for the nine million of 100,000 abstracts."""
        return cls(counts, counts.counts.tocsc(), counts.counts[:0].tocsc())

    def __len__(self) -> int:
        return self.counts.counts.shape[0]

    def followed_by(self, counts: TermCounts) -> "InvertedIndex":
        """The index of counts to which texts were appended since: only these are turned."""
        return InvertedIndex(counts, self.columns, counts.counts[self.columns.shape[0] :].tocsc())

    def postings(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The rows of the texts that have a term, ascending, and how often each has it."""
        column = self.counts.vocabulary.column(term)
        if column is None:
            return np.empty(0, np.int32), np.empty(0, np.int32)
        rows, counts = _entries(self.columns, column)
        if not self.later.shape[0]:
            return rows, counts
        later_rows, later_counts = _entries(self.later, column)
        return np.concatenate([rows, later_rows + self.columns.shape[0]]), np.concatenate([counts, later_counts])

    def having(self, terms: Iterable[str]) -> NDArray[np.bool_]:
        """Which texts have any of some terms, (n,)."""
        found = np.zeros(len(self), dtype=bool)
        for term in terms:
            found[self.postings(term)[0]] = True
        return found

    def beginning_with(self, start: str) -> tuple[str, ...]:
        """The terms of any text that begin so, sorted."""
        terms = self.counts.vocabulary.beginning_with(start)
        return tuple(term for term in terms if self.counts.document_frequency(term))


def _entries(matrix: sparse.csc_array[np.int32], column: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    if column >= matrix.shape[1]:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    entries = slice(matrix.indptr[column], matrix.indptr[column + 1])
    return matrix.indices[entries], matrix.data[entries]
