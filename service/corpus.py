"""The papers of one snapshot in memory, as every ranking reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from service import taste
from service.colikes import Neighbours
from service.confidence import unrelated
from service.interests import Interest, interests, label
from service.lexicon import Lexicon
from service.ranker import Ranker
from service.store.catalog import Present
from service.taste import Features


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

    @classmethod
    def of(cls, present: Present) -> "Corpus":
        """The corpus of what the catalog holds at one moment."""
        lexicon = Lexicon.learn(present.texts)
        rows = {paper_id: row for row, paper_id in enumerate(present.embedded.ids)}
        papers = taste.features(present.embedded.vectors, lexicon.rows(present.texts))
        return cls(present.snapshot, present.embedded.ids, rows, lexicon, papers)

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
