"""Lists of papers that answer something: how their scores are made, and in which order they stand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from service.corpus import Corpus, Snapshot
from service.discovery.ranking import DIGITS
from service.features import Indices, Matrix
from service.storage import PaperDates

Item = TypeVar("Item")
Line: TypeAlias = tuple[int, float, float, float]
"""A paper's row, its shares of words and of meaning, and its score."""

ALMOST = 1e-4
"""Of a score in single precision: what lies nearer to another one may change places with it."""

_MORE = 4  # times as many papers where too few could be kept
_NOTABLE = 0.5  # of the best score: what a list has that is in order of something else


class Mode(StrEnum):
    """What makes the score: words and meaning in equal parts, or one alone."""

    HYBRID = "hybrid"
    SEMANTIC = "semantic"
    KEYWORD = "keyword"


class Sort(StrEnum):
    """The order of a list; the newest, or most liked, first."""

    RELEVANCE = "relevance"
    PUBLISHED = "published"
    ADDED = "added"
    POPULAR = "popular"


WEIGHTS: Final = {Mode.HYBRID: (0.5, 0.5), Mode.KEYWORD: (1.0, 0.0), Mode.SEMANTIC: (0.0, 1.0)}
"""Of words and of meaning. On SciTLDR's train papers 0.4 to 0.7 for words lie within 0.004 of MRR."""


@dataclass(frozen=True, slots=True)
class Because:
    """The shares that add up to a score, and what the paper has in common with what was asked, most telling first."""

    keyword: float
    semantic: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """Papers by row, and the two shares that their scores are the sums of, each (rows,)."""

    rows: Indices
    keyword: Matrix
    semantic: Matrix

    @property
    def scores(self) -> Matrix:
        """The scores, (rows,)."""
        return (self.keyword + self.semantic).round(DIGITS)

    def lines(self) -> Iterator[Line]:
        """One paper after the other."""
        columns: tuple[list[int], list[float], list[float], list[float]] = (
            self.rows.tolist(),
            self.keyword.tolist(),
            self.semantic.tolist(),
            self.scores.tolist(),
        )
        return zip(*columns, strict=True)

    def at(self, places: Indices | slice) -> "Shares":
        """Those at some places."""
        return Shares(self.rows[places], self.keyword[places], self.semantic[places])


def first(count: int, listed: Callable[[int], Shares], kept: Callable[[Shares], Iterator[Item]]) -> list[Item]:
    """The first `count` items that are `kept` of a list, or all: more is `listed` until there are enough."""
    most = count
    while True:
        shares = listed(most)
        found = list(islice(kept(shares), count))
        if len(found) == count or len(shares.rows) < most:
            return found
        most *= _MORE


def in_order(
    corpus: Corpus,
    snapshot: Snapshot,
    sort: Sort,
    rough: Matrix,
    hits: NDArray[np.bool_],
    exact: Callable[[Indices], Shares],
    most: int,
) -> Shares:
    """The papers of a list in order, by (score, id) or, where asked for, by something else first.

    `rough` are scores of all papers in single precision, and `hits` those that may be in the list: by relevance the
    best `most` of them, else all that have half the best score or more.
    """
    rows = np.flatnonzero(hits)
    found = rough[rows]
    if sort is Sort.RELEVANCE:
        shares = exact(rows[found >= _least_of_best(found, most) - ALMOST])
        return shares.at(np.lexsort((shares.rows, -shares.scores))[:most])
    notable = _NOTABLE * float(found.max(initial=0))
    shares = exact(rows[found >= notable - ALMOST])
    shares = shares.at(np.flatnonzero(shares.scores >= _NOTABLE * shares.scores.max(initial=0)))
    return shares.at(np.lexsort((shares.rows, -shares.scores, -_values(corpus, snapshot, sort, shares.rows))))


def _least_of_best(values: Matrix, most: int) -> float:
    return float(np.partition(values, -most)[-most]) if most < len(values) else -np.inf


def _values(corpus: Corpus, snapshot: Snapshot, sort: Sort, rows: Indices) -> Matrix:
    """What papers are sorted by, (rows,), the highest first; 0 where it is not known."""
    ids = snapshot.ids_at(rows)
    if sort is Sort.POPULAR:
        now = corpus.papers_and_likes()
        at = now.snapshot.rows
        known = {paper_id: float(now.popularity[at[paper_id]]) for paper_id in ids if paper_id in at}
    else:
        known = {paper_id: _number(sort, dates) for paper_id, dates in corpus.catalog.dates(ids).items()}
    return np.array([known.get(paper_id, 0) for paper_id in ids], dtype=np.float64)


def _number(sort: Sort, dates: PaperDates) -> float:
    if sort is Sort.ADDED:
        return dates.added.timestamp()
    return 0.0 if dates.published is None else dates.published.toordinal()
