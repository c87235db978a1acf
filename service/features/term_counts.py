"""How often each term occurs in each text of a corpus, kept so that a change costs what was changed, and copies."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service import text
from service.features.growing_rows import GrowingRows
from service.features.row_merge import RowMerge
from service.features.vocabulary import Vocabulary

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class TermCounts:
    """The terms of n texts, in how many texts each occurs, (terms,), and how often in each, `counts` (n, terms).

    A row has its terms in ascending columns, and `lengths` (n,) is how many it has, each as often as it occurs.
    Terms are sorted, and equal texts in equal order give equal arrays, unless some were `appended`.
    """

    vocabulary: Vocabulary
    document_frequencies: NDArray[np.int64]
    counts: sparse.csr_array[np.int32]
    lengths: NDArray[np.int64]
    _grown: GrowingRows[np.int32] | None = None

    @classmethod
    def of(cls, texts: Sequence[str], cut: Callable[[str], list[str]] = text.terms) -> "TermCounts":
        """Count the terms of each text, as `cut` gives them."""
        first_seen: dict[str, int] = {}  # each term's number, in the order in which they are met
        numbers, counts, ends = array("i"), array("i"), array("i", [0])
        for each in texts:
            found = Counter(cut(each))
            numbers.extend(first_seen.setdefault(term, len(first_seen)) for term in found)
            counts.extend(found.values())
            ends.append(len(numbers))
        sorted_terms = tuple(sorted(first_seen))
        column = {term: index for index, term in enumerate(sorted_terms)}
        column_of_number = np.fromiter((column[term] for term in first_seen), np.int32, len(column))
        columns = column_of_number[np.asarray(numbers, dtype=np.int32)]
        shape = (len(texts), len(column))
        matrix = sparse.csr_array[np.int32]((np.asarray(counts), columns, np.asarray(ends)), shape=shape)
        matrix.sort_indices()
        frequencies = np.bincount(columns, minlength=len(column))
        return cls(Vocabulary.of(sorted_terms), frequencies, matrix, _row_sums(matrix))

    @classmethod
    def within(
        cls,
        terms: tuple[str, ...],
        frequencies: NDArray[np.int64],
        lengths: NDArray[np.int64],
        rows: GrowingRows[np.int32],
    ) -> "TermCounts":
        """Counts whose rows have room already, of sorted terms: nothing is copied."""
        return cls(Vocabulary.of(terms), frequencies, rows.matrix(len(terms)), lengths, rows)

    @classmethod
    def joined(cls, parts: Sequence["TermCounts"]) -> "TermCounts":
        """The counts of the texts of some parts, of which there is one at least, as if they had been counted as one."""
        terms = tuple(sorted(set[str]().union(*(part.terms for part in parts))))
        place = {term: column for column, term in enumerate(terms)}
        frequencies = np.zeros(len(terms), dtype=np.int64)
        columns: list[Numbers] = []
        for part in parts:
            of_part = np.fromiter((place[term] for term in part.terms), np.int32, len(part.terms))
            frequencies[of_part] += part.document_frequencies
            columns.append(of_part[part.counts.indices])  # ascending still: both are sorted
        lengths = np.concatenate([np.diff(part.counts.indptr) for part in parts])
        ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        data = np.concatenate([part.counts.data for part in parts])
        shape = (len(lengths), len(terms))
        matrix = sparse.csr_array[np.int32]((data, np.concatenate(columns), ends), shape=shape)
        sums = np.concatenate([part.lengths for part in parts])
        return cls(Vocabulary.of(terms), frequencies, matrix, sums)

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term, by column."""
        return self.vocabulary.terms

    def document_frequency(self, term: str) -> int:
        """In how many of the texts a term is."""
        column = self.vocabulary.column(term)
        return 0 if column is None else int(self.document_frequencies[column])

    def merged(self, merge: RowMerge, new: "TermCounts") -> "TermCounts":
        """The counts of a list of texts that follows from these and `new` ones; a term no text has is dropped."""
        union, own, theirs = _union(self.terms, new.terms)
        removed = self.counts[list(merge.removed)].indices
        frequencies = np.zeros(len(union), dtype=np.int64)
        frequencies[own] += self.document_frequencies - np.bincount(removed, minlength=len(self.terms))
        frequencies[theirs] += new.document_frequencies
        used = frequencies > 0
        column = (np.cumsum(used) - 1).astype(np.int32)
        entries = merge.within(self.counts.indptr, new.counts.indptr)
        columns = entries.rows(column[own][self.counts.indices], column[theirs][new.counts.indices])
        lengths = merge.rows(np.diff(self.counts.indptr), np.diff(new.counts.indptr))
        ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        matrix = sparse.csr_array[np.int32](
            (entries.rows(self.counts.data, new.counts.data), columns, ends), shape=(len(lengths), int(used.sum()))
        )
        sums = merge.rows(self.lengths, new.lengths)
        return TermCounts(Vocabulary.of(tuple(compress(union, used))), frequencies[used], matrix, sums)

    def appended(self, new: "TermCounts", removed: Sequence[int] = ()) -> "TermCounts":
        """The same with new texts behind, in which the `removed` ones are counted no longer though their rows stay.

        What is there already is not copied, and keeps its place; new terms come behind all others.
        """
        known = [self.vocabulary.column(term) for term in new.terms]
        unknown = [term for term, column in zip(new.terms, known, strict=True) if column is None]
        vocabulary = self.vocabulary.with_terms(unknown)
        behind = iter(range(self.vocabulary.size, vocabulary.size))
        columns = np.array([next(behind) if column is None else column for column in known], dtype=np.int32)
        frequencies = np.zeros(vocabulary.size, dtype=np.int64)
        frequencies[: self.vocabulary.size] = self.document_frequencies
        frequencies[columns] += new.document_frequencies
        np.subtract.at(frequencies, self.counts[list(removed)].indices, 1)
        rows = _renumbered(new.counts, columns, vocabulary.size)
        grown = (self._grown or GrowingRows[np.int32].of(self.counts)).appended(rows)
        lengths = np.concatenate([self.lengths, new.lengths])
        return TermCounts(vocabulary, frequencies, grown.matrix(vocabulary.size), lengths, grown)

    def taken(self, rows: NDArray[np.intp]) -> "TermCounts":
        """The counts of some texts alone, as if there had never been others."""
        picked = self.counts[rows]
        frequencies = np.bincount(picked.indices, minlength=self.vocabulary.size)
        terms = self.terms
        used = sorted(np.flatnonzero(frequencies).tolist(), key=terms.__getitem__)
        columns = np.zeros(self.vocabulary.size, dtype=np.int32)
        columns[used] = np.arange(len(used))
        matrix = _renumbered(picked, columns, len(used))
        vocabulary = Vocabulary.of(tuple(terms[column] for column in used))
        return TermCounts(vocabulary, frequencies[used], matrix, self.lengths[rows])


