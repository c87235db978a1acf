"""Choosing a list that does not repeat itself and leaves out none of a user's interests."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.taste import Features, Matrix, Places

_POOL = 10  # candidates per wanted place that take part, of all and of each interest


@dataclass(frozen=True, slots=True)
class Quota:
    """Which interest each of n candidates serves, `interest` (n,), -1 for none, and each interest's `shares` of 1.

    An interest gets floor(limit * share / 2) places or more, as long as it has candidates.
    """

    interest: Places
    shares: tuple[float, ...]


def quota(examples: Places, parts: Matrix, interests: Sequence[Sequence[int]], shares: Sequence[float]) -> Quota:
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
    """Up to `limit` candidates, each with the penalty (<= 0) for resembling one picked before it.

    Maximal marginal relevance (Carbonell & Goldstein 1998) with the penalty `diversity` · max(0, centred cosine to the
    nearest earlier pick) · the candidate's own positive score, so that a penalty never outweighs relevance. A quota
    decides which candidates are picked; the list is ordered by (score + penalty, row) all the same.
    """
    pool = _pool(scores, limit, places)
    vectors = candidates.centred[pool].astype(np.float64)
    relevance, penalties = scores[pool], np.zeros(len(pool))
    owed = np.zeros(0, dtype=np.intp) if places is None else np.floor(np.array(places.shares) * limit / 2).astype(int)
    served = np.full(len(pool), -1) if places is None else places.interest[pool]
    free = np.ones(len(pool), dtype=bool)
    picks: list[tuple[int, float]] = []
    for left in range(min(limit, len(pool)), 0, -1):
        open_now = free & _open(served, free, owed, left)
        best = int(np.argmax(np.where(open_now, np.round(relevance + penalties, 9), -np.inf)))
        picks.append((int(pool[best]), float(penalties[best])))
        free[best] = False
        if served[best] >= 0:
            owed[served[best]] = max(0, owed[served[best]] - 1)
        likeness = np.clip(vectors @ vectors[best], 0, 1)
        penalties = np.minimum(penalties, -diversity * likeness * np.maximum(relevance, 0))
    return sorted(picks, key=lambda pick: (-round(float(scores[pick[0]]) + pick[1], 9), pick[0]))


def _pool(scores: Matrix, limit: int, places: Quota | None) -> Places:
    """The rows that take part, ascending: the best of all and the best of each interest."""
    order = np.argsort(-np.round(scores, 9), kind="stable")
    chosen = [order[: _POOL * limit]]
    if places is not None:
        served = places.interest[order]
        chosen += [order[served == interest][: _POOL * limit] for interest in range(len(places.shares))]
    return np.unique(np.concatenate(chosen))


def _open(served: Places, free: NDArray[np.bool_], owed: Places, left: int) -> NDArray[np.bool_]:
    """Who may take the next of `left` places: anyone, until the places owed to interests are all that is left."""
    claims = np.array([min(int(owed[i]), int((free & (served == i)).sum())) for i in range(len(owed))], dtype=np.intp)
    if claims.sum() < left:
        return np.ones(len(served), dtype=bool)
    return np.isin(served, np.flatnonzero(claims))
