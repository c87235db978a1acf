"""The terms of a corpus as features: one tf-idf row per text, and the terms that two texts share."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.features.term_counts import TermCounts

Rows: TypeAlias = sparse.csr_array[np.float32]

_LEAST_TEXTS = 2  # a term of one text alone makes it similar to no other
_BLOCK = 1_000  # texts


def tfidf_rows(counts: TermCounts, distinct: NDArray[np.bool_] | None = None, cap: int = 20_000) -> Rows:
    """The texts' rows over the up to `cap` terms of most texts, of those in two or more, sorted: (n, terms).

    In how many texts a term is, and how many there are, is counted over the `distinct` ones, (n,), or all. Of terms in
    equally many texts the first by spelling are taken. A row has unit length, or is zero when its text has none of the
    terms; an entry is (1 + ln tf) · idf, and the idf of a term found in d of n texts is ln((1 + n) / (1 + d)) + 1,
    smoothed as if one more text had every term (Manning, Raghavan & Schütze 2008, section 6.2, has the plain form).
    """
    frequencies, texts = counts.document_frequencies, counts.counts.shape[0]
    if distinct is not None and not distinct.all():
        repeated = counts.counts[np.flatnonzero(~distinct)].indices
        frequencies = frequencies - np.bincount(repeated, minlength=len(frequencies))
        texts = int(distinct.sum())
    most = np.argsort(-frequencies, kind="stable")[:cap]
    chosen = np.sort(most[frequencies[most] >= _LEAST_TEXTS])
    idf = np.log((1 + texts) / (1 + frequencies[chosen])) + 1
    column = np.full(len(counts.terms), -1, dtype=np.int32)
    column[chosen] = np.arange(len(chosen))
    return _weighted_rows(counts.counts, column, idf, int(counts.document_frequencies[chosen].sum()))


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
