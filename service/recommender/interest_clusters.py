"""The several things one user likes, kept apart when the likes are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.features import Features, Indices, Matrix
from service.recommender.background import Background

MOST_CLUSTERED = 1_000  # likes that are clustered, the first ones given; the others join the nearest interest

_RELATED = 4.0  # deviations of unrelated papers by which likes of one interest are alike on average; few pairs reach it
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Interest:
    """Liked rows that belong together, in the order given; the `medoid` is the one most similar to the others.

    `weight` is the interest's share of all likes; those of a user sum to 1.
    """

    rows: tuple[int, ...]
    medoid: int
    weight: float


def cluster_interests(
    corpus: Features, liked: Sequence[int], background: Background, most: int = 8
) -> tuple[Interest, ...]:
    """At most `most` interests in liked rows of `corpus`, largest first; a like that resembles no other is one alone.

    Average linkage (Sokal & Michener 1958) of κ, see `background`, up to the level at which papers are related.
    """
    given = list(dict.fromkeys(liked))
    if not given:
        return ()
    rows, others = np.sort(given[:MOST_CLUSTERED]), np.array(given[MOST_CLUSTERED:], dtype=np.intp)
    labels = _labels(background.similarities(corpus.take(rows)), most)
    vectors = corpus.centred[rows].astype(np.float64)
    centres = np.stack([vectors[labels == label].mean(axis=0) for label in range(labels.max() + 1)])
    nearest = np.argmax((corpus.centred[others].astype(np.float64) @ centres.T).round(_DIGITS), axis=1)
    label_of = dict(zip([*rows.tolist(), *others.tolist()], [*labels.tolist(), *nearest.tolist()], strict=True))
    members = [[row for row in given if label_of[row] == label] for label in range(len(centres))]
    found = [_interest(corpus, rows_of_one, len(given)) for rows_of_one in members]
    return tuple(sorted(found, key=lambda interest: (-interest.weight, given.index(interest.rows[0]))))


def _interest(corpus: Features, rows: Sequence[int], liked: int) -> Interest:
    vectors = corpus.centred[np.asarray(rows, dtype=np.intp)].astype(np.float64)
    medoid = int(np.argmax((vectors @ vectors.sum(axis=0)).round(_DIGITS)))
    return Interest(tuple(rows), rows[medoid], len(rows) / liked)


def _labels(similarities: Matrix, most: int) -> Indices:
    """The cluster of each of n papers, numbered from 0, by their similarities (n, n)."""
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415 - a tenth of a start that needs it later

    if len(similarities) < 2:
        return np.zeros(len(similarities), dtype=np.intp)
    pairs = similarities[np.triu_indices(len(similarities), 1)].round(_DIGITS)
    least_distance = 1.0  # linkage takes no distance below zero
    tree = linkage(pairs.max() + least_distance - pairs, method="average")
    cut = max(pairs.max() + least_distance - _RELATED, 0)
    apart = 1 + np.count_nonzero(tree[:, 2] > cut)
    cut, criterion = (most, "maxclust") if apart > most else (cut, "distance")
    return fcluster(tree, cut, criterion=criterion).astype(np.intp) - 1
