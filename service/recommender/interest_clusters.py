"""The several things one user likes, kept apart when the likes are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import linkage

from service.features import Features, Indices, Matrix

MOST_CLUSTERED = 2_000  # likes that are clustered, the first ones given; the others join the nearest interest

_LEAST_SILHOUETTE = 0.2  # from which two interests beat one; likes of two far CiteULike users have .27, of one .20


@dataclass(frozen=True, slots=True)
class Interest:
    """Liked rows that belong together, in the order given; the `medoid` is the one most similar to the others.

    `weight` is the interest's share of all likes; those of a user sum to 1.
    """

    rows: tuple[int, ...]
    medoid: int
    weight: float


def cluster_interests(corpus: Features, liked: Sequence[int], most: int = 5) -> tuple[Interest, ...]:
    """At most `most` interests in liked rows of `corpus`, largest first; one when the likes are close together.

    Ward's clustering (Ward 1963) of centred embeddings, cut where the silhouette (Rousseeuw 1987, with cosine
    distance) is highest, if it is high enough and no interest is a single like.
    """
    rows = np.array(list(dict.fromkeys(liked)), dtype=np.intp)
    if not len(rows):
        return ()
    vectors = corpus.centred[rows].astype(np.float64)
    labels = _labels(vectors[:MOST_CLUSTERED], most)
    centres = np.stack([vectors[: len(labels)][labels == cluster].mean(axis=0) for cluster in range(labels.max() + 1)])
    nearest = np.argmax((vectors[len(labels) :] @ centres.T).round(9), axis=1)
    labels = np.concatenate([labels, nearest])
    found = [
        _interest(rows[labels == cluster], vectors[labels == cluster], len(rows)) for cluster in range(len(centres))
    ]
    return tuple(sorted(found, key=lambda interest: (-interest.weight, list(liked).index(interest.rows[0]))))


def _interest(rows: Indices, vectors: Matrix, liked: int) -> Interest:
    medoid = int(np.argmax((vectors @ vectors.sum(axis=0)).round(9)))
    return Interest(tuple(rows.tolist()), int(rows[medoid]), len(rows) / liked)


def _labels(vectors: Matrix, most: int) -> Indices:
    """The cluster of each unit row, numbered from 0."""
    best, labels = _LEAST_SILHOUETTE, np.zeros(len(vectors), dtype=np.intp)
    if len(vectors) < 4:
        return labels
    distances = 1 - vectors @ vectors.T
    for cut in _cuts(linkage(vectors, method="ward"), min(most, len(vectors) // 2)):
        sizes = np.bincount(cut)
        if sizes.min() > 1 and (found := round(_silhouette(distances, cut, sizes), 9)) > best:
            best, labels = found, cut
    return labels


def _cuts(tree: Matrix, most: int) -> list[Indices]:
    """The cluster of each row when 2, 3, … `most` of them are left; equal merges are made together."""
    rows = len(tree) + 1
    clusters = {row: [row] for row in range(rows)}
    cuts: list[Indices] = []
    for step, (one, other) in enumerate(tree[:-1, :2].astype(int).tolist()):
        clusters[rows + step] = clusters.pop(one) + clusters.pop(other)
        if len(clusters) <= most and tree[step, 2] < tree[step + 1, 2]:
            cut = np.empty(rows, dtype=np.intp)
            for number, members in enumerate(clusters.values()):
                cut[members] = number
            cuts.append(cut)
    return cuts[::-1]


def _silhouette(distances: Matrix, labels: Indices, sizes: Indices) -> float:
    """The mean of (b - a) / max(a, b), with a to one's own cluster and b to the nearest other; none is a single row."""
    rows = np.arange(len(labels))
    sums = distances @ np.eye(len(sizes))[labels]
    within = sums[rows, labels] / (sizes[labels] - 1)
    between = sums / sizes
    between[rows, labels] = np.inf
    nearest = between.min(axis=1)
    scale = np.maximum(np.maximum(within, nearest), 1e-9)
    return float(((nearest - within) / scale).mean())
