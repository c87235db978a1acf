"""The papers of one snapshot in memory, as every ranking reads them."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from service.recommender import preference_model as taste
from service.recommender.item_cf import Neighbours
from service.recommender.confidence import unrelated
from service.recommender.interest_clusters import Interest, interests, label
from service.features.tfidf import Lexicon, tfidf
from service.features.hash_sampling import cast_lots
from service.recommender.scoring import Ranker
from service.features.row_merge import Splice
from service.storage.catalog import Changes
from service.recommender.preference_model import Features
from service.features.term_counts import WordCounts


@dataclass(frozen=True, slots=True)
class InterestView:
    """Liked papers that belong together; `id` counts from i1, the largest first."""

    id: str
    medoid: str
    paper_ids: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """Papers with a vector, sorted by id; row r of `papers` belongs to `ids[r]`."""

    snapshot: str
    ids: tuple[str, ...]
    rows: dict[str, int]
    lexicon: Lexicon
    papers: Features
    counts: WordCounts

    def after(self, changes: Changes) -> "Corpus":
        """The corpus after some changes: array for array what `EMPTY.after` makes of the whole catalog."""
        new = changes.embedded
        if not new.ids and not changes.gone:
            same = copy(self)  # with all that was worked out for these papers
            object.__setattr__(same, "snapshot", changes.snapshot)
            return same
        splice = Splice.of(self.ids, new.ids, changes.gone)
        ids = splice.items(self.ids, new.ids)
        counts = self.counts.spliced(splice, WordCounts.of(changes.texts))
        lexicon, words = tfidf(counts)
        vectors = splice.rows(self.papers.dense, new.vectors)
        papers = taste.features(vectors, words, splice.rows(self.papers.lots, cast_lots(new.ids)))
        rows = {paper_id: row for row, paper_id in enumerate(ids)}
        return Corpus(changes.snapshot, ids, rows, lexicon, papers, counts)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def ranker(self) -> Ranker:
        """Ranking by content alone; the corpus must not be empty."""
        return Ranker(self.papers)

    @cached_property
    def unrelated(self) -> float:
        """How alike papers of this corpus are that have nothing to do with each other, at most."""
        return unrelated(self.papers)

    @cached_property
    def neighbours(self) -> Neighbours:
        """The nearest papers of each, found when asked for."""
        return Neighbours(self.papers)

    def interests(self, liked: Sequence[str]) -> tuple[InterestView, ...]:
        """The interests in liked papers, largest first; ids that are not in the corpus are passed over."""
        rows = [self.rows[paper_id] for paper_id in liked if paper_id in self.rows]
        return tuple(self._view(number, found) for number, found in enumerate(interests(self.papers, rows), 1))

    def _view(self, number: int, found: Interest) -> InterestView:
        return InterestView(
            f"i{number}",
            self.ids[found.medoid],
            tuple(self.ids[row] for row in found.rows),
            label(self.papers, found.rows, self.lexicon),
        )


_NO_PAPERS = taste.features(np.empty((0, 0), np.float32), tfidf(WordCounts.of(()))[1], cast_lots(()))
EMPTY = Corpus("", (), {}, Lexicon(()), _NO_PAPERS, WordCounts.of(()))
"""What a corpus starts from; nothing is known of it yet, not even that there are no papers."""
