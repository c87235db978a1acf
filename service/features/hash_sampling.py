"""Samples that hardly change with what they are taken from: every paper has its lot, and the smallest are drawn."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SampleKeys = NDArray[np.uint64]


def sample_keys(names: Sequence[str]) -> SampleKeys:
    """A number for each name, (n,): as random, but always the same, whatever other names there are."""
    digests = b"".join(hashlib.blake2b(name.encode(), digest_size=8).digest() for name in names)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64, copy=False)


def hash_sample(sample_keys: SampleKeys, size: int) -> NDArray[np.intp]:
    """A random sample without replacement: the places of the `size` smallest lots, ascending; of all, if fewer.

    One paper more or less changes one member at most.
    """
    return np.sort(np.argsort(sample_keys, kind="stable")[:size])
