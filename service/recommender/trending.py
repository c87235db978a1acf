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
    users = np.bincount(days.indices, minlength=days.shape[1])
    if users.max(initial=0) < least:
        return scores
    order = np.lexsort((-days.data, days.indices))
    papers, latest = days.indices[order], days.data[order]
    firsts = np.cumsum(users) - users
    scored = np.flatnonzero(users >= least)
    shared_day = np.zeros(len(users), dtype=np.int64)
    shared_day[scored] = latest[firsts[scored] + least - 1]
    counted = users[papers] >= least
    ages = shared_day[scored].max() - np.minimum(latest, shared_day[papers])[counted]
    sums = np.bincount(papers[counted], 0.5 ** (ages / _HALF_LIFE), minlength=len(users))[scored]
    steps = np.round(_STEPS * np.log2(np.maximum(sums, _NEGLIGIBLE)))
    scores[scored] = np.where(sums < _NEGLIGIBLE, 0, 2.0 ** ((steps - steps.max()) / _STEPS))
    return scores
