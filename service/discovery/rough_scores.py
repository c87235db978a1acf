"""Which papers of a snapshot are the best by words and meaning, in single precision; exact scores decide among them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.corpus import Corpus, Snapshot
from service.discovery.listing import ALMOST
from service.discovery.matching import Mask
from service.features import Indices, Matrix

_MOST_COPIED = 0.15  # share of the papers from which on all are sooner looked at than these copied to one place
_FROM_INDEX = 500  # candidates of an approximate index, and as many by words
_TRIED = 4  # times as many as are wanted, of which the best say how good one has to be
_PART = 16  # of all values, one is looked at to know how high the highest may be


@dataclass(frozen=True, slots=True)
class RoughScores:
    """Of n papers: a share of `words` (n,), and the product of the embedding with a `vector` (dim,) times `weight`.

    A product below `least` counts as that, and a paper without any of the words only if it is `related` or more.
    """

    snapshot: Snapshot
    words: NDArray[np.float32]
    vector: NDArray[np.float32]
    weight: float
    least: float = -np.inf
    related: float = -np.inf

    def best(self, corpus: Corpus, allowed: Mask, most: int) -> tuple[Matrix, Mask]:
        """The scores, (n,), of those allowed papers that can be among the best `most`, and which these are, (n,).

        Where an approximate index is asked, they are its candidates, and those by words: the more, the fewer of all
        papers are allowed.
        """
        if not self.weight or not allowed.any():
            return self.words.astype(np.float64), allowed & self._counts(self.words, np.float32(0))
        rows, dense = self._possible(corpus, allowed, most), self.snapshot.papers.dense
        scores, hits = np.zeros(len(dense)), np.zeros(len(dense), dtype=bool)
        if len(rows) > _MOST_COPIED * len(dense):
            products = np.vecdot(dense, self.vector)
            scores += self._totals(self.words, products)
            hits[rows] = True
            hits &= self._counts(self.words, products)
        else:
            scores[rows], hits[rows] = self._at(rows)
        return scores, hits

    def _possible(self, corpus: Corpus, allowed: Mask, most: int) -> Indices:
        rows = np.flatnonzero(allowed)
        if most >= len(rows):
            return rows
        if (look := corpus.approximate_search(self.snapshot)) is not None:
            if len(rows) <= _MOST_COPIED * len(allowed):
                return rows  # of few papers the nearest need not be among the nearest of all
            wanted = max(_FROM_INDEX, _TRIED * most) * len(allowed) // len(rows)
            by_words = _highest(np.where(allowed, self.words, -1), wanted)
            found = np.union1d(look(self.vector[np.newaxis], wanted), by_words)
            return found[allowed[found]]
        return rows if self.snapshot.epoch is None else self._bounded(allowed, most)

    def _bounded(self, allowed: Mask, most: int) -> Indices:
        """Those whose scores need not be below what so many have."""
        products = self.snapshot.bounded_products.bounds(self.vector)
        bounds = self._totals(self.words, products)
        bounds[~(allowed & self._counts(self.words, products))] = -np.inf
        tried = _highest(bounds, _TRIED * most)
        tried = tried[np.isfinite(bounds[tried])]
        scores, count = self._at(tried)
        if np.count_nonzero(count) < most:
            return np.flatnonzero(np.isfinite(bounds))
        needed = np.partition(scores[count], -most)[-most]
        return np.flatnonzero(bounds >= needed - ALMOST)

    def _at(self, rows: Indices) -> tuple[NDArray[np.float32], Mask]:
        """The scores of some papers, and which of them count, each (rows,)."""
        products = np.vecdot(self.snapshot.papers.dense[rows], self.vector)
        return self._totals(self.words[rows], products), self._counts(self.words[rows], products)

    def _totals(self, words: NDArray[np.float32], products: NDArray[np.float32]) -> NDArray[np.float32]:
        return words + np.float32(self.weight) * np.maximum(products, np.float32(self.least))

    def _counts(self, words: NDArray[np.float32], products: NDArray[np.float32] | np.float32) -> Mask:
        return (products >= self.related) | (words > 0)


def _highest(values: NDArray[np.floating], most: int) -> Indices:
    """The places of so many values of which none is below another one.

    As many of each sixteenth value are as high as some value, so no lower one is looked at.
    """
    if most >= len(values):
        return np.arange(len(values))
    some = values[::_PART]
    places = np.flatnonzero(values >= np.partition(some, -most)[-most]) if most < len(some) else np.arange(len(values))
    return places[np.argpartition(values[places], -most)[-most:]]
