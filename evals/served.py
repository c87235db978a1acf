"""The service's own ranking as methods to measure: the modules that answer requests, on a corpus held in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from evals import methods
from evals.methods import DEPTH, Query, Rows, Scorer
from service.features import Features, TermCounts, kernel_matrix, make_features, sample_keys, tfidf_rows
from service.recommender import CoLikes, Neighbours, Ranker, fit, sample_background

OURS = "paperlark"
CONTENT = "paperlark content"
HELD_OUT = "paperlark held-out users"


@dataclass(frozen=True)
class Snapshot:
    """A benchmark's papers and whose likes they are: texts, unit vectors (n, dim), likes (users, n), users' names."""

    texts: Sequence[str]
    vectors: NDArray[np.float32]
    likes: csr_array
    users: tuple[str, ...]


def arms(corpus: Snapshot, tested: set[str]) -> dict[str, methods.Ranker]:
    """What we serve; its content part alone; and with co-likes learned from none of the users who are measured.

    The first two are one and the same when nobody else likes anything.
    """
    papers = features(corpus)
    whole = Ranker(papers, co_likes(corpus, papers, range(len(corpus.users))))
    by_user: dict[str, methods.Ranker] = {}
    for users, rows in _folds(corpus.users, tested):
        by_user |= dict.fromkeys(users, _ask(Ranker(papers, co_likes(corpus, papers, rows)), corpus, ()))
    return {
        OURS: _ask(whole, corpus, corpus.users),
        CONTENT: _ask(Ranker(papers), corpus, ()),
        HELD_OUT: lambda query: by_user[query.user](query),
    }


class Variant(NamedTuple):
    """Our ranking with one part taken away or made simpler; `of` names the method that has the part."""

    of: str
    without: str
    ranker: methods.Ranker


def ablations(corpus: Snapshot) -> list[Variant]:
    """What each part is measured by: everything but that part, with co-likes and, for a lonely user, without."""
    papers = features(corpus)
    everyone = range(len(corpus.users))
    simpler = {
        "embeddings": replace(papers, dense=np.zeros_like(papers.dense), centred=np.zeros_like(papers.centred)),
        "words": replace(papers, lexical=papers.lexical * np.float32(0)),
        "centring of embeddings": replace(papers, centred=papers.dense),
    }
    fused = {
        "co-likes": Ranker(papers),
        "co-likes of similar papers": Ranker(papers, co_likes(corpus, papers, everyone, most=0)),
        "the bar of 3 users": Ranker(papers, co_likes(corpus, papers, everyone, least=1)),
        **{name: Ranker(less, co_likes(corpus, less, everyone)) for name, less in simpler.items()},
    }
    variants = [Variant(OURS, name, _ask(ranker, corpus, corpus.users)) for name, ranker in fused.items()]
    variants += [Variant(CONTENT, name, _ask(Ranker(less), corpus, ())) for name, less in simpler.items()]
    return [*variants, Variant(CONTENT, "regression (mean similarity instead)", methods.ranked(_similarity(papers)))]


def _similarity(papers: Features) -> Scorer:
    return lambda query: kernel_matrix(papers.take(query.liked), papers).mean(axis=0)


def content(texts: Sequence[str], vectors: NDArray[np.float32]) -> Scorer:
    """The content score of every paper, without the shortlist."""
    papers = features(Snapshot(texts, vectors, csr_array((0, len(texts))), ()))
    background = sample_background(papers)

    def scorer(query: Query) -> methods.Scores:
        return fit(papers, query.liked.tolist(), query.disliked.tolist(), background).scores(papers)

    return scorer


def features(corpus: Snapshot) -> Features:
    """Embeddings and words of every paper, as the service has them."""
    _, rows = tfidf_rows(TermCounts.of(corpus.texts))
    return make_features(corpus.vectors, rows, sample_keys(corpus.texts))


def co_likes(corpus: Snapshot, papers: Features, users: Iterable[int], most: int = 80, least: int = 3) -> CoLikes:
    """Co-likes of the users at these rows."""
    return CoLikes(corpus.likes[list(users)], Neighbours(papers, most), least)


def _folds(users: tuple[str, ...], tested: set[str]) -> list[tuple[set[str], list[int]]]:
    """Measured users, and the rows of those learned from: users who are not measured, or else the other half."""
    rest = [row for row, user in enumerate(users) if user not in tested]
    if len(rest) >= len(tested):
        return [(tested, rest)]
    halves = [set(sorted(tested)[half::2]) for half in (0, 1)]
    return [(half, [row for row, user in enumerate(users) if user not in half]) for half in halves if half]


def _ask(ranker: Ranker, corpus: Snapshot, users: tuple[str, ...]) -> methods.Ranker:
    """The ranker as a method; `users` names the rows of its co-likes, so that nobody's own likes count for them."""
    rows = {user: row for row, user in enumerate(users)}

    def best(query: Query) -> Rows:
        allowed = np.ones(len(corpus.texts), dtype=np.bool_)
        allowed[query.liked] = allowed[query.disliked] = False
        user = rows.get(query.user)
        ranking = ranker.rank(query.liked.tolist(), query.disliked.tolist(), allowed=allowed, user=user)
        return ranking.rows[np.argsort(-ranking.scores, kind="stable")][:DEPTH]

    return best
