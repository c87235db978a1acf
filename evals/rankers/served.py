"""The service's own ranking as methods to measure: the modules that answer requests, on a benchmark held in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from evals.rankers.ranker import DEPTH, Query, Ranker, Rows, Scorer, Scores, ranked
from service import recommender
from service.discovery import WEIGHTS, Mode
from service.features import (
    Features,
    TermCounts,
    distinct_papers,
    kernel_matrix,
    make_features,
    sample_keys,
    tfidf_rows,
)
from service.recommender import CoLikes, Neighbours

OURS = "paperlark"
CONTENT = "paperlark content"
HELD_OUT = "paperlark held-out users"
SIMILAR = "paperlark similar"


@dataclass(frozen=True)
class Benchmark:
    """A benchmark's papers and whose likes they are: texts, unit vectors (n, dim), likes (users, n), users' names."""

    texts: Sequence[str]
    vectors: NDArray[np.float32]
    likes: csr_array
    users: tuple[str, ...]


def served_rankers(benchmark: Benchmark, measured: set[str]) -> dict[str, Ranker]:
    """What we serve; its content part alone; and with co-likes learned from none of the users who are measured.

    The first two are one and the same when nobody else likes anything.
    """
    papers = features(benchmark)
    whole = recommender.Ranker(papers, co_likes(benchmark, papers, range(len(benchmark.users))))
    by_user: dict[str, Ranker] = {}
    for users, rows in _folds(benchmark.users, measured):
        by_user |= dict.fromkeys(
            users, _method(recommender.Ranker(papers, co_likes(benchmark, papers, rows)), benchmark, ())
        )
    return {
        OURS: _method(whole, benchmark, benchmark.users),
        CONTENT: _method(recommender.Ranker(papers), benchmark, ()),
        HELD_OUT: lambda query: by_user[query.user](query),
    }


def content_ranker(texts: Sequence[str], vectors: NDArray[np.float32]) -> Ranker:
    """What we serve to somebody whose likes nobody shares; `vectors` are (n, dim) of unit length."""
    benchmark = Benchmark(texts, vectors, csr_array((0, len(texts))), ())
    return _method(recommender.Ranker(features(benchmark)), benchmark, ())


class Ablation(NamedTuple):
    """Our ranking with one part taken away or made simpler: `without` names the part, `of` the method that has it."""

    of: str
    without: str
    ranker: Ranker


def ablations(benchmark: Benchmark) -> list[Ablation]:
    """Our ranking without each of its parts in turn, with co-likes and, as for somebody alone, without."""
    papers = features(benchmark)
    everyone = range(len(benchmark.users))
    simpler = {
        "embeddings": replace(papers, dense=np.zeros_like(papers.dense), centred=np.zeros_like(papers.centred)),
        "words": replace(papers, lexical=papers.lexical * np.float32(0)),
        "centring of embeddings": replace(papers, centred=papers.dense),
    }
    with_likes = {
        "co-likes": recommender.Ranker(papers),
        "co-likes of similar papers": recommender.Ranker(papers, co_likes(benchmark, papers, everyone, most=0)),
        "the bar of 3 users": recommender.Ranker(papers, co_likes(benchmark, papers, everyone, least=1)),
        **{name: recommender.Ranker(less, co_likes(benchmark, less, everyone)) for name, less in simpler.items()},
    }
    found = [Ablation(OURS, name, _method(ranker, benchmark, benchmark.users)) for name, ranker in with_likes.items()]
    found += [
        Ablation(CONTENT, name, _method(recommender.Ranker(less), benchmark, ())) for name, less in simpler.items()
    ]
    return [*found, Ablation(CONTENT, "the background (mean similarity instead)", ranked(_similarity(papers)))]


def _similarity(papers: Features) -> Scorer:
    return lambda query: kernel_matrix(papers.take(query.liked), papers).mean(axis=0)


def content_scorer(texts: Sequence[str], vectors: NDArray[np.float32]) -> Scorer:
    """The content score of every paper, without the shortlist.

    `vectors` are (n, dim) of unit length.
    """
    papers = features(Benchmark(texts, vectors, csr_array((0, len(texts))), ()))
    ranker, everything = recommender.Ranker(papers), range(len(papers))

    def scorer(query: Query) -> Scores:
        return ranker.rank(query.liked.tolist(), query.disliked.tolist(), also=everything).scores

    return scorer


def similar_scorer(texts: Sequence[str], vectors: NDArray[np.float32], mode: Mode = Mode.HYBRID) -> Scorer:
    """How like each paper is to the first liked one, as `similar` has it; `vectors` are (n, dim) of unit length."""
    papers, (by_words, by_meaning) = features(Benchmark(texts, vectors, csr_array((0, len(texts))), ())), WEIGHTS[mode]

    def scorer(query: Query) -> Scores:
        row = int(query.liked[0])
        words = papers.lexical @ papers.lexical[[row]].T.toarray()[:, 0]
        return by_words * words + by_meaning * (papers.dense @ papers.dense[row])

    return scorer


def features(benchmark: Benchmark) -> Features:
    """Embeddings and words of every paper, as the service has them."""
    counts, keys = TermCounts.of(benchmark.texts), sample_keys(benchmark.texts)
    distinct = distinct_papers(counts, benchmark.vectors, keys)
    rows = tfidf_rows(counts, distinct)
    return make_features(benchmark.vectors, rows, keys, distinct)


def co_likes(benchmark: Benchmark, papers: Features, users: Iterable[int], most: int = 80, least: int = 3) -> CoLikes:
    """Co-likes of the users at these rows."""
    return CoLikes(benchmark.likes[list(users)], Neighbours(papers, most), least)


def _folds(users: tuple[str, ...], measured: set[str]) -> list[tuple[set[str], list[int]]]:
    """Measured users, and the rows of those learned from: users who are not measured, or else the other half."""
    rest = [row for row, user in enumerate(users) if user not in measured]
    if len(rest) >= len(measured):
        return [(measured, rest)]
    halves = [set(sorted(measured)[half::2]) for half in (0, 1)]
    return [(half, [row for row, user in enumerate(users) if user not in half]) for half in halves if half]


def _method(ranker: recommender.Ranker, benchmark: Benchmark, users: tuple[str, ...]) -> Ranker:
    """The ranker as a method; `users` names the rows of its co-likes, so that nobody's own likes count for them."""
    rows = {user: row for row, user in enumerate(users)}

    def best(query: Query) -> Rows:
        allowed = np.ones(len(benchmark.texts), dtype=np.bool_)
        allowed[query.liked] = allowed[query.disliked] = False
        user = rows.get(query.user)
        ranking = ranker.rank(query.liked.tolist(), query.disliked.tolist(), allowed=allowed, user=user)
        return ranking.rows[np.argsort(-ranking.scores, kind="stable")][:DEPTH]

    return best
