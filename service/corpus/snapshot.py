"""The papers of one snapshot in memory, as every ranking reads them."""

from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from service.features import (
    Features,
    NearDuplicates,
    RowMerge,
    TermCounts,
    Vocabulary,
    distinct_papers,
    make_features,
    sample_keys,
    tfidf_rows,
)
from service.recommender import Neighbours, Ranker
from service.storage import CatalogChanges


@dataclass(frozen=True)
class Snapshot:
    """Papers with a vector, sorted by id; row r of `papers` belongs to `ids[r]`."""

    id: str
    ids: tuple[str, ...]
    rows: dict[str, int]
    vocabulary: Vocabulary
    papers: Features
    counts: TermCounts

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
        vectors = merge.rows(self.papers.dense, new.vectors)
        keys = merge.rows(self.papers.sample_keys, sample_keys(new.ids))
        distinct = distinct_papers(counts, vectors, keys)
        vocabulary, words = tfidf_rows(counts, distinct)
        papers = make_features(vectors, words, keys, distinct)
        rows = {paper_id: row for row, paper_id in enumerate(ids)}
        return Snapshot(changes.snapshot_id, ids, rows, vocabulary, papers, counts)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def ranker(self) -> Ranker:
        """Ranking by content alone; the corpus must not be empty."""
        return Ranker(self.papers)

    @cached_property
    def neighbours(self) -> Neighbours:
        """The nearest papers of each, found when asked for."""
        return Neighbours(self.papers)

    @cached_property
    def near_duplicates(self) -> NearDuplicates:
        """Which papers are near-duplicates of each other, found when asked for."""
        return NearDuplicates(self.papers.dense, self.counts.counts)


_NO_PAPERS = make_features(np.empty((0, 0), np.float32), tfidf_rows(TermCounts.of(()))[1], sample_keys(()))
EMPTY = Snapshot("", (), {}, Vocabulary(()), _NO_PAPERS, TermCounts.of(()))
"""What a corpus starts from; nothing is known of it yet, not even that there are no papers."""
