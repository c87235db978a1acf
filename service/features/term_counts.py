"""How often each word occurs in each text of a corpus, kept so that a change costs what was changed, and copies."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.features.row_merge import RowMerge
from service.text import terms

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class TermCounts:
    """The `words` of n texts, sorted, in how many texts each occurs, `found` (words,), and how often, (n, words).

    A row of `counts` has its words in ascending order. Equal texts in equal order give equal arrays, whatever the way.
    """

    words: tuple[str, ...]
    found: NDArray[np.int64]
    counts: sparse.csr_array[np.int32]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "TermCounts":
        """The terms of each text, see `text.terms`."""
        numbers: dict[str, int] = {}
        places, counts, ends = array("i"), array("i"), array("i", [0])
        for text in texts:
            found = Counter(terms(text))
            places.extend(numbers.setdefault(word, len(numbers)) for word in found)
            counts.extend(found.values())
            ends.append(len(places))
        words = tuple(sorted(numbers))
        sorted_place = {word: place for place, word in enumerate(words)}
        order = np.fromiter((sorted_place[word] for word in numbers), np.int32, len(words))
        columns = order[np.asarray(places, dtype=np.int32)]
        shape = (len(texts), len(words))
        matrix = sparse.csr_array[np.int32]((np.asarray(counts), columns, np.asarray(ends)), shape=shape)
        matrix.sort_indices()
        return cls(words, np.bincount(columns, minlength=len(words)), matrix)

    def merged(self, merge: RowMerge, new: "TermCounts") -> "TermCounts":
        """The counts of a list of texts that follows from these and `new` ones; a word no text has is dropped."""
        words, own, theirs = _union(self.words, new.words)
        lost = self.counts[list(merge.removed)].indices
        found = np.zeros(len(words), dtype=np.int64)
        found[own] += self.found - np.bincount(lost, minlength=len(self.words))
        found[theirs] += new.found
        used = found > 0
        place = (np.cumsum(used) - 1).astype(np.int32)
        entries = merge.within(self.counts.indptr, new.counts.indptr)
        columns = entries.rows(place[own][self.counts.indices], place[theirs][new.counts.indices])
        lengths = merge.rows(np.diff(self.counts.indptr), np.diff(new.counts.indptr))
        ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        matrix = sparse.csr_array[np.int32](
            (entries.rows(self.counts.data, new.counts.data), columns, ends), shape=(len(lengths), int(used.sum()))
        )
        return TermCounts(tuple(compress(words, used)), found[used], matrix)


def _union(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[list[str], Numbers, Numbers]:
    """All words of two sorted tuples, sorted, and the place among them of each old and of each new one."""
    at = np.fromiter((bisect_left(old, word) for word in new), np.int32, len(new))
    seen = (old[place : place + 1] == (word,) for place, word in zip(at, new, strict=True))
    unseen = ~np.fromiter(seen, bool, len(new))
    places = np.arange(len(old), dtype=np.int32)
    of_old = places + np.searchsorted(at[unseen], places, side="right").astype(np.int32)
    of_new = at + (np.cumsum(unseen) - unseen).astype(np.int32)
    return sorted([*old, *compress(new, unseen)]), of_old, of_new
