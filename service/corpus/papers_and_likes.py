"""The papers of a snapshot with what all users like of them."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from service.corpus.snapshot import Snapshot
from service.features import Indices, Matrix
from service.recommender import CoLikes, popularity, trending_scores


@dataclass(frozen=True)
class PapersAndLikes:
    """Papers and likes of one moment; `users` names the rows of the co-likes and of `days`, when each was liked."""

    snapshot: Snapshot
    co_likes: CoLikes | None
    users: dict[str, int]
    days: csr_array[np.int64]
    listed: dict[Hashable, tuple[str, ...]] = field(default_factory=dict[Hashable, tuple[str, ...]], compare=False)
    """The ids of lists that were asked for at this moment, by request."""

    @cached_property
    def trending_scores(self) -> Matrix:
        """How much each paper is liked of late, shape (papers,), from 0 to 1."""
        return trending_scores(self.days)

    @cached_property
    def popularity(self) -> Indices:
        """How many users like each paper, shape (papers,), as far as that may be told."""
        return popularity(self.days)
