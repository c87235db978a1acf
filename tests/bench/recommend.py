"""Recommendations for 20 likes, in process and over HTTP, beside what a user would pick instead and memory's limit."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.rankers.baselines import arxiv_sanity
from evals.rankers.ranker import Query
from service import settings
from service.app import build
from service.corpus import Corpus
from service.discovery import RecommendationRequest, recommend
from tests.bench import machine
from tests.bench.api import serving, wish
from tests.bench.clients import Request, load, sender
from tests.bench.ground import ROOT, Ground
from tests.bench.grown import Vectors
from tests.bench.likes import drawn_likes
from tests.bench.measured import Measured, milliseconds, taking_turns

REQUESTS, USERS = 200, 40
BEST, RECALLED = 50, 10
NEAREST = 100
CLIENTS, SECONDS = (1, 8, 32), 5.0
SVM_TO, SVM_REQUESTS = 100_000, 3  # papers up to which it is waited for
NO_DISLIKES = np.zeros(0, dtype=np.intp)
EXACT_TO = 200_000  # papers up to which all are scored to know the true best


def measure(ground: Ground, size: int) -> Measured:
    """In process first, then the served process."""
    found = Measured()
    liked = drawn_likes(ground.vectors(size), USERS, ground.seed)
    ids = [paper.id for paper in ground.papers(size)]
    requests = [RecommendationRequest(tuple(ids[row] for row in rows)) for rows in liked]
    with build(settings.load(data_dir=ground.stored(size))) as services:
        works = {"recommend": lambda turn: recommend(services.corpus, requests[turn % USERS])}
        found.percentiles(taking_turns(works | _peers(ground, size, liked), ground.some(REQUESTS)))
        _recall(found, services.corpus, requests[: ground.some(RECALLED)], size)
    _svm(found, ground, size, liked)
    moved = ground.vectors(size).nbytes
    found.figures["memory bandwidth limit, ms"] = 1000 * moved / machine.bandwidth()
    _served(found, ground, size, requests)
    return found


def _peers(ground: Ground, size: int, liked: Sequence[NDArray[np.intp]]) -> dict[str, Callable[[int], object]]:
    """Bare Chroma and an exact scan, each asked for what is near the mean of the likes."""
    vectors, collection = ground.vectors(size), ground.chroma(size)
    means = [vectors[rows].mean(axis=0) for rows in liked]
    return {
        "bare Chroma": lambda turn: collection.query(
            query_embeddings=[means[turn % USERS]], n_results=min(NEAREST, size), include=[]
        ),
        "exact numpy scan": lambda turn: scanned(vectors, means[turn % USERS]),
    }


def scanned(vectors: Vectors, query: NDArray[np.float32], k: int = NEAREST) -> NDArray[np.intp]:
    """The k rows with the highest product, best first."""
    scores = vectors @ query
    best = np.argpartition(-scores, min(k, len(scores)) - 1)[:k]
    return best[np.argsort(-scores[best], kind="stable")]


def _svm(found: Measured, ground: Ground, size: int, liked: Sequence[NDArray[np.intp]]) -> None:
    if size > SVM_TO:
        found.missing["tf-idf + SVM"] = f"left out beyond {SVM_TO:,} papers: seconds a request"
        return
    scorer = arxiv_sanity([f"{paper.title} {paper.abstract}" for paper in ground.papers(size)])
    times = [milliseconds(lambda rows=rows: scorer(Query("", rows, NO_DISLIKES))) for rows in liked[:SVM_REQUESTS]]
    found.figures["tf-idf + SVM, ms"] = float(np.median(times))


def _recall(found: Measured, corpus: Corpus, requests: Sequence[RecommendationRequest], size: int) -> None:
    """In how many requests all of the true best, when every paper is scored, are among the candidates."""
    if size > EXACT_TO:
        found.missing["true best 50"] = f"left out beyond {EXACT_TO:,} papers: all would be scored in double precision"
        return
    snapshot = corpus.snapshot()
    search, everything = corpus.approximate_search(snapshot), range(len(snapshot))
    shares = list[float]()
    for request in requests:
        rows = [snapshot.rows[each] for each in request.liked]
        exact = snapshot.ranker.rank(rows, also=everything)
        best = exact.rows[np.argsort(-exact.scores, kind="stable")[:BEST]]
        shares.append(float(np.isin(best, snapshot.ranker.rank(rows, search=search).rows).mean()))
    found.figures["requests with the true best 50, share"] = float(np.mean(np.array(shares) == 1))
    found.figures["true best 50 found, share"] = float(np.mean(shares))


def _served(found: Measured, ground: Ground, size: int, requests: Sequence[RecommendationRequest]) -> None:
    posts = [Request("POST", "/v1/recommendations", wish(each.liked)) for each in requests]
    checkouts = {"HTTP": ROOT} | ({"HTTP before": ground.before} if ground.before else {})
    if not ground.before:
        found.missing["requests/s of earlier code"] = "give a checkout of it with --before"
    for name, checkout in checkouts.items():
        with serving(str(ground.stored(size, checkout)), checkout=checkout) as (url, _):
            with sender(url, posts) as send:
                found.percentiles(taking_turns({name: send}, ground.some(REQUESTS)))
            for clients in CLIENTS:
                seen = load(url, posts, clients, ground.seconds(SECONDS))
                assert not seen.errors, f"{seen.errors} answers of {name} were errors"
                found.figures[f"{name} {clients} clients, requests/s"] = seen.rate
                found.figures[f"{name} {clients} clients p99, ms"] = seen.p99
