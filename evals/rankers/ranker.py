"""What every method of ranking is asked, and how scores become a ranking."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]
Scores = NDArray[np.float64]

DEPTH = 1_000  # ranks looked at: a first hit below counts as none


class Query(NamedTuple):
    """A user's case, in rows of the corpus."""

    user: str
    liked: Rows
    disliked: Rows


Scorer = Callable[[Query], Scores]  # a score for each paper of the corpus, (n,)
Ranker = Callable[[Query], Rows]  # the best rows, best first, at most DEPTH; none of the query's own


def ranked(scorer: Scorer) -> Ranker:
    """The ranker that orders the papers by (score descending, row)."""

    def ranker(query: Query) -> Rows:
        scores = scorer(query)
        scores[query.liked] = scores[query.disliked] = -np.inf
        best = np.arange(len(scores))
        if len(scores) > DEPTH:  # all that reach the score of rank DEPTH, so that ties are cut by row too
            best = np.flatnonzero(scores >= np.partition(scores, -DEPTH)[-DEPTH])
        order = best[np.argsort(-scores[best], kind="stable")][:DEPTH]
        return order[np.isfinite(scores[order])]

    return ranker
