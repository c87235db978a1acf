"""Draws that a seed fixes."""

from collections.abc import Sequence

import numpy as np


def shuffled(items: Sequence[str], *seed: int) -> list[str]:
    """`items` in an order that depends on the seed and their number alone."""
    order: list[int] = np.random.default_rng(seed).permutation(len(items)).tolist()
    return [items[i] for i in order]


def drawn(items: Sequence[str], limit: int | None, seed: int) -> list[str]:
    """At most `limit` of the items, or all, in the order in which they were drawn."""
    return shuffled(items, seed)[:limit]
