"""What other users liked together: item-based collaborative filtering that shows nothing of fewer than k users.

A like l vouches for itself and, less, for the papers nearest to it; a user is as close to l as the papers of theirs it
vouches for; a candidate i gets from l the closeness of the users who like i:
part(l, i) = 2 / √L · Σ_u [u likes i] |u|^-¼ Σ_j [u likes j] near(l, j) / √(n_j + 1),
with L likes, |u| the number of papers u likes and n_j that of users who like j: item-based filtering (Sarwar et al.
2001) in which a like that many share says less, over likes smoothed by content so that a paper few have liked still
finds users.
"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from service.features import DENSE_WEIGHT, Features, Indices, Matrix, kernel_matrix

Floats = sparse.csr_array[np.float64]

_STRENGTH = 2.0  # in the units of a preference model's score
_LIBRARY = 0.25  # of a user who likes many papers
_STEEPNESS = 6  # of a neighbour's weight
_SELF = 1.7  # the kernel of a paper with itself
_CHUNK = 256  # rows at a time


class Neighbours:
    """The `most` papers nearest to a paper by the kernel, weighed (k / 1.7)^6; found when first asked for, and kept.

    A first asking scans the corpus; a kept answer takes 12 bytes a neighbour. Answers depend on the corpus alone, not
    on what was asked before, so that threads may share one object for as long as the corpus stays.
    """

    def __init__(self, corpus: Features, most: int = 80) -> None:
        self._corpus = corpus
        self._by_word = corpus.lexical.T.tocsr()
        self._most = min(most, len(corpus) - 1)
        self._found: dict[int, tuple[Indices, Matrix]] = {}

    def of(self, papers: Sequence[int]) -> Floats:
        """Weights in (0, 1] of the neighbours of each of `papers`, shape (papers, corpus); 1 for the paper itself."""
        missing = [paper for paper in dict.fromkeys(papers) if paper not in self._found]
        for start in range(0, len(missing), _CHUNK):
            self._find(missing[start : start + _CHUNK])
        found = [self._found[paper] for paper in papers]
        ends = np.cumsum([0, *(len(columns) for columns, _ in found)])
        columns = np.concatenate([np.zeros(0, np.intp), *(columns for columns, _ in found)])
        weights = np.concatenate([np.zeros(0), *(weights for _, weights in found)])
        return sparse.csr_array[np.float64]((weights, columns, ends), shape=(len(papers), len(self._corpus)))

    def _find(self, papers: list[int]) -> None:
        """A scan in single precision finds twice as many as wanted; double precision decides."""
        asked = self._corpus.take(papers)
        rough = DENSE_WEIGHT * (asked.centred @ self._corpus.centred.T) + (asked.lexical @ self._by_word).toarray()
        twice = min(2 * self._most, len(self._corpus) - 1)
        near = np.sort(np.argpartition(-rough, twice, axis=1)[:, : twice + 1])
        drawn, places = np.unique(near, return_inverse=True)
        exact = (kernel_matrix(asked, self._corpus.take(drawn)) / _SELF).round(9)
        likeness = np.take_along_axis(exact, places.reshape(near.shape), axis=1)
        for paper, columns, row in zip(papers, near, likeness, strict=True):
            order = np.argsort(np.where(columns == paper, -np.inf, -row), kind="stable")
            others = np.sort(order[: self._most + 1])
            weights = np.where(columns[others] == paper, 1, np.clip(row[others], 0, 1) ** _STEEPNESS)
            self._found[paper] = columns[others][weights > 0], weights[weights > 0]


class CoLikes:
    """All users' likes, 0 or 1 as (users, papers): what they say about the likes of one user.

    A like adds nothing to a candidate unless `least` users other than the asking one like the candidate and something
    near that like; and counts of users weigh as `least` at the fewest. So whoever compares two answers learns nothing
    of a like that fewer than `least` users share. Not differential privacy: made-up users count as users.
    """

    def __init__(self, likes: sparse.csr_array[np.float64], near: Neighbours, least: int = 3) -> None:
        self._by_user = likes
        self._by_paper = likes.T.tocsr()
        self._users = np.diff(self._by_paper.indptr).astype(np.float64)
        self._sizes = np.maximum(np.diff(likes.indptr), 1) ** -_LIBRARY
        self._near, self._least = near, least

    def total(self, liked: Sequence[int], without_user: int | None = None) -> Matrix:
        """At least what `parts` sums to for every paper, shape (papers,): for choosing candidates, not for showing."""
        users = self._others(without_user)
        closeness = self._closeness(liked, users, without_user)
        sums: Matrix = np.asarray(self._by_paper @ np.asarray(closeness.sum(axis=0)).ravel(), dtype=np.float64)
        return np.where(users >= self._least, sums, 0)

    def parts(self, liked: Sequence[int], candidates: Indices, without_user: int | None = None) -> Matrix:
        """What each like adds to each candidate's score, >= 0, shape (liked, candidates), in the units of a score."""
        closeness = self._closeness(liked, self._others(without_user), without_user)
        fans: Floats = self._by_paper[candidates].T.tocsr()
        parts: Matrix = (closeness @ fans).toarray()
        present = closeness.copy()
        present.data[:] = 1
        parts[(present @ fans).toarray() < self._least] = 0
        return parts

    def _others(self, without_user: int | None) -> Matrix:
        """How many users like each paper, not counting one."""
        users = self._users
        if without_user is not None:
            users = users.copy()
            users[self._by_user[[without_user]].indices] -= 1
        return users

    def _closeness(self, liked: Sequence[int], users: Matrix, without_user: int | None) -> Floats:
        """How close each user is to each like, shape (liked, users)."""
        near = self._near.of(liked)
        shared = np.maximum(users[near.indices], self._least) + 1
        near.data *= _STRENGTH / np.sqrt(max(len(liked), 1) * shared)
        closeness: Floats = (near @ self._by_paper).tocsr()
        sizes = self._sizes
        if without_user is not None:
            sizes = sizes.copy()
            sizes[without_user] = 0
        closeness.data *= sizes[closeness.indices]
        closeness.eliminate_zeros()
        return closeness
