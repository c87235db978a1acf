"""What is learned of all papers of a corpus together, and kept, so that one paper more changes none of it."""

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from service.corpus.embedded_papers import EmbeddedPapers
from service.features import Features, TermWeights, centre_of, distinct_papers, hash_sample, make_features
from service.recommender import BACKGROUND_SAMPLE, Background, background_of
from service.storage import StoredEpoch

_FORM = 1  # of what is learned: another one is learned again
_BACKGROUND = ("common", "form", "deviation", "mean", "usual", "spread")


@dataclass(frozen=True)
class Epoch:
    """What was learned from so many `papers`, those of the catalog at a `version`.

    It is the weights of terms, the `centre` (dim,) of the embeddings, what is usual, and which papers are `repeated`,
    by their sample keys, ascending.
    """

    version: int
    papers: int
    weights: TermWeights
    centre: NDArray[np.float32]
    repeated: NDArray[np.uint64]
    background: Background

    @classmethod
    def learned(cls, papers: EmbeddedPapers, version: int) -> "Epoch":
        """What these papers teach, of which there must be one."""
        distinct = distinct_papers(papers.counts, papers.vectors, papers.keys)
        weights = TermWeights.of(papers.counts, distinct)
        centre = centre_of(papers.vectors, distinct)
        drawn = np.flatnonzero(distinct)
        drawn = drawn[hash_sample(papers.keys[drawn], BACKGROUND_SAMPLE)]
        background = background_of(_features(papers.taken(drawn), weights, centre))
        return cls(version, len(papers.ids), weights, centre, np.sort(papers.keys[~distinct]), background)

    @classmethod
    def of(cls, stored: StoredEpoch) -> "Epoch | None":
        """The epoch that was kept; None for one of another form."""
        with np.load(BytesIO(stored.body)) as found:
            if "learned" not in found or int(found["learned"]) != _FORM:
                return None
            terms = tuple(found["terms"].tobytes().decode().split("\n")) if len(found["idf"]) else ()
            common, form, mean = (found[name] for name in ("common", "form", "mean"))
            deviation, usual, spread = (float(found[name]) for name in ("deviation", "usual", "spread"))
            background = Background(common, form, deviation, mean, usual, spread)
            weights = TermWeights(terms, found["idf"])
            return cls(stored.version, int(found["papers"]), weights, found["centre"], found["repeated"], background)

    @cached_property
    def stored(self) -> StoredEpoch:
        """The same to be kept."""
        body = BytesIO()
        terms = np.frombuffer("\n".join(self.weights.terms).encode(), dtype=np.uint8)
        numbers = {name: getattr(self.background, name) for name in _BACKGROUND}
        parts = {"terms": terms, "idf": self.weights.idf, "centre": self.centre, "repeated": self.repeated}
        np.savez(body, learned=_FORM, papers=self.papers, **parts, **numbers)
        return StoredEpoch(self.version, body.getvalue())

    @cached_property
    def hash(self) -> str:
        """Names what was learned."""
        return self.stored.hash

    def features(self, papers: EmbeddedPapers) -> Features:
        """Papers by what was learned, whether or not it was of them."""
        first, last = (np.searchsorted(self.repeated, papers.keys, side) for side in ("left", "right"))
        return _features(papers, self.weights, self.centre, first == last)


def _features(
    papers: EmbeddedPapers,
    weights: TermWeights,
    centre: NDArray[np.float32],
    distinct: NDArray[np.bool_] | None = None,
) -> Features:
    return make_features(papers.vectors, weights.rows(papers.counts), papers.keys, distinct, centre)
