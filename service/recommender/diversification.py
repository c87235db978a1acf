"""Choosing a list that does not repeat itself and leaves out none of a user's interests."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.features import Features, Indices, Matrix

_FIRST = 50  # candidates compared at first; twice as many whenever one beyond them could be better


@dataclass(frozen=True, slots=True)
class Quota:
    """Which interest each of n candidates serves, `interest` (n,), -1 for none, and each interest's `shares` of 1.

    Of the first n places, whatever n, an interest gets floor(n * share / 2) or more, as long as it has candidates.
    """

    interest: Indices
    shares: tuple[float, ...]


def quota(examples: Indices, parts: Matrix, interests: Sequence[Sequence[int]], shares: Sequence[float]) -> Quota:
    """Each candidate serves the interest whose liked rows add most to its score.

    `parts` (examples, n) are the shares of scores, `interests` the liked rows of each interest that is not muted.
    """
    sums = np.stack([parts[np.isin(examples, rows)].sum(axis=0) for rows in interests]).round(9)
    served = np.where(sums.max(axis=0) > 0, np.argmax(sums, axis=0), -1)
    total = sum(shares)
    return Quota(served.astype(np.intp), tuple(share / total for share in shares))


def diversify(
    scores: Matrix, candidates: Features, limit: int, diversity: float, places: Quota | None = None
) -> list[tuple[int, float]]:
    """The first `limit` candidates of one order, each with the penalty (<= 0) for resembling one before it.

    Maximal marginal relevance (Carbonell & Goldstein 1998) with the penalty `diversity` · max(0, centred cosine to the
    nearest earlier pick) · the candidate's own positive score, so that a penalty never outweighs relevance; a quota
    goes before it. What comes first does not depend on `limit`, so pages of the order never overlap. A penalty only
    grows, so candidates whose bare score is too low are not compared at all (lazy greedy, Minoux 1978).
    """
    order = np.argsort(-np.round(scores, 9), kind="stable")
    relevance, penalties = scores[order], np.zeros(len(order))
    served = np.full(len(order), -1) if places is None else places.interest[order]
    shares = np.zeros(0) if places is None else np.array(places.shares)
    left = np.bincount(served[served >= 0], minlength=len(shares))
    given = np.zeros_like(left)
    free = np.ones(len(order), dtype=bool)
    vectors = candidates.centred[order[:_FIRST]].astype(np.float64)
    picks: list[tuple[int, float]] = []
    while len(picks) < min(limit, len(order)):
        seen = len(vectors)
        open_now = free[:seen] & _open(served[:seen], given, left, shares, len(picks))
        values = np.where(open_now, np.round(relevance[:seen] + penalties[:seen], 9), -np.inf)
        best = int(np.argmax(values))
        if seen < len(order) and round(float(relevance[seen]), 9) >= values[best]:
            vectors = candidates.centred[order[: 2 * seen]].astype(np.float64)
            earlier = vectors[[pick for pick, _ in picks]]
            penalties[seen : len(vectors)] = _penalties(vectors[seen:], earlier, relevance[seen:], diversity)
            continue
        picks.append((best, float(penalties[best])))
        free[best] = False
        if served[best] >= 0:
            given[served[best]] += 1
            left[served[best]] -= 1
        new = _penalties(vectors, vectors[[best]], relevance, diversity)
        penalties[:seen] = np.minimum(penalties[:seen], new)
    return [(int(order[pick]), penalty) for pick, penalty in picks]


def _penalties(vectors: Matrix, earlier: Matrix, relevance: Matrix, diversity: float) -> Matrix:
    likeness = np.clip(vectors @ earlier.T, 0, 1).max(axis=1, initial=0)
    return -diversity * likeness * np.maximum(relevance[: len(vectors)], 0)


def _open(served: Indices, given: Indices, left: Indices, shares: Matrix, taken: int) -> NDArray[np.bool_]:
    """Who may take the next place: anyone, until the places that interests claim up to some later one are all of them.

    `given` and `left` count the places and the free candidates of each interest. All claims together are at most half
    of the places, so none further ahead than `taken` can be pressing.
    """
    ahead = np.arange(1, taken + 2)[:, None]
    claims = np.clip(np.floor((taken + ahead) * shares / 2) - given, 0, left)
    pressing = claims.sum(axis=1) >= ahead[:, 0]
    if not pressing.any():
        return np.ones(len(served), dtype=bool)
    return np.isin(served, np.flatnonzero(claims[np.argmax(pressing)]))
