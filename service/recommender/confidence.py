"""How sure a recommendation is, against what is usual among unrelated papers of the same corpus.

The bounds are read off half of 268 CiteULike users (1 to 20 likes given, ten papers recommended); on the other half the
share of hits, which misses every good paper the user never stored, was .32 / .20 / .12 for high / medium / low by
content alone, and .52 / .27 / .15 where other users' likes counted too.
"""

from typing import Literal

import numpy as np

from service.features import Matrix

Confidence = Literal["high", "medium", "low"]
"""How sure a recommendation is."""

_BY_CONTENT = (14.0, 9.0)  # high from, medium from: evidence by content alone
_WITH_CO_LIKES = (30.0, 18.0)  # the same with co-likes in it


def evidence(contributions: Matrix, weights: Matrix) -> Matrix:
    """How far some of the likes together lift each of n papers above unrelated ones, in standard deviations, (n,).

    `contributions` (likes, n) in deviations of unrelated papers, `weights` (likes,) above 0, of one like or more. Of
    those that speak most for a paper as many are taken as make the sum stand out most: max over m of the sum of the m
    strongest over the root of their summed squared weights (a scan statistic, Glaz, Naus & Wallenstein 2001). So one
    like more never lowers it.
    """
    order = np.argsort(-contributions / weights[:, None], axis=0, kind="stable")
    sums: Matrix = np.cumsum(np.take_along_axis(contributions, order, axis=0), axis=0)
    squares: Matrix = np.cumsum(weights[order] ** 2, axis=0)
    found: Matrix = (sums / np.sqrt(squares)).max(axis=0)
    return found


def confidence(found: float, *, co_likes: bool) -> Confidence:
    """The word for some `evidence`; `co_likes` says whether other users' likes are in it."""
    high, medium = _WITH_CO_LIKES if co_likes else _BY_CONTENT
    return "high" if found >= high else "medium" if found >= medium else "low"
