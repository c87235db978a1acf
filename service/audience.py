"""Who likes what, as rows over one corpus: read once, then change by change."""

from collections import defaultdict

import numpy as np
from scipy.sparse import csr_array

from service.store.users import Users
from service.taste import Places


class Audience:
    """The likes of all users on the papers of one corpus; not to be shared between threads."""

    def __init__(self, users: Users, rows: dict[str, int]) -> None:
        self._users, self._rows = users, rows
        self._liked: dict[str, Places] = {}
        self.version = 0

    def catch_up(self) -> None:
        """Take in what users have said since the last time; only after something was taken back is all read anew."""
        news = self._users.likes(self.version)
        if news.whole:
            self._liked.clear()
        changed: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for user, paper_id, liked in news.changed:
            if paper_id in self._rows:
                changed[user][liked].append(self._rows[paper_id])
        for user, (gone, new) in changed.items():
            before = self._liked.get(user, np.zeros(0, dtype=np.intp))
            after = np.union1d(np.setdiff1d(before, gone), np.array(new, dtype=np.intp))
            self._liked[user] = after.astype(np.intp)
        self._liked = {user: self._liked[user] for user in sorted(self._liked) if len(self._liked[user])}
        self.version = news.version

    def likes(self) -> tuple[dict[str, int], csr_array[np.float64]]:
        """The row of each user, in the order of names, and the likes, 0 or 1, shape (users, papers)."""
        users = {user: row for row, user in enumerate(self._liked)}
        ends = np.cumsum([0, *map(len, self._liked.values())])
        papers = np.concatenate([np.zeros(0, dtype=np.intp), *self._liked.values()])
        likes = csr_array[np.float64]((np.ones(len(papers)), papers, ends), shape=(len(users), len(self._rows)))
        return users, likes
