"""A start over a stored corpus, and the memory that it leaves taken, beside the size of the arrays themselves."""

import time

from service.embedding import DIM
from service.features import TermCounts
from tests.bench.api import connected, resident_mb, sent, serving, wish
from tests.bench.ground import Ground
from tests.bench.likes import drawn_likes
from tests.bench.measured import Measured, milliseconds

ROUNDS, ONCE_FROM = 2, 200_000  # papers from which one start is enough to wait for
COUNTED = 2_000  # papers whose terms are counted, to know how many a paper has
_TERM_BYTES = 8  # a column and a value of 4 bytes each


def measure(ground: Ground, size: int) -> Measured:
    """Seconds until it listens and until the first list, the best of some; memory after that list."""
    ids = [paper.id for paper in ground.papers(size)]
    liked = [ids[row] for row in drawn_likes(ground.vectors(size), 1, ground.seed)[0]]
    ready, first, resident, peak = zip(
        *(_start(ground, size, liked) for _ in range(1 if size > ONCE_FROM else ground.rounds(ROUNDS))), strict=True
    )
    vectors, terms = size * DIM * 4 / 2**20, _term_matrix_mb(ground, size)
    return Measured({
        "ready, s": min(ready),
        "first list after that, ms": min(first),
        "resident, MB": min(resident),
        "peak, MB": min(peak),
        "vectors, MB": vectors,
        "vectors and term matrix, MB": vectors + terms,
    })  # fmt: skip


def _start(ground: Ground, size: int, liked: list[str]) -> tuple[float, float, float, float]:
    began = time.perf_counter()
    with serving(str(ground.stored(size))) as (url, process):
        ready = time.perf_counter() - began
        with connected(url) as connection:
            first = milliseconds(lambda: sent(connection, "POST", "/v1/recommendations", wish(liked)))
        return ready, first, resident_mb(process.pid), resident_mb(process.pid, "VmHWM")


def _term_matrix_mb(ground: Ground, size: int) -> float:
    """The size of a sparse matrix of the corpus's terms, from those of some papers."""
    some = ground.papers(size)[:: max(size // COUNTED, 1)]
    counts = TermCounts.of([f"{paper.title} {paper.abstract}" for paper in some]).counts
    return counts.nnz / len(some) * size * _TERM_BYTES / 2**20
