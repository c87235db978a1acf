"""Bare Chroma beside an exact scan: how fast each is, how many of the true best it finds, and where one overtakes.

Measured on the grown corpus, in which papers have near-copies, and on vectors that have none: drawn from a normal
distribution with the corpus's own mean and covariance.
"""

import numpy as np
from threadpoolctl import threadpool_limits

from tests.bench.ground import Ground, bare_chroma
from tests.bench.grown import Vectors, unit
from tests.bench.measured import Measured, taking_turns
from tests.bench.recommend import NEAREST, scanned

QUERIES, BEST = 100, 50
SPREAD_TO = 100_000  # papers up to which a second index is built


def measure(ground: Ground, size: int) -> Measured:
    """Queries are vectors of the same kind that are not in the index."""
    found = Measured()
    queries = ground.vectors(size + ground.some(QUERIES))[size:]
    _compare(found, "", ground.chroma(size), ground.vectors(size), queries)
    if size > SPREAD_TO:
        found.missing["without near-copies"] = f"left out beyond {SPREAD_TO:,} papers: minutes to build"
        return found
    drawn = without_near_copies(ground.vectors(size), size + ground.some(QUERIES), ground.seed)
    _compare(
        found, " without near-copies", bare_chroma(ground.fresh("chroma"), drawn[:size]), drawn[:size], drawn[size:]
    )
    return found


def without_near_copies(vectors: Vectors, count: int, seed: int) -> Vectors:
    """Vectors (count, dim) of unit length with the mean and covariance of others."""
    some = vectors[:: max(len(vectors) // 10_000, 1)].astype(np.float64)
    drawn = np.random.default_rng(seed).standard_normal((count, vectors.shape[1]), dtype=np.float32)
    values, directions = np.linalg.eigh(np.cov(some.T))
    spread = (directions * np.sqrt(np.maximum(values, 0))).astype(np.float32)
    return unit(drawn @ spread.T + some.mean(axis=0).astype(np.float32))


def _compare(found: Measured, kind: str, collection, vectors: Vectors, queries: Vectors) -> None:
    k = min(NEAREST, len(vectors))
    answers = dict[int, set[int]]()

    def ask(turn: int) -> None:
        said = collection.query(query_embeddings=[queries[turn]], n_results=k, include=[])["ids"][0]
        answers[turn] = set(map(int, said[:BEST]))

    with threadpool_limits(1, user_api="blas"):
        times = taking_turns(
            {f"bare Chroma{kind}": ask, f"exact numpy scan{kind}": lambda turn: scanned(vectors, queries[turn])},
            len(queries),
        )
        shares = [np.isin(scanned(vectors, queries[turn], BEST), list(said)).mean() for turn, said in answers.items()]
    found.percentiles(times)
    found.figures[f"true best {BEST} found by Chroma{kind}, share"] = float(np.mean(shares))
