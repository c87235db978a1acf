"""What ranking knows of each paper: its embedding, plain and centred, its tf-idf row, and its sample key."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.features.growing_rows import GrowingArray, GrowingRows
from service.features.hash_sampling import SampleKeys, hash_sample
from service.features.tfidf import Rows

Indices = NDArray[np.intp]
"""Row numbers."""

_FLAT = 1e-6  # a length below this is rounding
_BLOCK = 1_000  # rows at a time


@dataclass(frozen=True, slots=True)
class Features:
    """n papers as unit embeddings `dense` (n, dim), the same `centred` on the corpus mean, and `lexical` (n, terms).

    `sample_keys` (n,) are what a sample of papers is drawn by, see `hash_sample`; `distinct` (n,) is false for a paper
    that repeats another one, see `distinct_papers`, and `present` (n,) where there is no paper any more.
    """

    dense: NDArray[np.float32]
    centred: NDArray[np.float32]
    lexical: Rows
    sample_keys: SampleKeys
    distinct: NDArray[np.bool_]
    present: NDArray[np.bool_]
    _grown: "_Grown | None" = None

    @classmethod
    def within(
        cls,
        dense: GrowingArray[np.float32],
        centred: GrowingArray[np.float32],
        lexical: tuple[GrowingRows[np.float32], int],
        sample_keys: SampleKeys,
        distinct: NDArray[np.bool_],
    ) -> "Features":
        """Papers that are all present, whose arrays have room already; `lexical` is the rows and how many terms."""
        rows, terms = lexical
        present, grown = np.ones(dense.length, dtype=np.bool_), _Grown(dense, centred, rows)
        return cls(dense.rows, centred.rows, rows.matrix(terms), sample_keys, distinct, present, grown)

    def __len__(self) -> int:
        return len(self.dense)

    def take(self, rows: Indices | Sequence[int]) -> "Features":
        """The papers at `rows`, in that order."""
        at = np.asarray(rows, dtype=np.intp)
        dense, centred, lexical = self.dense[at], self.centred[at], self.lexical[at]
        return Features(dense, centred, lexical, self.sample_keys[at], self.distinct[at], self.present[at])

    def sample(self, size: int) -> "Features":
        """Up to `size` distinct papers drawn at random, in the order of their rows."""
        rows = np.flatnonzero(self.distinct & self.present)
        return self.take(rows[hash_sample(self.sample_keys[rows], size)])

    def with_room(self) -> "Features":
        """The same, so that what is appended copies nothing of it."""
        return self.appended(self.take([]))

    def appended(self, new: "Features", removed: Sequence[int] = ()) -> "Features":
        """The same with new papers behind, and without those at the `removed` rows, which stay as rows.

        `new` are centred and weighed as these are. What is there already is not copied.
        """
        grown = self._grown or _Grown.of(self)
        grown = _Grown(
            grown.dense.appended(new.dense), grown.centred.appended(new.centred), grown.lexical.appended(new.lexical)
        )
        present = np.concatenate([self.present, new.present])
        present[list(removed)] = False
        return Features(
            grown.dense.rows,
            grown.centred.rows,
            grown.lexical.matrix(self.lexical.shape[1]),
            np.concatenate([self.sample_keys, new.sample_keys]),
            np.concatenate([self.distinct, new.distinct]),
            present,
            grown,
        )


@dataclass(frozen=True, slots=True)
class _Grown:
    """The parts of features that are too large to be copied with every paper more."""

    dense: GrowingArray[np.float32]
    centred: GrowingArray[np.float32]
    lexical: GrowingRows[np.float32]

    @classmethod
    def of(cls, papers: Features) -> "_Grown":
        dense, centred = GrowingArray[np.float32].of(papers.dense), GrowingArray[np.float32].of(papers.centred)
        return cls(dense, centred, GrowingRows[np.float32].of(papers.lexical))


def make_features(
    vectors: NDArray[np.float32],
    lexical: Rows,
    sample_keys: SampleKeys,
    distinct: NDArray[np.bool_] | None = None,
    centre: NDArray[np.float32] | None = None,
) -> Features:
    """Features of a corpus from unit or zero embeddings (n, dim), tf-idf rows (n, terms), and the papers' sample keys.

    Embeddings are centred on `centre` (dim,), or else on `centre_of` the `distinct` ones, (n,), or of all. Raises
    ValueError when a number is not finite or the papers' counts differ.
    """
    if vectors.shape[0] != lexical.shape[0]:
        raise ValueError(f"{vectors.shape[0]} embeddings, but {lexical.shape[0]} rows of words")
    counted = np.ones(len(vectors), dtype=bool) if distinct is None else distinct
    with np.errstate(invalid="ignore", over="ignore"):  # of a number that is not finite, which a sum cannot hide
        finite = np.isfinite(vectors.sum(dtype=np.float64)) and np.isfinite(lexical.data).all()
    if not finite:
        raise ValueError("an embedding or a row of words has a number that is not finite")
    dense = vectors.astype(np.float32, copy=False)
    middle = centre_of(vectors, counted) if centre is None else centre
    present = np.ones(len(vectors), dtype=np.bool_)
    return Features(dense, centred(dense, middle), lexical, sample_keys, counted, present)


def centre_of(vectors: NDArray[np.float32], distinct: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The mean (dim,) of those of the embeddings (n, dim) that are `distinct`, (n,)."""
    counted = vectors[distinct]
    mean: NDArray[np.float64] = counted.sum(axis=0, dtype=np.float64) / max(len(counted), 1)
    return mean.astype(np.float32)


def centred(vectors: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows (n, dim) minus the corpus mean `centre` (dim,), scaled to unit length; a row equal to it becomes zero."""
    moved = vectors - centre
    for start in range(0, len(moved), _BLOCK):
        block = moved[start : start + _BLOCK]
        lengths = np.linalg.norm(block, axis=1, keepdims=True)
        np.divide(block, lengths, out=block, where=lengths > _FLAT)
        block[lengths[:, 0] <= _FLAT] = 0
    return moved
