"""Which papers of a corpus repeat another one, so that its statistics count what is said, not how often it is there.

A hundred notices of one template beside a thousand papers would otherwise move every mean and every quantile.
"""

import numpy as np
from numpy.typing import NDArray

from service.features.hash_sampling import SampleKeys, hash_sample
from service.features.term_counts import TermCounts

_COSINE = 0.95  # of embeddings: copies without every twentieth word have .97, the nearest of the sample papers .87
_SAMPLE = 1_000  # papers compared pair by pair
_TYPICAL = 200  # of them, by which it is told how far apart papers are for the model of these embeddings
_APART = 0.5  # below which most pairs lie of a model whose cosines are all high, so that a copy must be nearer
_FEWEST = 3  # papers of a sample that make a template worth looking for in all of a larger corpus


def distinct_papers(counts: TermCounts, vectors: NDArray[np.float32], keys: SampleKeys) -> NDArray[np.bool_]:
    """False for a paper that repeats one for which it is true, shape (n,), of unit embeddings `vectors` (n, dim).

    A repetition has the same terms, whatever its numbers, or nearly the same embedding; of those that repeat each other
    the one with the smallest key is distinct. Of embeddings a sample is compared, so in a larger corpus only those that
    are many are found: for statistics; which of two papers of a list is a duplicate, `NearDuplicates` tells.
    """
    distinct = _first_of_each(_term_sets(counts), keys)
    rows = np.flatnonzero(distinct)
    sample = rows[hash_sample(keys[rows], _SAMPLE)]
    sample = sample[np.argsort(keys[sample], kind="stable")]
    bound = _copies_from(vectors[sample[:_TYPICAL]])
    for leader, copies in _groups(vectors[sample], bound):
        if len(rows) <= _SAMPLE:
            distinct[sample[copies]] = False
        elif len(copies) + 1 >= _FEWEST:
            distinct[rows[vectors[rows] @ vectors[sample[leader]] >= bound]] = False
            distinct[sample[leader]] = True
    return distinct


def _term_sets(counts: TermCounts) -> NDArray[np.uint64]:
    """A number for the set of terms of each text, (n,): equal for equal sets, and for others as good as never."""
    terms = np.random.default_rng(0).integers(2**64, size=counts.vocabulary.size, dtype=np.uint64)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms[counts.counts.indices], dtype=np.uint64)])
    return sums[counts.counts.indptr[1:]] - sums[counts.counts.indptr[:-1]]


def _first_of_each(numbers: NDArray[np.uint64], keys: SampleKeys) -> NDArray[np.bool_]:
    """True for the row of the smallest key among those of one number, shape (n,)."""
    order = np.argsort(keys, kind="stable")
    _, first = np.unique(numbers[order], return_index=True)
    found = np.zeros(len(numbers), dtype=bool)
    found[order[first]] = True
    return found


def _copies_from(vectors: NDArray[np.float32]) -> float:
    """The cosine from which on papers are copies: nearer to 1 where nine of ten pairs are less than `_APART` apart.

    Of few papers that is not asked: they may all be copies.
    """
    if len(vectors) < _TYPICAL:
        return _COSINE
    apart = 1 - float(np.quantile(vectors @ vectors.T, 0.1))
    return 1 - (1 - _COSINE) * min(1.0, apart / _APART)


def _groups(vectors: NDArray[np.float32], bound: float) -> list[tuple[int, list[int]]]:
    """Rows that stand for others, and the rows like each of them that no earlier one has, both in order."""
    alike = vectors @ vectors.T >= bound
    np.fill_diagonal(alike, val=False)
    found: list[tuple[int, list[int]]] = []
    taken = np.zeros(len(vectors), dtype=bool)
    for row in np.flatnonzero(alike.any(axis=1)).tolist():
        if not taken[row]:
            copies = np.flatnonzero(alike[row] & ~taken)
            taken[row] = taken[copies] = True
            if len(copies):
                found.append((row, copies.tolist()))
    return found
