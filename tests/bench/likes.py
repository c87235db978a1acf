"""Users whose likes are of three topics each, drawn from a corpus."""

import numpy as np
from numpy.typing import NDArray

from tests.bench.grown import Vectors

LIKES = 20
TOPICS, SPREAD = 3, 70  # nearest papers of each topic, of which every tenth is liked


def drawn_likes(vectors: Vectors, users: int, seed: int, count: int = LIKES) -> list[NDArray[np.intp]]:
    """The rows that each user likes, at most `count`, of `vectors` (n, dim)."""
    rng = np.random.default_rng(seed)
    return [_liked(vectors, rng, count) for _ in range(users)]


def _liked(vectors: Vectors, rng: np.random.Generator, count: int) -> NDArray[np.intp]:
    topics = rng.choice(len(vectors), min(TOPICS, len(vectors)), replace=False)
    spread = min(SPREAD, len(vectors) // 2)
    near = np.argpartition(-(vectors[topics] @ vectors.T), spread - 1, axis=1)[:, :spread]
    liked = rng.permuted(near, axis=1)[:, : -(-count // TOPICS)].ravel()
    return np.unique(liked)[:count]
