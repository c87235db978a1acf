"""The vectors of one snapshot in memory: what every ranking reads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.store.catalog import Embedded


@dataclass(frozen=True, slots=True)
class Corpus:
    """Unit vectors and their centre; row r belongs to `ids[r]`, and ids are sorted."""

    snapshot: str
    ids: tuple[str, ...]
    vectors: NDArray[np.float32]
    centre: NDArray[np.float32]
    rows: dict[str, int]

    @classmethod
    def of(cls, snapshot: str, embedded: Embedded) -> "Corpus":
        """The corpus of a catalog's vectors, float32 of shape (n, dim)."""
        rows = {paper_id: row for row, paper_id in enumerate(embedded.ids)}
        vectors = embedded.vectors
        centre = vectors.mean(axis=0, dtype=np.float64).astype(np.float32) if rows else np.zeros(0, np.float32)
        return cls(snapshot, embedded.ids, vectors, centre, rows)

    def __len__(self) -> int:
        return len(self.ids)
