"""The papers of one snapshot in memory, as every ranking reads them."""

from collections.abc import Sequence
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
from service.recommender import Interest, Neighbours, Ranker, cluster_interests, top_terms
from service.storage import CatalogChanges


@dataclass(frozen=True, slots=True)
class LabelledInterest:
    """Liked papers that belong together; `id` counts from i1, the largest first."""

    id: str
    medoid: str
    paper_ids: tuple[str, ...]
    terms: tuple[str, ...]


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

    def interests(self, liked: Sequence[str]) -> tuple[LabelledInterest, ...]:
        """The interests in liked papers, largest first; ids that are not in the corpus are passed over."""
        rows = [self.rows[paper_id] for paper_id in liked if paper_id in self.rows]
        found = cluster_interests(self.papers, rows, self.ranker.background) if rows else ()
        return tuple(self._view(number, interest) for number, interest in enumerate(found, 1))

    def _view(self, number: int, found: Interest) -> LabelledInterest:
        return LabelledInterest(
            f"i{number}",
            self.ids[found.medoid],
            tuple(self.ids[row] for row in found.rows),
            top_terms(self.papers, found.rows, self.vocabulary),
        )


_NO_PAPERS = make_features(np.empty((0, 0), np.float32), tfidf_rows(TermCounts.of(()))[1], sample_keys(()))
EMPTY = Snapshot("", (), {}, Vocabulary(()), _NO_PAPERS, TermCounts.of(()))
"""What a corpus starts from; nothing is known of it yet, not even that there are no papers."""
