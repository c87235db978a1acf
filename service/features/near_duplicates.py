"""Papers that say the same in the same words: copies that no id gives away, versions, notices from one template."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.features.paper_features import Indices
from service.features.term_counts import TermCounts

# Of 150 sample papers changed in each of twelve ways (a sentence cut or added, another title, markup, a copyright
# line), all have a resemblance above .6 to the original; the nearest two different ones, on supervised and on
# unsupervised learning, have .56, the next .29. Of 1.8 million pairs of CiteULike abstracts four reach .6, all of them
# one work in two editions or one text under two titles. The kernel tells less: .72 for the nearest two, .75 for a copy.
_RESEMBLANCE = 0.6
_FEW = 15  # shared terms below which, as between titles, only equal terms count
_NEAR = 0.7  # cosine of embeddings below which words are not compared
_FIRST = 32  # rows looked at in one go at first
_AHEAD = 20  # the first of a list, whose duplicates are looked for together
_BITS = 1_024  # some ten times as many as an abstract has terms, so that two texts on other matters set few together


@dataclass(frozen=True)
class NearDuplicates:
    """Which of n papers are near-duplicates, by unit embeddings `dense` (n, dim) and term `counts` (n, terms).

    `lengths` (n,) is how many terms each has.

    The resemblance of two texts is the number of terms that they share by that of both together, each term as often as
    it occurs (Broder 1997); numbers are no terms. It does not depend on what else the corpus holds.
    """

    dense: NDArray[np.float32]
    counts: sparse.csr_array[np.int32]
    lengths: NDArray[np.int64]

    @classmethod
    def of_papers(cls, dense: NDArray[np.float32], counts: TermCounts) -> "NearDuplicates":
        """The near-duplicates among papers of these embeddings and terms."""
        return cls(dense, counts.counts, counts.lengths)

    def distinct(self, rows: Iterable[int], named: Sequence[int] = ()) -> Iterator[int]:
        """Those of `rows`, in order, that duplicate no `named` row and none before."""
        ahead, passed = chain(named, rows), 0
        kept: list[int] = []
        while block := list(islice(ahead, _FIRST + passed)):
            taken = self.repeats(block, kept)
            within = self._duplicates(block, block)
            for place, row in enumerate(block):
                if not taken[place]:
                    taken |= within[place]
                    kept.append(row)
                    if passed + place >= len(named):
                        yield row
            passed += len(block)

    def repeats(self, rows: Sequence[int], others: Sequence[int]) -> NDArray[np.bool_]:
        """Which of `rows` are duplicates of any of `others`, shape (rows,)."""
        return np.any(self._duplicates(rows, others), axis=1)

    def among(self, rows: Indices, order: Indices) -> Callable[[int], NDArray[np.bool_]]:
        """Says of a place in `rows`, (m,), which of these papers are duplicates of the one there, (m,); not itself.

        `order` has all places, those first that are asked about most: the first ones are looked at together, which
        costs little more than one.
        """
        dense, found = self.dense[rows], dict[int, NDArray[np.bool_]]()
        first = order[:_AHEAD]

        def duplicates(place: int) -> NDArray[np.bool_]:
            if place not in found:
                block = first if place in first else np.array([place])
                near = dense[block] @ dense.T >= _NEAR
                near[np.arange(len(block)), block] = False
                at, of = np.nonzero(near)
                near[at, of] = self._same_words(rows[block[at]], rows[of])
                found.update(zip(map(int, block), near, strict=True))
            return found[place]

        return duplicates

    def _duplicates(self, rows: Sequence[int], others: Sequence[int]) -> NDArray[np.bool_]:
        """Which of `rows` are duplicates of which of `others`, shape (rows, others); in one list, of later ones."""
        found = self.dense[rows] @ self.dense[others].T >= _NEAR
        if rows is others:
            found = np.triu(found, 1)
        at, of = np.divmod(np.flatnonzero(found), max(len(others), 1))
        found[at, of] = self._same_words(np.asarray(rows)[at], np.asarray(others, dtype=np.intp)[of])
        return found

    def _same_words(self, one: Indices, other: Indices) -> NDArray[np.bool_]:
        """Whether the words of two papers are nearly the same, for each of some pairs of rows."""
        found = self._may_be_same(one, other)
        one, other = one[found], other[found]
        if len(one):
            shared = self.counts[one].minimum(self.counts[other]).sum(axis=1).astype(np.int64)
            together = self.lengths[one] + self.lengths[other]
            equal = (2 * shared == together) & (shared > 0)
            found[found] = equal | ((shared >= _FEW) & _resemble(shared, together))
        return found

    def _may_be_same(self, one: Indices, other: Indices) -> NDArray[np.bool_]:
        """False for pairs that cannot share enough, by how long they are and which bits their terms set.

        A shared term sets a bit of both; beside one for each such bit only those can be shared that set no bit anew.
        """
        rows, places = np.unique(np.concatenate([one, other]), return_inverse=True)
        bits, lengths = self._bits(rows), self.lengths[rows]
        rest = lengths - np.bitwise_count(bits).sum(axis=1, dtype=np.int64)
        mine, theirs = places[: len(one)], places[len(one) :]
        in_both = np.bitwise_count(bits[mine] & bits[theirs]).sum(axis=1, dtype=np.int64)
        most = in_both + np.minimum(rest[mine], rest[theirs])
        return _resemble(np.minimum(most, np.minimum(lengths[mine], lengths[theirs])), lengths[mine] + lengths[theirs])

    def _bits(self, rows: Indices) -> NDArray[np.uint64]:
        """A bit for each term of a paper, the same for some of them, (rows, words)."""
        counts = self.counts[rows]
        flags = np.zeros((len(rows), _BITS), dtype=np.bool_)
        flags[np.repeat(np.arange(len(rows)), np.diff(counts.indptr)), counts.indices % _BITS] = True
        return np.packbits(flags, axis=1).view(np.uint64)


def _resemble(shared: NDArray[np.int64], together: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether so many shared terms are enough, of so many that two texts have together."""
    return shared >= _RESEMBLANCE * (together - shared)
