"""What papers are about, and what they share, in their own words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from service.corpus.snapshot import Snapshot
from service.papers import Paper
from service.storage import Catalog
from service.text import Concepts, common_concepts, find_concepts, most_telling_first, shared_concepts

NO_PAPERS: Final = MappingProxyType[str, Paper]({})
_MOST_KEPT = 2_000  # papers, of about 15 KB each


class PaperConcepts:
    """Finds concepts in the texts of the catalog when asked for, and keeps those of papers asked about lately.

    Of two concepts, the rarer among the papers of the `snapshot` tells more. What was found for the snapshot `before`
    need not be found again for papers that are the same.
    """

    def __init__(self, catalog: Catalog, snapshot: Snapshot, before: "PaperConcepts | None" = None) -> None:
        self.snapshot = snapshot
        self._catalog = catalog
        self._kept: dict[str, Concepts] = {}
        self._known = before._still(snapshot) if before else {}  # noqa: SLF001

    def shared(
        self, paper_id: str, others: Sequence[str], read: Mapping[str, Paper] = NO_PAPERS
    ) -> list[tuple[str, ...]]:
        """The concepts that a paper shares with each of the others, as it spells them, the most telling first.

        Those of the papers that have been `read` already, by id, are not read again.
        """
        own, *theirs = self._of([paper_id, *others], read)
        return [shared_concepts(own, other) for other in theirs]

    def common(self, paper_ids: Sequence[str]) -> tuple[str, ...]:
        """The concepts that name what these papers are about."""
        return common_concepts(self._of(paper_ids))

    def _of(self, paper_ids: Sequence[str], read: Mapping[str, Paper] = NO_PAPERS) -> list[Concepts]:
        """The concepts of each paper; none of one that has just been deleted."""
        kept = self._kept
        if missing := [paper_id for paper_id in paper_ids if paper_id not in kept]:
            known = {paper_id: self._known[paper_id] for paper_id in missing if paper_id in self._known}
            papers = {paper_id: read[paper_id] for paper_id in missing if paper_id in read and paper_id not in known}
            papers |= self._catalog.get([each for each in missing if each not in known and each not in papers])
            known |= {paper.id: find_concepts(paper.title, paper.abstract) for paper in papers.values()}
            frequency = self.snapshot.counts.document_frequency
            found = {paper_id: most_telling_first(concepts, frequency) for paper_id, concepts in known.items()}
            kept = {paper_id: kept[paper_id] for paper_id in paper_ids if paper_id in kept} | found
            self._kept = kept if len(self._kept) + len(found) > _MOST_KEPT else self._kept | found
        return [kept.get(paper_id, {}) for paper_id in paper_ids]

    def _still(self, snapshot: Snapshot) -> dict[str, Concepts]:
        """What is kept of papers whose texts are in another snapshot the same, as far as that is seen at once."""
        if not snapshot.continues(self.snapshot):
            return {}
        rows, now = self.snapshot.rows, snapshot.rows
        return {
            paper_id: concepts
            for paper_id, concepts in (self._known | self._kept).items()
            if now.get(paper_id, -1) == rows.get(paper_id)
        }
