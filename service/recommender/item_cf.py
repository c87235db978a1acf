"""What other users liked together: item-based collaborative filtering that shows nothing of fewer than k users.

Each like l is spread over its neighbours, the papers nearest to it, itself first; a user's affinity to l is the sum
over the neighbours that the user likes; a candidate i gets from l the affinities of the users who like i:
part(l, i) = 22 Σ_u [u likes i] |u|^-¼ Σ_j [u likes j] w(l, j) / √(n_j + 1),
with w(l, j) the weight of neighbour j, |u| the number of papers u likes and n_j that of users who like j:
item-based filtering (Sarwar et al. 2001) in which a like that many share says less, over likes smoothed by content so
that a paper few have liked still finds users.
"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from service.features import DENSE_WEIGHT, Features, Indices, Matrix, kernel_matrix

Floats = sparse.csr_array[np.float64]

_SCALE = 22.0  # in the units of a preference model's score
_ACTIVITY_EXPONENT = 0.25  # by which a user counts less who likes many papers
_NEIGHBOUR_EXPONENT = 6
_SELF_KERNEL = 1.7  # of a paper with itself
_CHUNK = 256  # rows at a time


class Neighbours:
    """The `most` papers nearest to a paper by the kernel, weighed (k / 1.7)^6; found when first asked for, and kept.

    A first asking scans the corpus; a kept answer takes 12 bytes a neighbour. Answers depend on the corpus alone, not
    on what was asked before, so that threads may share one object for as long as the corpus stays.
    """

    def __init__(self, corpus: Features, most: int = 80) -> None:
        self._corpus = corpus
        self._by_term = corpus.lexical.T.tocsr()
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
        rough = DENSE_WEIGHT * (asked.centred @ self._corpus.centred.T) + (asked.lexical @ self._by_term).toarray()
        twice = min(2 * self._most, len(self._corpus) - 1)
        nearest = np.sort(np.argpartition(-rough, twice, axis=1)[:, : twice + 1])
        distinct, indices = np.unique(nearest, return_inverse=True)
        exact = (kernel_matrix(asked, self._corpus.take(distinct)) / _SELF_KERNEL).round(9)
        similarity = np.take_along_axis(exact, indices.reshape(nearest.shape), axis=1)
        for paper, columns, row in zip(papers, nearest, similarity, strict=True):
            order = np.argsort(np.where(columns == paper, -np.inf, -row), kind="stable")
            kept = np.sort(order[: self._most + 1])
            weights = np.where(columns[kept] == paper, 1, np.clip(row[kept], 0, 1) ** _NEIGHBOUR_EXPONENT)
            self._found[paper] = columns[kept][weights > 0], weights[weights > 0]


class CoLikes:
    """All users' likes, 0 or 1 as (users, papers): what they say about the likes of one user.

    A like adds nothing to a candidate unless `least` users other than the asking one like the candidate and a
    neighbour of that like; and counts of users weigh as `least` at the fewest. So whoever compares two answers learns
    nothing of a like that fewer than `least` users share. Not differential privacy: made-up users count as users.
    """

    def __init__(self, likes: sparse.csr_array[np.float64], neighbours: Neighbours, least: int = 3) -> None:
        self._by_user = likes
        self._by_paper = likes.T.tocsr()
        self._users = np.diff(self._by_paper.indptr).astype(np.float64)
        self._user_weights = np.maximum(np.diff(likes.indptr), 1) ** -_ACTIVITY_EXPONENT
        self._neighbours, self._least = neighbours, least

    def total(self, liked: Sequence[int], weights: Matrix, without_user: int | None = None) -> Matrix:
        """At least what `parts`, weighted by like, sums to for every paper, shape (papers,).

        For choosing candidates, not for showing.
        """
        users = self._others(without_user)
        if not self._may_show(users):
            return np.zeros(len(users))
        affinities = self._affinities(liked, users, without_user)
        sums: Matrix = np.asarray(self._by_paper @ np.asarray(weights @ affinities).ravel(), dtype=np.float64)
        return np.where(users >= self._least, sums, 0)

    def parts(self, liked: Sequence[int], candidates: Indices, without_user: int | None = None) -> Matrix:
        """What each like adds to each candidate's score, >= 0, shape (liked, candidates), in the units of a score."""
        users = self._others(without_user)
        if not self._may_show(users[candidates]):
            return np.zeros((len(liked), len(candidates)))
        affinities = self._affinities(liked, users, without_user)
        likes: Floats = self._by_paper[candidates].T.tocsr()
        parts: Matrix = (affinities @ likes).toarray()
        present = affinities.copy()
        present.data[:] = 1
        parts[(present @ likes).toarray() < self._least] = 0
        return parts

    def _may_show(self, users: Matrix) -> bool:
        """Whether any of some papers has users enough; where none has, there is no need to look for neighbours."""
        return bool((users >= self._least).any())

    def _others(self, without_user: int | None) -> Matrix:
        """How many users like each paper, not counting one."""
        users = self._users
        if without_user is not None:
            users = users.copy()
            users[self._by_user[[without_user]].indices] -= 1
        return users

    def _affinities(self, liked: Sequence[int], users: Matrix, without_user: int | None) -> Floats:
        """The affinity of each user to each like, shape (liked, users)."""
        neighbours = self._neighbours.of(liked)
        shared = np.maximum(users[neighbours.indices], self._least) + 1
        neighbours.data *= _SCALE / np.sqrt(shared)
        affinities: Floats = (neighbours @ self._by_paper).tocsr()
        weights = self._user_weights
        if without_user is not None:
            weights = weights.copy()
            weights[without_user] = 0
        affinities.data *= weights[affinities.indices]
        affinities.eliminate_zeros()
        return affinities
