"""The papers of one snapshot in memory, as every ranking reads them."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from service.features import (
    Features,
    Indices,
    NearDuplicates,
    RowMerge,
    TermCounts,
    distinct_papers,
    make_features,
    sample_keys,
    tfidf_rows,
)
from service.recommender import KeywordIndex, Neighbours, Ranker
from service.storage import CatalogChanges
from service.text import words


@dataclass(frozen=True)
class Snapshot:
    """Papers with a vector, sorted by id; row r of `papers` belongs to `ids[r]`.

    `rows` has the row of a paper by each of its ids; `other_ids` are those that are not its own. `counts` are of the
    terms of title and abstract, `titles` and `authors` of all words in these.
    """

    id: str
    ids: tuple[str, ...]
    rows: dict[str, int]
    other_ids: dict[str, str]
    papers: Features
    counts: TermCounts
    titles: TermCounts
    authors: TermCounts

    def after(self, changes: CatalogChanges) -> "Snapshot":
        """The corpus after some changes: array for array what `EMPTY.after` makes of the whole catalog."""
        new = changes.embedded
        if not new.ids and not changes.removed:
            same = copy(self)  # with all that was worked out for these papers
            object.__setattr__(same, "id", changes.snapshot_id)
            return same
        merge = RowMerge.of(self.ids, new.ids, changes.removed)
        ids = merge.items(self.ids, new.ids)
        counts = self.counts.merged(merge, TermCounts.of(changes.texts))
        titles = self.titles.merged(merge, TermCounts.of(changes.titles, words))
        authors = self.authors.merged(merge, TermCounts.of(changes.authors, words))
        vectors = merge.rows(self.papers.dense, new.vectors)
        keys = merge.rows(self.papers.sample_keys, sample_keys(new.ids))
        distinct = distinct_papers(counts, vectors, keys)
        papers = make_features(vectors, tfidf_rows(counts, distinct), keys, distinct)
        gone = changes.removed.union(new.ids)
        other_ids = {each: paper_id for each, paper_id in self.other_ids.items() if paper_id not in gone}
        other_ids |= changes.other_ids
        rows = _rows(ids, other_ids)
        return Snapshot(changes.snapshot_id, ids, rows, other_ids, papers, counts, titles, authors)

    def __len__(self) -> int:
        return len(self.ids)

    def kept_ids(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The ids under which papers are kept, each once and in order; an id that is not in the corpus stays."""
        return tuple(dict.fromkeys(map(self.kept_id, ids)))

    def kept_id(self, paper_id: str) -> str:
        """The id under which a paper is kept; one that is not in the corpus stays what it is."""
        return self.ids[self.rows[paper_id]] if paper_id in self.rows else paper_id

    def ids_at(self, rows: Indices) -> list[str]:
        """The ids of the papers at some rows."""
        at: list[int] = rows.tolist()
        return [self.ids[row] for row in at]

    @cached_property
    def ranker(self) -> Ranker:
        """Ranking by content alone; the corpus must not be empty."""
        return Ranker(self.papers)

    @cached_property
    def neighbours(self) -> Neighbours:
        """The nearest papers of each, found when asked for."""
        return Neighbours(self.papers)

    @cached_property
    def keyword_index(self) -> KeywordIndex:
        """Which papers have which words, turned round when first asked for."""
        return KeywordIndex(self.counts, self.titles, self.authors)

    @cached_property
    def near_duplicates(self) -> NearDuplicates:
        """Which papers are near-duplicates of each other, found when asked for."""
        return NearDuplicates(self.papers.dense, self.counts.counts)


def _rows(ids: Sequence[str], other_ids: Mapping[str, str]) -> dict[str, int]:
    own = {paper_id: row for row, paper_id in enumerate(ids)}
    return {each: own[paper_id] for each, paper_id in other_ids.items() if paper_id in own} | own


_NO_TERMS = TermCounts.of(())
_NO_PAPERS = make_features(np.empty((0, 0), np.float32), tfidf_rows(_NO_TERMS), sample_keys(()))
EMPTY = Snapshot("", (), {}, {}, _NO_PAPERS, _NO_TERMS, _NO_TERMS, _NO_TERMS)
"""What a corpus starts from; nothing is known of it yet, not even that there are no papers."""
