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


@dataclass(frozen=True, slots=True)
class RoughScores:
    """Of n papers: a share of `words` (n,), and the product of the embedding with a `vector` (dim,) times `weight`."""

    snapshot: Snapshot
    words: NDArray[np.float32]
    vector: NDArray[np.float32]
    weight: float

    def best(self, corpus: Corpus, allowed: Mask, most: int) -> tuple[Matrix, Mask]:
        """The scores, (n,), of those allowed papers that can be among the best `most`, and which these are, (n,).

        Where an approximate index is asked, they are its candidates, and those by words.
        """
        scores = self.words.astype(np.float64)
        if not self.weight or not allowed.any():
            return scores, allowed
        rows, dense = self._possible(corpus, allowed, most), self.snapshot.papers.dense
        if len(rows) > _MOST_COPIED * len(dense):
            scores += self.weight * np.vecdot(dense, self.vector)
        else:
            scores[rows] = self._at(rows)
        hits = np.zeros(len(dense), dtype=bool)
        hits[rows] = True
        return scores, hits

    def _possible(self, corpus: Corpus, allowed: Mask, most: int) -> Indices:
        rows = np.flatnonzero(allowed)
        if most >= len(rows):
            return rows
        if (look := corpus.approximate_search(self.snapshot)) is not None:
            wanted = max(_FROM_INDEX, _TRIED * most)
            by_words = _highest(np.where(allowed, self.words, -1), wanted)
            found = np.union1d(look(self.vector[np.newaxis], wanted), by_words)
            return found[allowed[found]]
        return rows if self.snapshot.epoch is None else self._bounded(allowed, most)

    def _bounded(self, allowed: Mask, most: int) -> Indices:
        """Those whose scores need not be below what so many have."""
        bounds = self.words + self.weight * self.snapshot.bounded_products.bounds(self.vector)
        bounds[~allowed] = -np.inf
        tried = _highest(bounds, _TRIED * most)
        least = np.partition(self._at(tried[allowed[tried]]), -most)[-most]
        return np.flatnonzero(bounds >= least - ALMOST)

    def _at(self, rows: Indices) -> NDArray[np.float32]:
        return self.words[rows] + self.weight * np.vecdot(self.snapshot.papers.dense[rows], self.vector)


def _highest(values: NDArray[np.floating], most: int) -> Indices:
    return np.argpartition(values, -most)[-most:] if most < len(values) else np.arange(len(values))
