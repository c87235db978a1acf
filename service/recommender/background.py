"""What is usual in a corpus, and how alike two papers are beyond it.

A paper x has tf-idf words t(x) and coordinates z(x): its centred embedding times the root of 1.4, how much it has of
the corpus's mean words, and 1. With Σ the mean of z z' over the corpus, κ(x, y) = z(x)'(I + 12 Σ)⁻¹ z(y) + t(x)·t(y),
where the product of words leaves the mean ones to z. So what most papers share counts for little: it is the covariance
that a Gaussian process keeps once it has seen the value 0 all over the corpus (Rasmussen & Williams 2006, section 2.1),
and the metric of a linear discriminant whose covariance is the corpus's (Fisher 1936; shrunk as by Friedman 1989).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.features import Features, Matrix, PaperVectors

BACKGROUND_SAMPLE = 10_000
"""Papers that tell what is usual, drawn at random from a larger corpus."""

_DENSE = 1.4  # the weight of embeddings beside words
_STRENGTH = 12.0  # of the corpus against one like: as good from 5 to 25 on CiteULike, the more the more likes
_TYPICAL = 0.5  # deviations of score for a deviation of typicality: worth it for one like, lost among many
_PAIRED = 500  # papers whose pairs count as unrelated
_DEVIATIONS = 1.4826  # of a normal variable to one median absolute deviation
_FLAT = 1e-6  # a deviation below this is rounding
_BLOCK = 10_000  # rows at a time


@dataclass(frozen=True, slots=True)
class Background:
    """What is usual: the unit mean of words `common` (terms,) and the `form` (dim + 2, dim + 2), κ = z' form z + t·t.

    `deviation` is that of κ between unrelated papers, the unit of scores. How near to the `mean` (dim,) of the
    embeddings a paper is on the median is `usual`, and its deviation `spread`.
    """

    common: Matrix
    form: Matrix
    deviation: float
    mean: Matrix
    usual: float
    spread: float

    @property
    def dense_scale(self) -> float:
        """What centred embeddings are multiplied by in `vectors`."""
        return _DENSE**0.5

    def vectors(self, papers: Features) -> PaperVectors:
        """Papers by their coordinates, to be compared with `examples`."""
        shared: Matrix = np.asarray(papers.lexical @ self.common, dtype=np.float64)
        coordinates = (self.dense_scale * papers.centred.astype(np.float64), shared, np.ones(len(papers)))
        return PaperVectors(np.column_stack(coordinates), papers.lexical, 1.0)

    def examples(self, papers: Features) -> PaperVectors:
        """Papers whose `kernel` with `vectors` of others is κ."""
        return self._formed(self.vectors(papers))

    def similarities(self, papers: Features) -> Matrix:
        """κ of papers with each other in deviations, shape (n, n)."""
        plain = self.vectors(papers)
        kernel = self._formed(plain).kernel(plain)
        return (kernel + kernel.T) / (2 * self.deviation)  # symmetric but for rounding

    def _formed(self, plain: PaperVectors) -> PaperVectors:
        return PaperVectors(plain.vectors @ self.form, plain.lexical, 1.0)

    def typicality(self, dense: NDArray[np.float32]) -> Matrix:
        """The score of each paper before anything is liked, (n,): how near it is to the mean of the embeddings.

        With one like to go by, a paper at the heart of its field is the safer choice.
        """
        starts = range(0, len(dense), _BLOCK)
        found = [np.zeros(0), *(dense[start : start + _BLOCK].astype(np.float64) @ self.mean for start in starts)]
        return (_TYPICAL * (np.concatenate(found) - self.usual) / self.spread).round(9)  # equal papers are equal


def background_of(corpus: Features) -> Background:
    """The background of a corpus, by its distinct papers; raises ValueError for an empty one."""
    if not len(corpus):
        raise ValueError("an empty corpus has no background")
    papers = corpus.sample(BACKGROUND_SAMPLE)
    dense = papers.dense.astype(np.float64)
    mean = dense.mean(axis=0)
    nearness = dense @ mean
    common = np.asarray(papers.lexical.mean(axis=0), dtype=np.float64)
    common /= max(float(np.linalg.norm(common)), _FLAT)
    form = np.eye(papers.centred.shape[1] + 2)
    plain = Background(common, form, 1.0, mean, float(np.median(nearness)), _robust_deviation(nearness))
    coordinates = plain.vectors(papers).vectors
    form = np.linalg.inv(form + _STRENGTH / len(papers) * coordinates.T @ coordinates).astype(np.float64)
    form[-2, -2] -= 1  # words are in t·t' already
    found = replace(plain, form=form)
    pairs = found.similarities(corpus.sample(_PAIRED))
    return replace(found, deviation=_robust_deviation(pairs[np.triu_indices(len(pairs), 1)]))


def _robust_deviation(values: NDArray[np.float64]) -> float:
    """From the median of what values differ by from theirs, which outliers do not move; 1 where they hardly differ."""
    if not len(values):
        return 1.0
    deviation = _DEVIATIONS * float(np.median(np.abs(values - np.median(values))))
    return deviation if deviation > _FLAT else 1.0
