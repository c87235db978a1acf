"""Vectors as they are stored in the database, and which of them are still what was put there."""

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


def to_bytes(vector: NDArray[np.float32]) -> bytes:
    """A vector as it is kept."""
    return np.ascontiguousarray(vector, dtype=_NUMBER).tobytes()


def from_bytes(rows: Sequence[tuple[str, bytes]], dim: int = 0) -> StoredVectors:
    """The vectors of these (id, bytes), in order, without the damaged ones: a paper without a vector can get a new one.

    Damaged is one that has not `dim` numbers, or where that is not known not as many as most, or one with a number that
    no embedding has.
    """
    lengths = Counter(len(content) for _, content in rows if content and len(content) % _NUMBER.itemsize == 0)
    if not lengths:
        return _with_warning(rows, StoredVectors((), np.empty((0, dim), dtype=np.float32)))
    usual = dim * _NUMBER.itemsize or lengths.most_common(1)[0][0]
    whole = [(paper_id, content) for paper_id, content in rows if len(content) == usual]
    read = np.frombuffer(b"".join(content for _, content in whole), dtype=_NUMBER)
    vectors = read.reshape(len(whole), usual // _NUMBER.itemsize)
    with np.errstate(invalid="ignore"):
        sound = (vectors.max(axis=1) <= _LARGEST) & (vectors.min(axis=1) >= -_LARGEST)  # false of what is no number
    ids = tuple(paper_id for (paper_id, _), is_sound in zip(whole, sound.tolist(), strict=True) if is_sound)
    return _with_warning(rows, StoredVectors(ids, vectors if sound.all() else vectors[sound]))


def _with_warning(rows: Sequence[tuple[str, bytes]], found: StoredVectors) -> StoredVectors:
    """The same vectors, once a line in the log has named those that are damaged."""
    if len(found.ids) < len(rows):
        damaged = sorted({paper_id for paper_id, _ in rows} - set(found.ids))
        effect = "as if not embedded; embedded again at the next start"
        log.warning("vectors_damaged", papers=len(damaged), first=damaged[0], effect=effect)
    return found
