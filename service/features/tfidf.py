"""The terms of a corpus as features: one tf-idf row per text, and the terms that two texts share."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.features.term_counts import TermCounts

Rows: TypeAlias = sparse.csr_array[np.float32]

_LEAST_TEXTS = 2  # a term of one text alone makes it similar to no other
_BLOCK = 1_000  # texts


@dataclass(frozen=True)
class TermWeights:
    """The `terms` that count, sorted, and the inverse document frequency of each, `idf` (terms,)."""

    terms: tuple[str, ...]
    idf: NDArray[np.float64]

    @classmethod
    def of(cls, counts: TermCounts, distinct: NDArray[np.bool_] | None = None, cap: int = 20_000) -> "TermWeights":
        """The up to `cap` terms of most texts, of those in two or more.

        In how many texts a term is, and how many there are, is counted over the `distinct` ones, (n,), or all. Of terms
        in equally many texts the first by spelling are taken. The idf of a term found in d of n texts is
        ln((1 + n) / (1 + d)) + 1, smoothed as if one more text had every term (Manning, Raghavan & Schütze 2008,
        section 6.2, has the plain form).
        """
        frequencies, texts = counts.document_frequencies, counts.counts.shape[0]
        if distinct is not None and not distinct.all():
            repeated = counts.counts[np.flatnonzero(~distinct)].indices
            frequencies = frequencies - np.bincount(repeated, minlength=len(frequencies))
            texts = int(distinct.sum())
        most = np.argsort(-frequencies, kind="stable")[:cap]
        chosen = np.sort(most[frequencies[most] >= _LEAST_TEXTS])
        idf = np.log((1 + texts) / (1 + frequencies[chosen])) + 1
        terms = counts.terms
        return cls(tuple(terms[column] for column in map(int, chosen)), idf)

    def rows(self, counts: TermCounts) -> Rows:
        """The texts' rows over the terms, (n, terms): entries (1 + ln tf) · idf.

        A row has unit length, or is zero when its text has none of the terms.
        """
        places = self._places
        column = np.fromiter((places.get(term, -1) for term in counts.terms), np.int32, len(counts.terms))
        entries = int(counts.document_frequencies[column >= 0].sum())
        return _weighted_rows(counts.counts, column, self.idf, entries)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {term: place for place, term in enumerate(self.terms)}


def tfidf_rows(counts: TermCounts, distinct: NDArray[np.bool_] | None = None, cap: int = 20_000) -> Rows:
    """The rows of texts by the `TermWeights` that they give themselves."""
    return TermWeights.of(counts, distinct, cap).rows(counts)


def _weighted_rows(
    counts: sparse.csr_array[np.int32], column: NDArray[np.int32], idf: NDArray[np.float64], entries: int
) -> Rows:
    """Rows of unit length over the terms with a column; a block of texts at a time, since fresh memory is slow."""
    texts = counts.shape[0]
    term: NDArray[np.int32] = counts.indices
    frequency: NDArray[np.int32] = counts.data
    starts: NDArray[np.int32] = counts.indptr
    factor = 1 + np.log(np.maximum(np.arange(int(frequency.max(initial=0)) + 1), 1))
    columns, values = np.empty(entries, dtype=np.int32), np.empty(entries, dtype=np.float32)
    ends = np.zeros(texts + 1, dtype=np.int32)
    for start in range(0, texts, _BLOCK):
        bounds = starts[start : start + _BLOCK + 1]
        found = column[term[bounds[0] : bounds[-1]]]
        kept = np.flatnonzero(found >= 0)
        kept_ends = np.searchsorted(kept, np.subtract(bounds, bounds[0])).astype(np.intp)
        filled = slice(ends[start], ends[start] + len(kept))
        columns[filled] = found[kept]
        weights = factor[frequency[bounds[0] : bounds[-1]][kept]] * idf[columns[filled]]
        squares = np.append(weights**2, 0)  # the last text may have no terms, and then begins past the end
        lengths = np.sqrt(np.add.reduceat(squares, kept_ends[:-1]))
        values[filled] = weights / np.repeat(lengths, np.diff(kept_ends))
        ends[start : start + len(bounds)] = ends[start] + kept_ends
    return sparse.csr_array[np.float32]((values, columns, ends), shape=(texts, len(idf)), dtype=np.float32)
