"""Vectors as they lie in the database, and which of them are still what was put there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.observability import log

_LARGEST = 1e6  # no embedding has larger numbers, and the squares of these can still be added up
_NUMBER = np.dtype("<f4")


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """Vectors of one model, rows in the order of `ids`; `vectors` is float32 of shape (n, dim)."""

    ids: tuple[str, ...]
    vectors: NDArray[np.float32]


def packed(vector: NDArray[np.float32]) -> bytes:
    """A vector as it is kept."""
    return np.ascontiguousarray(vector, dtype=_NUMBER).tobytes()


def unpacked(rows: Sequence[tuple[str, bytes]]) -> StoredVectors:
    """The vectors of these (id, bytes), in order, without the damaged ones: a paper without a vector can get a new one.

    Damaged is one that is not as long as most, or with a number that no embedding has.
    """
    lengths = Counter(len(kept) for _, kept in rows if kept and len(kept) % _NUMBER.itemsize == 0)
    if not lengths:
        return _told(rows, StoredVectors((), np.empty((0, 0), dtype=np.float32)))
    usual = lengths.most_common(1)[0][0]
    whole = [(name, kept) for name, kept in rows if len(kept) == usual]
    vectors = np.frombuffer(b"".join(kept for _, kept in whole), dtype=_NUMBER).reshape(len(whole), -1)
    with np.errstate(invalid="ignore"):
        sound = (vectors.max(axis=1) <= _LARGEST) & (vectors.min(axis=1) >= -_LARGEST)  # false of what is no number
    ids = tuple(name for (name, _), good in zip(whole, sound.tolist(), strict=True) if good)
    return _told(rows, StoredVectors(ids, vectors if sound.all() else vectors[sound]))


def _told(rows: Sequence[tuple[str, bytes]], found: StoredVectors) -> StoredVectors:
    if len(found.ids) < len(rows):
        damaged = sorted({name for name, _ in rows} - set(found.ids))
        effect = "as if not embedded; embedded again at the next start"
        log.warning("vectors_damaged", papers=len(damaged), first=damaged[0], effect=effect)
    return found
