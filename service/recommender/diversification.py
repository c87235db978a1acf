"""Choosing a list that does not repeat itself and leaves out none of a user's interests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.features import Features, Indices, Matrix

_CLAIMED = 0.6  # of a list goes to interests by their shares, the rest to whatever is best
_FIRST = 50  # candidates compared at first; twice as many whenever one beyond them could be better


@dataclass(frozen=True, slots=True)
class Quota:
    """Which interest each of n candidates serves, `interest` (n,), -1 for none, and each interest's `shares` of 1.

    Of the first p positions of a list, whatever p, an interest gets floor(0.6 * p * share) or more, as long as it has
    candidates.
    """

    interest: Indices
    shares: tuple[float, ...]


def interest_quota(parts: Matrix, shares: Sequence[float]) -> Quota:
    """Each of n candidates serves the interest that adds most to its score.

    `parts` (interests, n) is what each interest that is not muted adds, `shares` what it is to get of the list, in any
    unit.
    """
    sums = parts.round(9)
    served = np.where(sums.max(axis=0) > 0, np.argmax(sums, axis=0), -1)
    total = sum(shares)
    return Quota(served.astype(np.intp), tuple(share / total for share in shares))


def diversify(
    scores: Matrix,
    candidates: Features,
    limit: int,
    diversity: float,
    quota: Quota | None = None,
    repeats: Callable[[int], NDArray[np.bool_]] | None = None,
) -> list[tuple[int, float]]:
    """The first `limit` candidates of one order, each with the penalty (<= 0) for resembling one before it.

    Maximal marginal relevance (Carbonell & Goldstein 1998) with the penalty `diversity` · max(0, centred cosine to the
    nearest earlier pick) · the candidate's own positive score, so that a penalty never outweighs relevance; a quota
    goes before it. A pick takes the candidates that `repeats`, shape (n,), gives for it out of the running. What comes
    first does not depend on `limit`, so pages of the order never overlap. A penalty only grows, so candidates whose
    bare score is too low are not compared at all (lazy greedy, Minoux 1978).
    """
    order = np.argsort(-np.round(scores, 9), kind="stable")
    relevance, penalties = scores[order], np.zeros(len(order))
    served = np.full(len(order), -1) if quota is None else quota.interest[order]
    shares = np.zeros(0) if quota is None else np.array(quota.shares)
    remaining = np.bincount(served[served >= 0], minlength=len(shares))
    filled = np.zeros_like(remaining)
    free = np.ones(len(order), dtype=bool)
    vectors = candidates.centred[order[:_FIRST]].astype(np.float64)
    picks: list[tuple[int, float]] = []
    while len(picks) < limit and free.any():
        seen = len(vectors)
        eligible = free[:seen] & _within_quota(served[:seen], filled, remaining, shares, len(picks))
        values = np.where(eligible, np.round(relevance[:seen] + penalties[:seen], 9), -np.inf)
        best = int(np.argmax(values))
        if seen < len(order) and round(float(relevance[seen]), 9) >= values[best]:
            vectors = candidates.centred[order[: 2 * seen]].astype(np.float64)
            earlier = vectors[[pick for pick, _ in picks]]
            penalties[seen : len(vectors)] = _penalties(vectors[seen:], earlier, relevance[seen:], diversity)
            continue
        picks.append((best, float(penalties[best])))
        gone = np.zeros(len(order), dtype=bool) if repeats is None else repeats(int(order[best]))[order] & free
        gone[best] = True
        free[gone] = False
        remaining -= np.bincount(served[gone & (served >= 0)], minlength=len(shares))
        if served[best] >= 0:
            filled[served[best]] += 1
        penalties[:seen] = np.minimum(penalties[:seen], _penalties(vectors, vectors[[best]], relevance, diversity))
    return [(int(order[pick]), penalty) for pick, penalty in picks]


def _penalties(vectors: Matrix, earlier: Matrix, relevance: Matrix, diversity: float) -> Matrix:
    similarity = np.clip(vectors @ earlier.T, 0, 1).max(axis=1, initial=0)
    return -diversity * similarity * np.maximum(relevance[: len(vectors)], 0)


def _within_quota(
    served: Indices, filled: Indices, remaining: Indices, shares: Matrix, taken: int
) -> NDArray[np.bool_]:
    """Who may come next: anyone, until the positions that interests claim up to some later one are all of them.

    `filled` and `remaining` count the positions and the free candidates of each interest. Claims are at most a share c
    of all positions, so none further ahead than `taken` · c / (1 - c) can be due.
    """
    ahead = np.arange(1, int(taken * _CLAIMED / (1 - _CLAIMED)) + 2)[:, None]
    claims = np.clip(np.floor(((taken + ahead) * shares * _CLAIMED).round(9)) - filled, 0, remaining)
    due = claims.sum(axis=1) >= ahead[:, 0]
    if not due.any():
        return np.ones(len(served), dtype=np.bool_)
    claiming = np.append(claims[np.argmax(due)] > 0, False)  # the last of all is that of -1, who serve none
    return claiming[served]