def _renumbered(counts: sparse.csr_array[np.int32], columns: Numbers, width: int) -> sparse.csr_array[np.int32]:
    """The same counts in other columns, ascending in each row."""
    parts = counts.data, columns[counts.indices], counts.indptr
    matrix = sparse.csr_array[np.int32](parts, shape=(counts.shape[0], width))
    matrix.sort_indices()
    return matrix


def _row_sums(matrix: sparse.csr_array[np.int32]) -> NDArray[np.int64]:
    sums = np.concatenate([[0], np.cumsum(matrix.data, dtype=np.int64)])
    return sums[matrix.indptr[1:]] - sums[matrix.indptr[:-1]]


def _union(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[list[str], Numbers, Numbers]:
    """All terms of two sorted tuples, sorted, and the index among them of each old and of each new one."""
    at = np.fromiter((bisect_left(old, term) for term in new), np.int32, len(new))
    seen = (old[index : index + 1] == (term,) for index, term in zip(at, new, strict=True))
    unseen = ~np.fromiter(seen, bool, len(new))
    indices = np.arange(len(old), dtype=np.int32)
    of_old = indices + np.searchsorted(at[unseen], indices, side="right").astype(np.int32)
    of_new = at + (np.cumsum(unseen) - unseen).astype(np.int32)
    return sorted([*old, *compress(new, unseen)]), of_old, of_new
