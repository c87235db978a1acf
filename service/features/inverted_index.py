"""Which texts of a corpus have a term, and how often: term counts by term."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.features.term_counts import TermCounts


@dataclass(frozen=True, slots=True)
class InvertedIndex:
    """The `columns` (n, terms) of the counts of n texts, one for each of the sorted `terms`."""

    terms: tuple[str, ...]
    columns: sparse.csc_array[np.int32]

    @classmethod
    def of(cls, counts: TermCounts) -> "InvertedIndex":
        """Turn counts by text into counts by term: a copy, 70 ms for the nine million of 100,000 abstracts."""
        return cls(counts.terms, counts.counts.tocsc())

    def postings(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The rows of the texts that have a term, ascending, and how often each has it."""
        at = bisect_left(self.terms, term)
        if self.terms[at : at + 1] != (term,):
            return np.empty(0, np.int32), np.empty(0, np.int32)
        entries = slice(self.columns.indptr[at], self.columns.indptr[at + 1])
        return self.columns.indices[entries], self.columns.data[entries]

    def having(self, terms: Iterable[str]) -> NDArray[np.bool_]:
        """Which texts have any of some terms, (n,)."""
        found = np.zeros(self.columns.shape[0], dtype=bool)
        for term in terms:
            found[self.postings(term)[0]] = True
        return found

    def beginning_with(self, start: str) -> tuple[str, ...]:
        """The terms that begin so, sorted."""
        return self.terms[bisect_left(self.terms, start) : bisect_left(self.terms, start + chr(0x10FFFF))]
