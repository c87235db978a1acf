"""The interests in what somebody likes, with a name for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.corpus.snapshot import Snapshot
from service.recommender import Interest, cluster_interests

_NAMED_AFTER = 20  # papers nearest to the medoid


@dataclass(frozen=True, slots=True)
class LabelledInterest:
    """Liked papers that belong together; `id` counts from i1, the largest first."""

    id: str
    medoid: str
    paper_ids: tuple[str, ...]
    terms: tuple[str, ...]


def labelled_interests(
    snapshot: Snapshot, liked: Sequence[str], label: Callable[[Sequence[str]], tuple[str, ...]]
) -> tuple[LabelledInterest, ...]:
    """The interests in liked papers, largest first, each with the `label` of its papers nearest to the medoid."""
    rows = [snapshot.rows[paper_id] for paper_id in liked if paper_id in snapshot.rows]
    interests = cluster_interests(snapshot.papers, rows, snapshot.ranker.background) if rows else ()
    return tuple(
        LabelledInterest(
            f"i{number}",
            snapshot.ids[found.medoid],
            tuple(snapshot.ids[row] for row in found.rows),
            label([snapshot.ids[row] for row in _central(found, snapshot.papers.centred)]),
        )
        for number, found in enumerate(interests, 1)
    )


def _central(interest: Interest, vectors: NDArray[np.float32]) -> list[int]:
    """The rows nearest to the medoid, itself first."""
    rows = np.sort(interest.rows)
    likeness = (vectors[rows] @ vectors[interest.medoid]).round(6)
    return rows[np.argsort(-likeness, kind="stable")[:_NAMED_AFTER]].tolist()
