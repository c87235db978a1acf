"""Random samples that hardly change with what they are drawn from: each paper has a key, and the smallest are taken.

Bottom-k sampling by hash (Cohen & Kaplan, Summarizing data using bottom-k sketches, PODC 2007).
"""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SampleKeys = NDArray[np.uint64]


def sample_keys(names: Sequence[str]) -> SampleKeys:
    """A number for each name, (n,): its hash, so that it is as random and does not depend on the other names."""
    digests = b"".join(hashlib.blake2b(name.encode(), digest_size=8).digest() for name in names)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64, copy=False)


def hash_sample(keys: SampleKeys, size: int) -> NDArray[np.intp]:
    """A random sample without replacement: the indices of the `size` smallest keys, ascending; of all, if fewer.

    One paper more or less changes one member at most.
    """
    if not 0 < size < len(keys):
        return np.arange(len(keys) if size else 0)
    largest = np.partition(keys, size - 1)[size - 1]  # a whole sort of 100,000 takes 10 times as long
    smaller = np.flatnonzero(keys < largest)
    return np.sort(np.append(smaller, np.flatnonzero(keys == largest)[: size - len(smaller)]))
