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
from service.features.row_merge import RowMerge

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class TermCounts:
    """The `terms` of n texts, sorted, in how many texts each occurs, (terms,), and how often in each, (n, terms).

    A row of `counts` has its terms in ascending order. Equal texts in equal order give equal arrays, however made.
    """

    terms: tuple[str, ...]
    document_frequencies: NDArray[np.int64]
    counts: sparse.csr_array[np.int32]

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
        return cls(sorted_terms, np.bincount(columns, minlength=len(column)), matrix)

    def document_frequency(self, term: str) -> int:
        """In how many of the texts a term is."""
        at = bisect_left(self.terms, term)
        return int(self.document_frequencies[at]) if self.terms[at : at + 1] == (term,) else 0

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
        return TermCounts(tuple(compress(union, used)), frequencies[used], matrix)


def _union(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[list[str], Numbers, Numbers]:
    """All terms of two sorted tuples, sorted, and the index among them of each old and of each new one."""
    at = np.fromiter((bisect_left(old, term) for term in new), np.int32, len(new))
    seen = (old[index : index + 1] == (term,) for index, term in zip(at, new, strict=True))
    unseen = ~np.fromiter(seen, bool, len(new))
    indices = np.arange(len(old), dtype=np.int32)
    of_old = indices + np.searchsorted(at[unseen], indices, side="right").astype(np.int32)
    of_new = at + (np.cumsum(unseen) - unseen).astype(np.int32)
    return sorted([*old, *compress(new, unseen)]), of_old, of_new
