"""The words of a corpus as features: one tf-idf row per text, and the words that two texts share."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.features.term_counts import TermCounts

Rows: TypeAlias = sparse.csr_array[np.float32]

_TEXTS_AT_LEAST = 2  # a word of one text alone can tie it to nothing
_BLOCK = 1_000  # texts


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that count, sorted: the columns of the rows."""

    words: tuple[str, ...]

    def shared(self, rows: Rows, one: int, others: Sequence[int], most: int = 5) -> list[tuple[str, ...]]:
        """The words that add most to the product of row `one` with each of `others`, strongest first."""
        starts, columns, values = rows.indptr, rows.indices, rows.data
        own = np.zeros(len(self.words), dtype=np.float32)
        mine = slice(starts[one], starts[one + 1])
        own[columns[mine]] = values[mine]
        last = starts[1:][others]  # entries of all the others in a row, as few steps cost less than many short ones
        sizes = last - starts[:-1][others]
        ends = np.cumsum(sizes)
        theirs = np.arange(int(sizes.sum())) + np.repeat(last - ends, sizes)
        products = own[columns[theirs]] * values[theirs]
        both = np.flatnonzero(products)
        owner = np.searchsorted(ends, both, side="right")
        found = columns[theirs[both[np.lexsort((-products[both], owner))]]]
        bounds = np.searchsorted(owner, np.arange(len(others) + 1)).tolist()
        best: list[list[int]] = [found[start : min(start + most, end)].tolist() for start, end in pairwise(bounds)]
        return [tuple([self.words[column] for column in row]) for row in best]


def tfidf_rows(counts: TermCounts, cap: int = 20_000) -> tuple[Vocabulary, Rows]:
    """The up to `cap` words that occur in most texts, of those in two or more, and the texts' rows over them.

    Of words in equally many texts the first by spelling are taken. A row has unit length, or is zero when its text has
    none of the words; an entry is (1 + ln tf) · idf, and the idf of a word found in d of n texts is
    ln((1 + n) / (1 + d)) + 1, smoothed as if one more text had every word (Manning, Raghavan & Schütze 2008, section
    6.2, has the plain form).
    """
    most = np.argsort(-counts.found, kind="stable")[:cap]
    chosen = np.sort(most[counts.found[most] >= _TEXTS_AT_LEAST])
    texts = counts.counts.shape[0]
    idf = np.log((1 + texts) / (1 + counts.found[chosen])) + 1
    column = np.full(len(counts.words), -1, dtype=np.int32)
    column[chosen] = np.arange(len(chosen))
    rows = _weighted_rows(counts.counts, column, idf, int(counts.found[chosen].sum()))
    places: list[int] = chosen.tolist()
    return Vocabulary(tuple(counts.words[place] for place in places)), rows


def _weighted_rows(
    counts: sparse.csr_array[np.int32], column: NDArray[np.int32], idf: NDArray[np.float64], entries: int
) -> Rows:
    """Rows of unit length over the words with a column; a block of texts at a time, since fresh memory is slow."""
    texts = counts.shape[0]
    numbers: NDArray[np.int32] = counts.indices
    times: NDArray[np.int32] = counts.data
    starts: NDArray[np.int32] = counts.indptr
    factor = 1 + np.log(np.maximum(np.arange(int(times.max(initial=0)) + 1), 1))
    columns, values = np.empty(entries, dtype=np.int32), np.empty(entries, dtype=np.float32)
    ends = np.zeros(texts + 1, dtype=np.int32)
    for start in range(0, texts, _BLOCK):
        bounds = starts[start : start + _BLOCK + 1]
        found = column[numbers[bounds[0] : bounds[-1]]]
        kept = np.flatnonzero(found >= 0)
        own = np.searchsorted(kept, np.subtract(bounds, bounds[0])).astype(np.intp)
        place = slice(ends[start], ends[start] + len(kept))
        columns[place] = found[kept]
        weights = factor[times[bounds[0] : bounds[-1]][kept]] * idf[columns[place]]
        squares = np.append(weights**2, 0)  # the last text may have no words, and then begins past the end
        lengths = np.sqrt(np.add.reduceat(squares, own[:-1]))
        values[place] = weights / np.repeat(lengths, np.diff(own))
        ends[start : start + len(bounds)] = ends[start] + own
    return sparse.csr_array[np.float32]((values, columns, ends), shape=(texts, len(idf)), dtype=np.float32)
