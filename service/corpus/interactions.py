"""Who likes what since which day: read once, then change by change."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from service.storage import FeedbackRecords

_Library = NDArray[np.int64]  # a user's likes, shape (likes, 2): number of the paper, ascending, and day


class Interactions:
    """The likes of all users, whatever papers there are; not to be shared between threads."""

    def __init__(self, users: FeedbackRecords) -> None:
        self._users = users
        self._numbers: dict[str, int] = {}  # of papers that were ever spoken of, in the order of coming up
        self._liked: dict[str, _Library] = {}
        self.version = 0

    def update(self) -> None:
        """Take in what users have said or taken back since the last time."""
        news = self._users.like_changes(self.version)
        for user in list(self._liked) if news.replaced is None else news.replaced:
            self._liked.pop(user, None)
        changed: defaultdict[str, dict[int, int | None]] = defaultdict(dict)
        for user, paper_id, at in news.changed:
            number = self._numbers.setdefault(paper_id, len(self._numbers))
            changed[user][number] = at.toordinal() if at else None
        for user, said in changed.items():
            self._liked[user] = _merged(self._liked.get(user), said)
        self._liked = {user: self._liked[user] for user in sorted(self._liked) if len(self._liked[user])}
        self.version = news.version

    def likes(self, rows: Mapping[str, int], papers: int) -> tuple[dict[str, int], csr_array[np.int64]]:
        """The row of each user, in the order of names, and the day of each like, shape (users, papers).

        `rows` has the papers of a corpus, each under all its ids; likes of others are left out. Day 1 is 1 January of
        the year 1.
        """
        users = {user: row for row, user in enumerate(self._liked)}
        numbers, days = np.concatenate([np.zeros((0, 2), np.int64), *self._liked.values()]).T
        places = np.array([rows.get(paper_id, -1) for paper_id in self._numbers], np.int64)[numbers]
        here = places >= 0
        ends = np.cumsum([0, *map(len, self._liked.values())])
        ends = np.concatenate([[0], np.cumsum(here)])[ends]
        likes = csr_array[np.int64]((days[here], places[here], ends), shape=(len(users), papers))
        likes.sort_indices()
        return users, _latest(likes)


def _latest(likes: csr_array[np.int64]) -> csr_array[np.int64]:
    """Each like once, on its last day: a user may have liked a paper under several of its ids."""
    users = np.repeat(np.arange(likes.shape[0]), np.diff(likes.indptr))
    if np.all(np.diff(users) | np.diff(likes.indices)):
        return likes
    order = np.lexsort((likes.data, likes.indices, users))
    last = np.append((np.diff(users[order]) | np.diff(likes.indices[order])).astype(bool), [True])
    kept = order[last]
    return csr_array[np.int64]((likes.data[kept], (users[kept], likes.indices[kept])), shape=likes.shape)


def _merged(before: _Library | None, said: dict[int, int | None]) -> _Library:
    """A user's likes after some were said or unsaid (None)."""
    new = np.array([(row, day) for row, day in said.items() if day is not None], np.int64).reshape(-1, 2)
    if before is not None:
        new = np.concatenate([before[~np.isin(before[:, 0], list(said))], new])
    return new[np.argsort(new[:, 0])]
