"""The geometry of a map of papers: where a new one goes, and which parts of the map belong together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.features import Indices, Matrix

_NEIGHBOURS = 10
_BLOCK = 1_000  # papers compared at a time
_MOST_REGIONS = 14
_CLUSTERED = 1_000  # points


@dataclass(frozen=True, slots=True)
class Region:
    """Points that lie together, the most central first, around their mean `x`, `y`."""

    points: Indices
    x: float
    y: float


def placed_by_neighbours(
    vectors: NDArray[np.float32], placed: NDArray[np.float32], positions: Matrix, neighbours: int = _NEIGHBOURS
) -> Matrix:
    """Where papers of unit `vectors` (m, dim) go among `placed` ones (n, dim) at `positions` (n, 2): shape (m, 2).

    Each goes to the mean of the `neighbours` most like it by cosine, so that what was placed stays where it is.
    `placed` must not be empty.
    """
    count = min(neighbours, len(placed))
    found = np.empty((len(vectors), 2))
    for start in range(0, len(vectors), _BLOCK):
        likeness = (vectors[start : start + _BLOCK] @ placed.T).round(6)
        nearest = np.argsort(-likeness, axis=1, kind="stable")[:, :count]
        found[start : start + _BLOCK] = positions[nearest].mean(axis=1)
    return found


def regions(positions: Matrix, most: int = _MOST_REGIONS) -> list[Region]:
    """The regions of a map with points at `positions` (n, 2), the largest first; half the root of n of them at most.

    Clusters of least variance (Ward 1963) of up to 1,000 points; the others belong to the nearest centre.
    """
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415 - a tenth of a start that needs it later

    count = min(most, round(len(positions) ** 0.5 / 2))
    if count < 2:
        return []
    some = positions[:: 1 + len(positions) // _CLUSTERED]
    labels = fcluster(linkage(some, method="ward"), count, criterion="maxclust")
    centres = np.stack([some[labels == label].mean(axis=0) for label in np.unique(labels)])
    distances = np.linalg.norm(positions[:, None] - centres, axis=2).round(9)
    nearest = np.argmin(distances, axis=1)
    found = [_region(positions, np.flatnonzero(nearest == label)) for label in np.unique(nearest)]
    return sorted(found, key=lambda region: (-len(region.points), region.points[0]))


def _region(positions: Matrix, points: Indices) -> Region:
    centre = positions[points].mean(axis=0)
    distances = np.linalg.norm(positions[points] - centre, axis=1).round(9)
    return Region(points[np.argsort(distances, kind="stable")], float(centre[0]), float(centre[1]))
