"""The papers of one snapshot in memory, as every ranking reads them."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.corpus.embedded_papers import EmbeddedPapers
from service.corpus.epoch import Epoch
from service.corpus.paper_rows import PaperIds, PaperRows
from service.features import (
    BoundedProducts,
    Features,
    Indices,
    NearDuplicates,
    TermCounts,
    TermPostings,
    distinct_papers,
    hash_sample,
    make_features,
    tfidf_rows,
)
from service.recommender import KeywordIndex, Neighbours, Ranker
from service.storage import CatalogChanges, EmbeddedTexts, snapshot_id

_DRAWN = 500


@dataclass(frozen=True)
class Snapshot:
    """Papers with a vector: row r of `papers` is the one of `ids[r]`, where the row is `present`.

    `rows` has the row of a paper by each of its ids. Without an `epoch` all is learned from the papers of the snapshot
    themselves, which are sorted by id; and every change makes all anew. By an epoch, papers that came after it are
    scored as those that it was learned from. They are at the end, in the order in which they came, and what went is
    not present, so that a change costs what was changed.
    """

    content: int
    read: EmbeddedPapers
    rows: PaperRows
    papers: Features
    epoch: Epoch | None

    @classmethod
    def of(cls, content: int, read: EmbeddedPapers, other_ids: Mapping[str, str], epoch: Epoch | None) -> "Snapshot":
        """The snapshot of papers in its order, of whose `content` the catalog has the sum."""
        if epoch is None or not len(read.ids):
            distinct = distinct_papers(read.counts, read.vectors, read.keys)
            papers = make_features(read.vectors, tfidf_rows(read.counts, distinct), read.keys, distinct)
        else:
            papers = epoch.features(read)
        own = {paper_id: row for row, paper_id in enumerate(read.ids)}
        others = {each: own[paper_id] for each, paper_id in other_ids.items() if paper_id in own}
        return cls(content, read, PaperRows(others | own, {}, papers.present), papers, epoch)

    @classmethod
    def of_pages(cls, pages: Iterable[EmbeddedTexts], epoch: Epoch | None) -> "Snapshot":
        """The snapshot of papers in the order of ids, of which nobody keeps the texts."""
        parts: list[EmbeddedPapers] = []
        other_ids: dict[str, str] = {}
        for page in pages:
            parts.append(EmbeddedPapers.of(page, None))
            other_ids |= page.other_ids
        return cls.of(0, EmbeddedPapers.joined(parts), other_ids, epoch)

    def with_room(self) -> "Snapshot":
        """The same, so that papers that come after it copy nothing of it; by an epoch."""
        papers = self.papers.with_room()
        return replace(self, papers=papers, read=self.read.with_room(papers.dense))

    def after(self, changes: CatalogChanges) -> "Snapshot":
        """The corpus after some changes: to whoever asks, what a start would read by the same epoch."""
        if not changes.embedded.ids and not changes.removed:
            same = copy(self)  # with all that was worked out for these papers
            object.__setattr__(same, "content", changes.content)
            return same
        if self.epoch is not None and len(self.ids):
            return self._appended(changes, self.epoch)
        new = EmbeddedPapers.of(changes, self.epoch and self.epoch.version)
        gone = changes.removed.union(changes.embedded.ids)
        others = {each: paper_id for each, paper_id in self._other_ids().items() if paper_id not in gone}
        read = self.read.merged(new, changes.removed) if len(self.ids) else new
        return Snapshot.of(changes.content, read, others | changes.other_ids, self.epoch)

    def by(self, epoch: Epoch) -> "Snapshot":
        """Those of the papers that another epoch may have been learned from, by it, as a start would read them."""
        read = self.read.rearranged(self.present & (self.read.versions <= epoch.version), epoch.version)
        return Snapshot.of(self.content, read, self._other_ids(), epoch)

    def prepare_as(self, before: "Snapshot") -> None:
        """Work out what is in use of the papers of another snapshot."""
        _ = self.ranker
        if "keyword_index" in vars(before):
            self.keyword_index.prepare()
        if "postings" in vars(before):
            _ = self.postings
        if "bounded_products" in vars(before):
            _ = self.bounded_products
        if "neighbours" in vars(before):
            asked = [self.rows.get(before.ids[row]) for row in before.neighbours.known()]
            self.neighbours.of([row for row in asked if row is not None])

    def continues(self, before: "Snapshot") -> bool:
        """Whether a paper that is at the same row in both is the same one in the same words."""
        return self.rows.first is before.rows.first

    def _appended(self, changes: CatalogChanges, epoch: Epoch) -> "Snapshot":
        new = EmbeddedPapers.of(changes, epoch.version, self.papers.dense.shape[1])
        gone = [self.rows[each] for each in changes.removed.union(new.ids) if self.kept_id(each) == each in self.rows]
        papers = self.papers.appended(epoch.features(new), gone)
        read = self.read.appended(new, gone, papers.dense)
        own = {paper_id: row for row, paper_id in enumerate(new.ids, len(self.ids))}
        others = {each: own[paper_id] for each, paper_id in changes.other_ids.items() if paper_id in own}
        rows = self.rows.with_later(others | own, papers.present)
        found = Snapshot(changes.content, read, rows, papers, epoch)
        found.__dict__.update(self._followed_by(found))
        return found

    def _followed_by(self, after: "Snapshot") -> dict[str, Any]:
        """What was worked out for these papers, for these and those that came behind them."""
        found: dict[str, Any] = {}
        if "ranker" in vars(self):
            found["ranker"] = self.ranker.followed_by(after.papers)
        if "postings" in vars(self):
            found["postings"] = self.postings.followed_by(after.papers.lexical)
        if "bounded_products" in vars(self):
            found["bounded_products"] = self.bounded_products.followed_by(after.papers.dense)
        if "neighbours" in vars(self):
            found["neighbours"] = self.neighbours.followed_by(after.papers)
        if "keyword_index" in vars(self):
            read = after.read
            found["keyword_index"] = self.keyword_index.followed_by(
                read.counts, read.titles, read.authors, after.present
            )
        return found

    def _other_ids(self) -> dict[str, str]:
        """The paper of every id that is not a paper's own."""
        ids = self.ids
        return {each: ids[row] for each, row in self.rows.items() if ids[row] != each}

    @property
    def id(self) -> str:
        """Names the papers, and the epoch by which they are scored."""
        return snapshot_id(self.content, self.epoch and self.epoch.hash)

    @property
    def ids(self) -> PaperIds:
        """The id of the paper at each row."""
        return self.read.ids

    @property
    def counts(self) -> TermCounts:
        """The terms of title and abstract of each paper."""
        return self.read.counts

    @property
    def present(self) -> NDArray[np.bool_]:
        """Which rows have a paper, (rows,)."""
        return self.papers.present

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.read.ids)

    @cached_property
    def size(self) -> int:
        """How many papers there are."""
        return int(np.count_nonzero(self.present))

    @property
    def present_ids(self) -> set[str]:
        """The ids of the papers."""
        return {self.ids[row] for row in np.flatnonzero(self.present).tolist()}

    @cached_property
    def drawn_rows(self) -> Indices:
        """The rows of a few papers that stand for all: distinct ones, drawn at random, (`_DRAWN`,) or fewer."""
        rows = np.flatnonzero(self.papers.distinct & self.present)
        return rows[hash_sample(self.papers.sample_keys[rows], _DRAWN)]

    @cached_property
    def changed_since_learning(self) -> int:
        """How many papers came, went or changed since the epoch; of an unlearned corpus, all."""
        if self.epoch is None:
            return self.size
        learned = int(np.count_nonzero(self.present & (self.read.versions <= self.epoch.version)))
        return self.size - learned + self.epoch.papers - learned

    def kept_ids(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The ids under which papers are kept, each once and in order; an id that is not in the corpus stays."""
        return tuple(dict.fromkeys(map(self.kept_id, ids)))

    def kept_id(self, paper_id: str) -> str:
        """The id under which a paper is kept; one that is not in the corpus stays what it is."""
        row = self.rows.get(paper_id)
        return paper_id if row is None else self.ids[row]

    def ids_at(self, rows: Indices) -> list[str]:
        """The ids of the papers at some rows."""
        at: list[int] = rows.tolist()
        return [self.ids[row] for row in at]

    @cached_property
    def ranker(self) -> Ranker:
        """Ranking by content alone; the corpus must not be empty."""
        return Ranker(self.papers, background=self.epoch and self.epoch.background)

    @cached_property
    def neighbours(self) -> Neighbours:
        """The nearest papers of each, found when asked for."""
        return Neighbours(self.papers, postings=self.postings)

    @cached_property
    def postings(self) -> TermPostings:
        """Which papers have which terms, by tf-idf, turned round when first asked for."""
        return TermPostings.of(self.papers.lexical)

    @cached_property
    def bounded_products(self) -> BoundedProducts:
        """Which papers can be near to a vector, worked out when first asked for."""
        return BoundedProducts.of(self.papers.dense)

    @cached_property
    def keyword_index(self) -> KeywordIndex:
        """Which papers have which words, turned round when first asked for."""
        return KeywordIndex(self.read.counts, self.read.titles, self.read.authors, self.present)

    @cached_property
    def near_duplicates(self) -> NearDuplicates:
        """Which papers are near-duplicates of each other, found when asked for."""
        return NearDuplicates.of_papers(self.papers.dense, self.counts)


EMPTY = Snapshot.of(0, EmbeddedPapers.none(), {}, None)
"""What a corpus starts from; nothing is known of it yet, not even that there are no papers."""
