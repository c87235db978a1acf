"""How sure a recommendation is, against what is usual among unrelated papers of the same corpus.

The bounds are read off half of 268 CiteULike users (1 to 20 likes given, ten papers recommended); on the other half the
share of hits, which misses every good paper the user never stored, was .34 / .20 / .11 for high / medium / low by
content alone, and .53 / .27 / .15 where other users' likes counted too.
"""

from typing import Literal

import numpy as np

from service.features import Features, Matrix, hash_sample, kernel_matrix

Confidence = Literal["high", "medium", "low"]
"""How sure a recommendation is."""

_SAMPLE = 500  # papers whose pairs count as unrelated
_QUANTILE = 0.99  # of these pairs are less similar
_BY_CONTENT = (4.9, 3.9)  # high from, medium from: standardised scores of a preference model
_WITH_CO_LIKES = (11.0, 7.5)  # the same with co-likes in the score


def unrelated_similarity(corpus: Features) -> float:
    """The kernel value that 99 % of the pairs in a sample of papers stay below; 0 for fewer than two papers."""
    if len(corpus) < 2:
        return 0.0
    papers = corpus.take(hash_sample(corpus.sample_keys, _SAMPLE))
    pairs = kernel_matrix(papers, papers)[np.triu_indices(len(papers), 1)]
    return float(np.quantile(pairs, _QUANTILE).round(9))


def confidences(scores: Matrix, similarity: Matrix, unrelated: float, *, co_likes: bool) -> tuple[Confidence, ...]:
    """The confidence in each of n standardised scores, see `PreferenceModel.standardised`.

    `co_likes` says whether other users' likes are in the scores.
    `similarity` (n,) is the kernel value with the nearest like. A paper no closer than `unrelated` ones gets "low" by
    content alone, however much it stands out from the rest.
    """
    high, medium = _WITH_CO_LIKES if co_likes else _BY_CONTENT
    related = np.ones(len(scores), dtype=bool) if co_likes else similarity > unrelated
    return tuple(
        _confidence(float(score) if near else 0.0, high, medium) for score, near in zip(scores, related, strict=True)
    )


def abstains(similarity: Matrix, co_likes: Matrix, unrelated: float) -> bool:
    """Whether nothing is worth recommending: no candidate is closer to a like than `unrelated`, nor known by co-likes.

    `similarity` and `co_likes` have shape (n,): the kernel value with the nearest like, and the co-likes' part.
    """
    return not bool(((similarity > unrelated) | (co_likes > 0)).any())


def _confidence(score: float, high: float, medium: float) -> Confidence:
    return "high" if score >= high else "medium" if score >= medium else "low"
