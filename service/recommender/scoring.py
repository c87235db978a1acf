"""Ranking on one snapshot: candidates, exact scores, and where each score comes from."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.features import Features, Indices, Matrix
from service.recommender.background import Background, background_of
from service.recommender.item_cf import CoLikes
from service.recommender.preference_model import PreferenceModel, fit

ApproximateSearch = Callable[[NDArray[np.float32], int], Indices]
"""Rows that may be among the k nearest to any of the queries, shape (m, dim): what an approximate index offers."""

_BY_CONTENT = 500  # candidates by a scan in single precision: the true best 50 were among them at 100,000 papers
_FROM_INDEX = 2_000  # candidates from an approximate index, which knows the embedding only
_BY_CO_LIKES = 1_000  # candidates by what others liked together
_CO_LIKED = 500  # likes, the first ones given, whose co-likes count: each takes a look at the whole corpus
_QUERIES = 20  # likes that an approximate index is asked about, besides their mean


@dataclass(frozen=True, slots=True)
class Ranking:
    """The exact `scores` (c,) of `candidates`, which stand at `rows` (c,) of the corpus, ascending.

    `co_likes` (examples, c) is what other users liked together: what it adds to each score by each of `model.examples`.
    What no example adds is how typical a paper is of the corpus.
    """

    model: PreferenceModel
    rows: Indices
    candidates: Features
    scores: Matrix
    co_likes: Matrix

    def only(self, places: Indices) -> "Ranking":
        """The same with some of the candidates, `places` ascending."""
        return replace(
            self,
            rows=self.rows[places],
            candidates=self.candidates.take(places),
            scores=self.scores[places],
            co_likes=self.co_likes[:, places],
        )

    def contributions(self, picks: Sequence[int]) -> Matrix:
        """What the scores of some candidates would lose without each example, shape (examples, picks)."""
        return self.model.contributions(self.candidates.take(picks)) + self.co_likes[:, picks]

    def shares(self, groups: Sequence[Sequence[int]]) -> Matrix:
        """What each group of liked rows adds to the score of every candidate, shape (groups, c)."""
        examples: list[int] = self.model.examples.tolist()
        members = np.array([[float(row in rows) for row in examples] for rows in map(frozenset, groups)])
        return self.model.shares(members, self.candidates) + members @ self.co_likes


class Ranker:
    """What ranking needs of one snapshot; safe to share between threads."""

    def __init__(
        self,
        papers: Features,
        co_likes: CoLikes | None = None,
        background: Background | None = None,
        typicality: Matrix | None = None,
    ) -> None:
        """`papers` are the corpus, one at least; `background` is theirs where no other one is given.

        `typicality` (n,) is what the background says of each paper, where that is known already.
        """
        self.papers = papers
        self.background = background or background_of(papers)
        self.typicality = self.background.typicality(papers.dense) if typicality is None else typicality
        self._co_likes = co_likes

    def followed_by(self, papers: Features) -> "Ranker":
        """The same ranker for these papers and some that were appended to them."""
        other = copy(self)
        other.papers = papers
        new = self.background.typicality(papers.dense[len(self.papers) :])
        other.typicality = np.concatenate([self.typicality, new])
        return other

    def with_co_likes(self, co_likes: CoLikes | None) -> "Ranker":
        """The same ranker with other co-likes, those of now."""
        other = copy(self)
        other._co_likes = co_likes  # noqa: SLF001
        return other

    def rank(
        self,
        liked: Sequence[int],
        disliked: Sequence[int] = (),
        *,
        weights: Sequence[float] | None = None,
        allowed: NDArray[np.bool_] | None = None,
        user: int | None = None,
        search: ApproximateSearch | None = None,
        also: Sequence[int] = (),
    ) -> Ranking:
        """Score the candidates for liked and disliked rows (most recent first); `weights` has a factor per like.

        Only rows where the mask `allowed`, shape (n,), is true are candidates. `user` is the asking user's row among
        the co-likes, whose own likes do not count. Without `search`, candidates come from a scan of the whole corpus.
        Rows in `also` are scored in any case. Raises ValueError as `fit` does.
        """
        model = fit(self.papers, liked, disliked, self.background, weights)
        # By place among all that were given, so that none moves in when another one is muted.
        first = len(liked) if weights is None else int(np.count_nonzero(weights[:_CO_LIKED]))
        shared, factors = model.likes[: min(first, _CO_LIKED)].tolist(), model.weights[: min(first, _CO_LIKED)]
        mask = self.papers.present if allowed is None else allowed
        rows = self._by_content(model, mask, search)
        if self._co_likes is not None:
            totals = np.where(mask, self._co_likes.total(shared, factors, user), 0)
            rows = np.union1d(rows, np.intersect1d(_best(totals, _BY_CO_LIKES), np.flatnonzero(totals)))
        rows = np.union1d(rows, np.asarray(also, dtype=np.intp))
        candidates = self.papers.take(rows)
        co_likes = np.zeros((len(model.examples), len(rows)))
        if self._co_likes is not None:
            co_likes[: len(shared)] = factors[:, None] * self._co_likes.parts(shared, rows, user)
        scores = model.scores(candidates) + co_likes.sum(axis=0) + self.typicality[rows]
        return Ranking(model, rows, candidates, scores, co_likes)

    def _by_content(self, model: PreferenceModel, mask: NDArray[np.bool_], search: ApproximateSearch | None) -> Indices:
        if search is None or not len(model.likes):
            scores = model.scan(self.papers) + self.typicality
            return _best(np.where(mask, scores, -np.inf), min(_BY_CONTENT, int(mask.sum())))
        # Likes and their mean are safe queries for an approximate index; a fitted direction is not.
        likes = self.papers.dense[model.likes]
        rows = search(np.vstack([likes.mean(axis=0), likes[:_QUERIES]]), _FROM_INDEX)
        return rows[mask[rows]]


def _best(values: NDArray[np.floating], most: int) -> Indices:
    """The indices of the `most` highest values, ascending; of equal ones the first."""
    if most >= len(values):
        return np.arange(len(values))
    least = np.partition(values, len(values) - most)[len(values) - most]
    above, equal = np.flatnonzero(values > least), np.flatnonzero(values == least)
    return np.sort(np.concatenate([above, equal[: most - len(above)]]))
