"""What many users here like, lately or at any time; what fewer than three do is nobody else's business."""

import numpy as np
from scipy import sparse

from service.features import Indices, Matrix

_LEAST = 3  # users without whom a paper has no score
_HALF_LIFE = 14  # days: likes that came all at once count for a few weeks, and a quarter is left of last month's
_STEPS = 2  # to a doubling
_NEGLIGIBLE = 2.0**-10  # of a like of today: less, or else all that was ever liked by three would have some score


def popularity(days: sparse.csr_array[np.int64], least: int = _LEAST) -> Indices:
    """How many users like each paper, shape (papers,); 0 where they are fewer than `least`.

    `days` has the day of each like, shape (users, papers).
    """
    users = np.bincount(days.indices, minlength=days.shape[1])
    return np.where(users >= least, users, 0)


def trending_scores(days: sparse.csr_array[np.int64], least: int = _LEAST) -> Matrix:
    """How much each paper is liked of late, shape (papers,): 1 for the most liked, 0 below `least` users.

    `days` has the day of each like, shape (users, papers). A like counts half for each fortnight that it is older than
    the newest one that counts (exponential decay), so that scores change with likes only, not with the clock. Who
    compares two answers must not see one user's like: the latest `least` likes of a paper count as the last of these,
    so no one of them is seen to be recent, and scores go in steps of √2. Not differential privacy: made-up users count
    as users.
    """
    scores = np.zeros(days.shape[1])
    papers, latest = _veiled(days.indices.astype(np.intp), days.data, len(scores), least)
    if not len(papers):
        return scores
    scored = np.unique(papers)
    sums = np.bincount(papers, 0.5 ** ((latest.max() - latest) / _HALF_LIFE))[scored]
    steps = _steps(np.maximum(sums, _NEGLIGIBLE))
    scores[scored] = np.where(sums < _NEGLIGIBLE, 0, 2.0 ** ((steps - steps.max()) / _STEPS))
    return scores


def likes_within(days: sparse.csr_array[np.int64], today: int, window: int, least: int = _LEAST) -> Matrix:
    """How much each paper is liked within a window, in likes of today, shape (papers,); 0 below `least` users.

    `days` has the day of each like, shape (users, papers). Those of `today` and of the `window` days before it count,
    each `decay` of its age; one that is dated later does not count yet. What one user likes is not seen, for the same
    two reasons as in `trending_scores`: sums are rounded to a power of √2.
    """
    weights = np.zeros(days.shape[1])
    ages = today - days.data
    inside = (ages >= 0) & (ages <= window)
    papers, latest = _veiled(days.indices[inside].astype(np.intp), days.data[inside], len(weights), least)
    if len(papers):
        scored = np.unique(papers)
        sums = np.bincount(papers, decay(today - latest, window)).astype(np.float64)[scored]
        weights[scored] = 2.0 ** (_steps(sums) / _STEPS)
    return weights


def enough_users_within(days: sparse.csr_array[np.int64], today: int, window: int, least: int = _LEAST) -> bool:
    """Whether `least` users like anything within a window, as `likes_within` has it."""
    ages = today - days.data
    users = np.repeat(np.arange(days.shape[0]), np.diff(days.indptr))
    return len(np.unique(users[(ages >= 0) & (ages <= window)])) >= least


def votes_in_likes(votes: Indices, ages: Indices, window: int) -> Matrix:
    """What votes at a source count beside likes of today, each (n,): log10(1 + votes), times `decay` of their age.

    Nine votes of strangers are as much as the like of one user here, 99 as much as two, 999 as three.
    """
    return np.log10(1.0 + votes) * decay(ages, window)


def decay(ages: Indices, window: int) -> Matrix:
    """What is left after `ages` in days, (n,): 2^(-2 age / window), half in the middle and a quarter at the end."""
    return 2.0 ** (-2.0 * ages / window)


def _veiled(papers: Indices, days: Indices, count: int, least: int) -> tuple[Indices, Indices]:
    """The likes of the papers that `least` users like, the latest `least` of each with the day of the last of these.

    `papers` and `days`, (n,), have the paper and the day of each like, of `count` papers; so has the answer, by paper.
    """
    users = np.bincount(papers, minlength=count)
    order = np.lexsort((-days, papers))
    papers, latest = papers[order], days[order]
    scored = np.flatnonzero(users >= least)
    shared_day = np.zeros(count, dtype=np.int64)
    shared_day[scored] = latest[(np.cumsum(users) - users)[scored] + least - 1]
    counted = users[papers] >= least
    return papers[counted], np.minimum(latest, shared_day[papers])[counted]


def _steps(sums: Matrix) -> Matrix:
    steps: Matrix = _STEPS * np.log2(sums)
    return steps.round()
