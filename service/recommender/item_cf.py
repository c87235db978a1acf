"""What other users liked together: item-based collaborative filtering that shows nothing of fewer than k users.

Each like l is spread over its neighbours, the papers nearest to it, itself first; a user's affinity to l is the sum
over the neighbours that the user likes; a candidate i gets from l the affinities of the users who like i:
part(l, i) = 22 Σ_u [u likes i] |u|^-¼ Σ_j [u likes j] w(l, j) / √(n_j + 1),
with w(l, j) the weight of neighbour j, |u| the number of papers u likes and n_j that of users who like j:
item-based filtering (Sarwar et al. 2001) in which a like that many share says less, over likes smoothed by content so
that a paper few have liked still finds users.
"""

from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from service.features import DENSE_WEIGHT, Features, Indices, Matrix, TermPostings, kernel_matrix

Floats = sparse.csr_array[np.float64]

_SCALE = 22.0  # in the units of a preference model's score
_ACTIVITY_EXPONENT = 0.25  # by which a user counts less who likes many papers
_NEIGHBOUR_EXPONENT = 6
_SELF_KERNEL = 1.7  # of a paper with itself
_CHUNK = 256  # rows at a time


@dataclass(frozen=True, slots=True)
class _Found:
    """The neighbours of a paper, `columns` ascending and the weight of each, among the first so many rows."""

    looked_at: int
    columns: Indices
    weights: Matrix


_NONE = _Found(0, np.zeros(0, dtype=np.intp), np.zeros(0))


class Neighbours:
    """The `most` papers nearest to a paper by the kernel, weighed (k / 1.7)^6; found when first asked for, and kept.

    A first asking scans the corpus; a kept answer takes 12 bytes a neighbour. Answers depend on the corpus alone, not
    on what was asked before, so that threads may share one object for as long as the corpus stays.
    """

    def __init__(self, corpus: Features, most: int = 80, postings: TermPostings | None = None) -> None:
        self._corpus, self._wanted = corpus, most
        self._postings = postings or TermPostings.of(corpus.lexical)
        self._most = min(most, int(corpus.present.sum()) - 1)
        self._found: dict[int, _Found] = {}

    def followed_by(self, corpus: Features) -> "Neighbours":
        """The neighbours among the same papers and those that were appended to them; what was found is kept."""
        other = copy(self)
        other._postings = self._postings.followed_by(corpus.lexical)  # noqa: SLF001
        other._corpus, other._found = corpus, self._found.copy()  # noqa: SLF001
        other._most = min(self._wanted, int(corpus.present.sum()) - 1)  # noqa: SLF001
        return other

    def of(self, papers: Sequence[int]) -> Floats:
        """Weights in (0, 1] of the neighbours of each of `papers`, shape (papers, corpus); 1 for the paper itself."""
        behind: defaultdict[int, list[int]] = defaultdict(list)
        for paper in dict.fromkeys(papers):
            if (looked_at := self._looked_at(paper)) < len(self._corpus):
                behind[looked_at].append(paper)
        for looked_at, some in behind.items():
            for start in range(0, len(some), _CHUNK):
                self._look(some[start : start + _CHUNK], looked_at)
        found = [self._found[paper] for paper in papers]
        ends = np.cumsum([0, *(len(each.columns) for each in found)])
        columns = np.concatenate([np.zeros(0, np.intp), *(each.columns for each in found)])
        weights = np.concatenate([np.zeros(0), *(each.weights for each in found)])
        return sparse.csr_array[np.float64]((weights, columns, ends), shape=(len(papers), len(self._corpus)))

    def known(self) -> list[int]:
        """The papers whose neighbours were asked for."""
        return list(self._found)

    def _looked_at(self, paper: int) -> int:
        """How many rows were looked at for the neighbours of a paper; 0 when one of them is gone, too."""
        known = self._found.get(paper)
        return known.looked_at if known and self._corpus.present[known.columns].all() else 0

    def _look(self, papers: list[int], looked_at: int) -> None:
        """Look at the rows behind those that were looked at, or at all: a scan finds those worth it."""
        asked = self._corpus.take(papers)
        new = np.arange(looked_at, len(self._corpus))
        nearest = np.tile(new, (len(papers), 1)) if looked_at else self._scan(asked)
        distinct, indices = np.unique(nearest, return_inverse=True)
        exact = (kernel_matrix(asked, self._corpus.take(distinct)) / _SELF_KERNEL).round(9)
        similarity = np.take_along_axis(exact, indices.reshape(nearest.shape), axis=1)
        weights = np.where(self._corpus.present[nearest], similarity.clip(0, 1) ** _NEIGHBOUR_EXPONENT, 0)
        for paper, columns, of_columns in zip(papers, nearest, weights, strict=True):
            before = self._found.get(paper, _NONE) if looked_at else _NONE
            if before.looked_at == looked_at:  # or else another thread has been here
                both = np.concatenate([before.columns, columns]), np.concatenate([before.weights, of_columns])
                self._found[paper] = self._best(paper, *both)

    def _best(self, paper: int, columns: Indices, weights: Matrix) -> _Found:
        weights = np.where(columns == paper, 1, weights)
        order = np.lexsort((columns, -weights, columns != paper))
        kept = np.sort(order[: self._most + 1])
        kept = kept[weights[kept] > 0]
        return _Found(len(self._corpus), columns[kept], weights[kept])

    def _scan(self, asked: Features) -> Indices:
        """Twice as many rows as are wanted for each paper, by a scan in single precision; double precision decides."""
        words = np.stack([self._postings.products(asked.lexical[[row]]) for row in range(len(asked))])
        rough = DENSE_WEIGHT * (asked.centred @ self._corpus.centred.T) + words
        rough[:, ~self._corpus.present] = -np.inf
        twice = min(2 * self._most, rough.shape[1] - 1)
        return np.sort(np.argpartition(-rough, twice, axis=1)[:, : twice + 1])


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
