"""How sure a recommendation is, against what is usual among unrelated papers of the same corpus.

The bounds are read off half of 268 CiteULike users (1 to 20 likes given, ten papers recommended); on the other half the
share of hits, which misses every good paper the user never stored, was .34 / .20 / .11 for high / medium / low by
content alone, and .53 / .27 / .15 where other users' likes counted too.
"""

from typing import Literal

import numpy as np

from service.features import Features, Matrix, hash_sample, kernel_matrix

Level = Literal["high", "medium", "low"]

_SAMPLE = 500  # papers whose pairs count as unrelated
_USUAL = 0.99  # of these pairs are less alike
_BY_CONTENT = (4.9, 3.9)  # high from, medium from: spreads above the level of a preference model
_BY_ALL = (11.0, 7.5)  # the same with co-likes in the score


def unrelated(corpus: Features) -> float:
    """The kernel value that 99 % of the pairs in a sample of papers stay below; 0 for fewer than two papers."""
    if len(corpus) < 2:
        return 0.0
    papers = corpus.take(hash_sample(corpus.sample_keys, _SAMPLE))
    pairs = kernel_matrix(papers, papers)[np.triu_indices(len(papers), 1)]
    return float(np.quantile(pairs, _USUAL).round(9))


def levels(scores: Matrix, likeness: Matrix, usual: float, *, co_likes: bool) -> tuple[Level, ...]:
    """The confidence in each of n standard scores, see `PreferenceModel.standard`.

    `co_likes` says whether other users' likes are in the scores.
    `likeness` (n,) is the kernel value with the nearest like. A paper no closer than `usual` for unrelated papers gets
    "low" by content alone, however much it stands out from the rest.
    """
    high, medium = _BY_ALL if co_likes else _BY_CONTENT
    known = np.ones(len(scores), dtype=bool) if co_likes else likeness > usual
    return tuple(_level(float(score) if near else 0.0, high, medium) for score, near in zip(scores, known, strict=True))


def abstains(likeness: Matrix, co_likes: Matrix, usual: float) -> bool:
    """Whether nothing is worth recommending: no candidate is closer to a like than is usual, nor known by co-likes.

    `likeness` and `co_likes` have shape (n,): the kernel value with the nearest like, and the co-likes' part.
    """
    return not bool(((likeness > usual) | (co_likes > 0)).any())


def _level(score: float, high: float, medium: float) -> Level:
    return "high" if score >= high else "medium" if score >= medium else "low"
