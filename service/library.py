"""The papers of one installation as a whole: kept in the catalog, embedded, indexed, and read as a corpus."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from service import sample
from service.embedding import LocalEmbedder, paper_text
from service.observe import log
from service.papers import Paper
from service.store.catalog import Catalog, Outcome
from service.store.corpus import Corpus
from service.store.index import Index

Progress = Callable[[int, int], None]  # done, total

_BATCH = 256  # papers embedded between two commits: what a kill can cost


def silent(_done: int, _total: int) -> None:
    """The progress of work that nobody watches."""


class Library:
    """Keeps catalog, index and corpus in step; the catalog is always right."""

    def __init__(self, catalog: Catalog, index: Index, embedder: LocalEmbedder, exact_below: int) -> None:
        self.catalog = catalog
        self.index = index
        self.embedder = embedder
        self._exact_below = exact_below
        self._writing = threading.Lock()
        self._loading = threading.Lock()
        self._rebuilding = False
        self._corpus: tuple[int, Corpus] | None = None

    @property
    def model(self) -> str:
        """The key under which vectors are kept: name, weights, precision and length of the embedding model."""
        return self.embedder.info.key

    def add(self, papers: Sequence[Paper], now: datetime, progress: Progress = silent) -> list[Outcome]:
        """Keep the papers, then embed and index what is new; the outcome of each, in order.

        The papers are safe once the catalog has them: what is not embedded when the process dies, `refresh` finishes.
        """
        outcomes = self.catalog.put(papers, now)
        self.refresh(progress)
        return outcomes

    def delete(self, paper_id: str) -> bool:
        """Remove a paper everywhere; False when there was none."""
        with self._writing:
            found = self.catalog.delete(paper_id)
            self.index.delete([paper_id])
            return found

    def refresh(self, progress: Progress = silent) -> None:
        """Embed every paper that lacks a vector of its present text, and index every vector not yet indexed."""
        with self._writing:
            total, done = self.catalog.count_stale(self.model), 0
            while stale := self.catalog.stale(self.model, _BATCH):
                texts = [paper_text(paper.title, paper.abstract) for paper in stale]
                before = done
                rows = self.embedder.embed(texts, lambda n, before=before: progress(before + n, total))
                self.catalog.save_vectors(self.model, stale, rows)
                done += len(stale)
                self._index_new()
            self._index_new()

    def reindex(self, progress: Progress = silent) -> None:
        """Build the index anew from the catalog; nothing is embedded again, and answers go on by exact scan."""
        with self._writing:
            self._rebuilding = True
            self.index.clear()
            self.catalog.mark_unindexed(self.model)
            self._index_new(progress)
            self._rebuilding = False

    def reconcile(self) -> bool:
        """Make the index agree with the catalog; True when it had to be rebuilt."""
        with self._writing:
            known = set(self.catalog.embedded(self.model).ids)
            self.index.delete(self.index.ids() - known)
            self._index_new()
        if self.index.ids() == known and self.whole():
            return False
        log.warning("index_rebuilt", papers=len(known))
        self.reindex()
        return True

    def whole(self) -> bool:
        """Whether the index holds every embedded paper and queries reach them."""
        corpus = self.corpus()
        return self.index.count() == len(corpus) and self.index.reaches(corpus.vectors)

    def sample_ids(self) -> list[str]:
        """Three ids to try things with: those chosen for the sample corpus, or else the first ones."""
        chosen = [paper_id for paper_id in sample.LIKES if paper_id in self.catalog.get(sample.LIKES)]
        return chosen or self.catalog.first_ids(3)

    def corpus(self) -> Corpus:
        """The vectors of the present snapshot, loaded once per change of the catalog."""
        version = self.catalog.version()
        with self._loading:
            if self._corpus is None or self._corpus[0] != version:
                embedded = self.catalog.embedded(self.model)
                self._corpus = (version, Corpus.of(self.catalog.snapshot(), embedded))
            return self._corpus[1]

    def near(self, corpus: Corpus, queries: NDArray[np.float32], k: int) -> NDArray[np.intp]:
        """Rows of `corpus`, ascending, among which the `k` nearest to each of `queries`, shape (m, dim), are found.

        All rows of a small corpus, where an exact scan is faster than the index; of a large one those Chroma names.
        """
        if self._rebuilding or len(corpus) <= self._exact_below:
            return np.arange(len(corpus))
        found = {paper_id for ids in self.index.near(queries, k) for paper_id in ids}
        return np.array(sorted(corpus.rows[paper_id] for paper_id in found if paper_id in corpus.rows), dtype=np.intp)

    def _index_new(self, progress: Progress = silent) -> None:
        done, total = 0, self.catalog.count_unindexed(self.model)
        while (fresh := self.catalog.unindexed(self.model, 5_000)).ids:
            self.index.add(fresh)
            self.catalog.mark_indexed(self.model, fresh.ids)
            done += len(fresh.ids)
            progress(done, total)
