"""The time of one ranking at 20 likes, ours beside tf-idf + SVM the arxiv-sanity-lite way, on corpora of growing size.

The corpora are made from the sample: its vectors with noise, its sentences shuffled between papers. So the times are
real, and what is recommended means nothing.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from evals.rankers.baselines import arxiv_sanity
from evals.rankers.ranker import Query
from service import embedding, ingest
from service.corpus import sample
from service.features import TermCounts, make_features, sample_keys, tfidf_rows
from service.recommender import Ranker
from service.text import sentences

SIZES = (784, 10_000, 100_000)
LIKES = 20
REQUESTS = 40
BEST = 50


def main() -> None:
    """Print milliseconds per request, and how many of the true best our shortlist holds; one thread for BLAS."""
    papers = ingest.read(sample.data(), "jsonl").papers
    texts = [f"{paper.title} {paper.abstract}" for paper in papers]
    vectors = embedding.load(None).embed([embedding.paper_text(paper.title, paper.abstract) for paper in papers])
    print(f"{'papers':>8} {'ours p50':>10} {'p99':>8} {'tf-idf + SVM':>14} {'recall of the best 50':>24}")
    with threadpool_limits(1, user_api="blas"):
        for size in SIZES:
            print_row(size, *grown(texts, vectors, size))


def print_row(size: int, texts: list[str], vectors: NDArray[np.float32]) -> None:
    rows = tfidf_rows(TermCounts.of(texts))
    features = make_features(vectors, rows, sample_keys(texts))
    ranker = Ranker(features)
    draws = [np.random.default_rng(turn).choice(size, LIKES, replace=False) for turn in range(REQUESTS)]
    ours = [milliseconds(lambda liked=liked: ranker.rank(liked.tolist())) for liked in draws]
    recalls = [recall(ranker, liked.tolist()) for liked in draws[:10]]
    theirs = arxiv_sanity(texts)
    few = draws[: 3 if size > 10_000 else 10]
    svm = [milliseconds(lambda liked=liked: theirs(Query("", liked, np.zeros(0, dtype=np.intp)))) for liked in few]
    p50, p99 = np.percentile(ours, [50, 99])
    print(f"{size:8} {p50:10.1f} {p99:8.1f} {np.median(svm):14.0f} {np.mean(recalls):24.4f}")


def recall(ranker: Ranker, liked: list[int]) -> float:
    ranking = ranker.rank(liked)
    exact = ranking.model.scores(ranker.papers)
    best = set(np.argsort(-exact, kind="stable")[:BEST].tolist())
    return len(best & set(ranking.rows.tolist())) / BEST


def grown(texts: list[str], vectors: NDArray[np.float32], size: int) -> tuple[list[str], NDArray[np.float32]]:
    """The corpus itself, or one of `size` papers that is like it."""
    if size == len(texts):
        return texts, vectors
    generator = np.random.default_rng(0)
    owners = generator.integers(0, len(texts), size)
    noise = generator.normal(scale=0.5 / np.sqrt(vectors.shape[1]), size=(size, vectors.shape[1]))
    moved = (vectors[owners] + noise).astype(np.float32)
    pool = [text[start:end] for text in texts for start, end in sentences(text)]
    chosen = generator.integers(0, len(pool), (size, 5))
    shuffled = [
        f"{texts[owner][:300]} {' '.join(pool[i] for i in row)}" for owner, row in zip(owners, chosen, strict=True)
    ]
    return shuffled, moved / np.linalg.norm(moved, axis=1, keepdims=True)


def milliseconds(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return (time.perf_counter() - before) * 1000


if __name__ == "__main__":
    sys.exit(main())
