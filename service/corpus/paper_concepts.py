"""What papers are about, and what they share, in their own words."""

from collections.abc import Sequence

from service.features import TermCounts
from service.storage import Catalog
from service.text import Concepts, common_concepts, find_concepts, most_telling_first, shared_concepts

_MOST_KEPT = 2_000  # papers, of about 15 KB each


class PaperConcepts:
    """Finds concepts in the texts of the catalog when asked for, and keeps those of papers asked about lately.

    `counts` are of the papers' texts; of two concepts, the rarer tells more.
    """

    def __init__(self, catalog: Catalog, counts: TermCounts) -> None:
        self.counts = counts
        self._catalog = catalog
        self._kept: dict[str, Concepts] = {}

    def shared(self, paper_id: str, others: Sequence[str]) -> list[tuple[str, ...]]:
        """The concepts that a paper shares with each of the others, as it spells them, the most telling first."""
        own, *theirs = self._of([paper_id, *others])
        return [shared_concepts(own, other) for other in theirs]

    def common(self, paper_ids: Sequence[str]) -> tuple[str, ...]:
        """The concepts that name what these papers are about."""
        return common_concepts(self._of(paper_ids))

    def _of(self, paper_ids: Sequence[str]) -> list[Concepts]:
        """The concepts of each paper; none of one that has just been deleted."""
        kept = self._kept
        if missing := [paper_id for paper_id in paper_ids if paper_id not in kept]:
            found = {
                paper.id: most_telling_first(find_concepts(paper.title, paper.abstract), self.counts.document_frequency)
                for paper in self._catalog.get(missing).values()
            }
            kept = {paper_id: kept[paper_id] for paper_id in paper_ids if paper_id in kept} | found
            self._kept = kept if len(self._kept) + len(found) > _MOST_KEPT else self._kept | found
        return [kept.get(paper_id, {}) for paper_id in paper_ids]
