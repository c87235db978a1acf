"""Made-up vectors for an index."""

import numpy as np

from service.storage import StoredVectors

MODEL = "some-model@1/fp32/256"


def vectors(count: int, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def embedded(count: int, seed: int = 0) -> StoredVectors:
    return StoredVectors(tuple(f"hf:p{number:03}" for number in range(count)), vectors(count, seed))
