"""The papers of one installation as a whole: kept in the catalog, embedded, indexed, and read as a corpus."""

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from service.corpus import sample
from service.corpus.interactions import Interactions
from service.corpus.interests import LabelledInterest, labelled_interests
from service.corpus.paper_concepts import PaperConcepts
from service.corpus.papers_and_likes import PapersAndLikes
from service.corpus.snapshot import EMPTY, Snapshot
from service.embedding import LocalEmbedder, paper_text
from service.errors import IndexAway, IndexFailed, PaperNotFound, StoreBusy
from service.features import Indices
from service.observability import log
from service.papers import Kept, Offer, Paper, parse_id
from service.recommender import ApproximateSearch, CoLikes
from service.storage import Catalog, FeedbackRecords
from service.storage.chroma import VectorIndex

Progress = Callable[[int, int], None]  # done, total

_WAITING = 5_000  # papers that the index lacks, after which an exact scan is the better answer
_BATCH = 256  # papers embedded between two commits: what a kill can cost


def no_progress(_done: int, _total: int) -> None:
    """The progress of work that nobody watches."""


class Corpus:
    """Keeps catalog, index and snapshot in step; the catalog is always right.

    Nothing is locked while texts are embedded, so a paper sent during a long import does not wait for it.
    """

    def __init__(
        self, catalog: Catalog, feedback: FeedbackRecords, index: VectorIndex, embedder: LocalEmbedder, exact_below: int
    ) -> None:
        self.catalog = catalog
        self.feedback = feedback
        self.index = index
        self.embedder = embedder
        self._exact_below = exact_below
        self._loading = threading.Lock()
        self._snapshot: tuple[int, Snapshot] | None = None
        self._interactions = Interactions(feedback)
        self._papers_and_likes: tuple[int, PapersAndLikes] | None = None
        self._concepts = PaperConcepts(catalog, EMPTY.counts)
        self._gone: tuple[Snapshot, Indices] | None = None

    def paper(self, paper_id: str) -> Paper:
        """The paper of an id in any form; raises PaperNotFound, or InvalidPaperId for one that cannot exist."""
        canonical = parse_id(paper_id)
        if (found := self.catalog.get([canonical]).get(canonical)) is None:
            raise _no_such_paper()
        return found

    def lookup(self, paper_ids: Sequence[str]) -> tuple[list[Paper], list[str]]:
        """The papers of canonical ids, each once and in order, and the ids that nobody has here."""
        asked = dict.fromkeys(paper_ids)
        known = self.catalog.get(asked)
        found = {known[each].id: known[each] for each in asked if each in known}
        return list(found.values()), [each for each in asked if each not in known]

    @property
    def model(self) -> str:
        """The key under which vectors are kept: name, weights, precision and length of the embedding model."""
        return self.embedder.info.key

    def add(self, papers: Sequence[Paper], now: datetime, progress: Progress = no_progress) -> list[Kept]:
        """Keep the papers, then embed and index what is new; what became of each, in order.

        The papers are safe once the catalog has them: what is not embedded when the process dies, `refresh` finishes.
        """
        kept = self.catalog.put(papers, now)
        self._follow(kept, progress)
        return kept

    def add_sure(self, papers: Sequence[Paper], now: datetime, progress: Progress = no_progress) -> list[Kept | Offer]:
        """As `add`, but a paper for which the title alone speaks is not kept: it comes back as an offer."""
        found = self.catalog.put_sure(papers, now)
        self._follow([each for each in found if isinstance(each, Kept)], progress)
        return found

    def delete(self, paper_id: str) -> None:
        """Remove the paper of an id in any form everywhere; raises PaperNotFound, InvalidPaperId."""
        with self._indexing():
            kept_id = self.paper(paper_id).id
            found = self.catalog.delete(kept_id)
            self._take_out([kept_id])
        if not found:
            raise _no_such_paper()

    def split(self, paper_id: str, now: datetime) -> tuple[Paper, Paper]:
        """Take what came under an id out of the paper that it was merged into; that paper, and the one of the id.

        Raises PaperNotFound, InvalidPaperId, BadInput.
        """
        canonical = parse_id(paper_id)
        whole = self.catalog.split(canonical, now)
        self._embed_new([whole, canonical])
        return self.paper(whole), self.paper(canonical)

    def refresh(self, progress: Progress = no_progress) -> None:
        """Embed and index every paper without a sound vector of its present text: what a killed process left undone."""
        version = self.catalog.version()  # before the corpus, so that what others add meanwhile is left alone
        self.catalog.vectors.delete_damaged(self.model, self.snapshot().ids, version)
        self._embed(self.catalog.vectors.unembedded_ids(self.model), progress)

    def reindex(self, progress: Progress = no_progress) -> None:
        """Build the index anew from the catalog; nothing is embedded again, and answers go on by exact scan."""
        with self._indexing():
            # First, so that nobody misses what the index lacks meanwhile.
            self.catalog.vectors.mark_unindexed(self.model)
            self.index.clear()
            self._index_new(progress)

    def reconcile(self, progress: Progress = no_progress) -> bool:
        """Make the index agree with the catalog; True when it had to be rebuilt.

        A server that cannot be reached is no reason to: answers go on by exact scan, and `is_complete` does it later.
        """
        try:
            with self._indexing():
                agrees = self._synchronised(progress)
        except IndexAway as error:
            _log_index_failure(error)
            return False
        except IndexFailed as error:
            _log_index_failure(error)
            agrees = False
        if not agrees:
            log.warning("index_rebuilt", papers=len(self.snapshot()))
            self.reindex(progress)
        self.index.mark_readable()
        return not agrees

    def is_complete(self) -> bool:
        """Whether the index holds every embedded paper and queries reach them.

        What a process left undone when it was killed is done first: no other one would ever do it.
        """
        if self._is_complete():
            return True
        try:
            with self._indexing():  # what somebody writes just now looks like a hole
                return self._synchronised()
        except IndexFailed as error:
            _log_index_failure(error)
            return False

    def _is_complete(self) -> bool:
        snapshot = self.snapshot()
        try:
            return self.index.count() == len(snapshot) and self.index.finds(snapshot.papers.dense)
        except IndexFailed as error:
            log.warning("index_unanswering", reason=error.detail)
            return False

    def _indexing(self) -> AbstractContextManager[None]:
        """Held while the index changes, by one process at a time."""
        return self.catalog.lock("index")

    def sample_ids(self) -> list[str]:
        """Three ids to try things with: those chosen for the sample corpus, or else the first ones."""
        known = self.catalog.get(sample.LIKES)
        return [paper_id for paper_id in sample.LIKES if paper_id in known] or self.catalog.first_ids(3)

    def sample_note(self) -> str | None:
        """What the papers of the sample corpus lack; None where its likes are not, or came from elsewhere."""
        likes = self.catalog.get(sample.LIKES).values()
        return sample.NOTE if any(paper.source.name == sample.SOURCE for paper in likes) else None

    def snapshot(self) -> Snapshot:
        """The papers of the present snapshot, brought up to date after every change of the catalog."""
        version = self.catalog.version()
        with self._loading:
            if self._snapshot is None or self._snapshot[0] < version:
                since, known = self._snapshot or (-1, EMPTY)
                changes = self.catalog.vectors.changes(self.model, since, frozenset(known.ids))
                self._snapshot = (changes.version, known.after(changes))
            return self._snapshot[1]

    def gone_rows(self, snapshot: Snapshot) -> Indices:
        """The rows of a snapshot whose papers are withdrawn, retracted or notices; kept while no paper changes."""
        kept = self._gone
        if kept is None or kept[0] is not snapshot:
            rows = [snapshot.rows[paper_id] for paper_id in self.catalog.gone_ids() if paper_id in snapshot.rows]
            kept = self._gone = (snapshot, np.array(sorted(rows), dtype=np.intp))
        return kept[1]

    def concepts(self, snapshot: Snapshot) -> PaperConcepts:
        """What the papers of a snapshot are about; what is found is kept while their texts stay the same."""
        concepts = self._concepts
        if concepts.counts is not snapshot.counts:
            concepts = self._concepts = PaperConcepts(self.catalog, snapshot.counts)
        return concepts

    def interests(self, snapshot: Snapshot, liked: Sequence[str]) -> tuple[LabelledInterest, ...]:
        """The interests in liked papers, largest first; ids that are not in the snapshot are passed over."""
        return labelled_interests(snapshot, liked, self.concepts(snapshot).common)

    def papers_and_likes(self) -> PapersAndLikes:
        """The corpus with what all users like of it, brought up to date after every change of either."""
        snapshot, version = self.snapshot(), self.feedback.version()
        with self._loading:
            if (
                self._papers_and_likes is None
                or self._papers_and_likes[0] < version
                or self._papers_and_likes[1].snapshot is not snapshot
            ):
                self._interactions.update()
                users, days = self._interactions.likes(snapshot.rows, len(snapshot))
                likes = csr_array[np.float64]((np.ones(days.nnz), days.indices, days.indptr), shape=days.shape)
                co_likes = CoLikes(likes, snapshot.neighbours) if users else None
                self._papers_and_likes = (self._interactions.version, PapersAndLikes(snapshot, co_likes, users, days))
            return self._papers_and_likes[1]

    def approximate_search(self, snapshot: Snapshot) -> ApproximateSearch | None:
        """How to find candidates through Chroma; None where an exact scan is faster, or the index lacks too much."""
        if len(snapshot) <= self._exact_below:
            return None
        waiting = self.catalog.vectors.unindexed_ids(self.model, _WAITING)
        return None if len(waiting) == _WAITING else lambda queries, k: self._candidates(snapshot, waiting, queries, k)

    def _candidates(self, snapshot: Snapshot, waiting: Sequence[str], queries: NDArray[np.float32], k: int) -> Indices:
        """Candidates: those that Chroma finds, and those that it does not hold yet."""
        try:
            found = {paper_id for ids in self.index.nearest(queries, k) for paper_id in ids}.union(waiting)
        except IndexFailed as error:
            log.warning("index_failed", reason=error.detail, effect="exact scan for this query")
            return np.arange(len(snapshot))
        return np.array(sorted(snapshot.rows[name] for name in found if name in snapshot.rows), dtype=np.intp)

    def _take_out(self, ids: Iterable[str]) -> None:
        """Take papers out of the index; when Chroma fails, it has too much until it is made to agree."""
        try:
            self.index.delete(ids)
        except IndexFailed as error:
            _log_index_failure(error)

    def _follow(self, kept: Sequence[Kept], progress: Progress) -> None:
        """Let index and vectors follow what the catalog has kept."""
        if merged := {merge.id for each in kept for merge in each.merged}:
            with self._indexing():
                self._take_out(merged)
        self._embed_new([each.id for each in kept], progress)

    def _embed_new(self, ids: Sequence[str], progress: Progress = no_progress) -> None:
        unembedded = self.catalog.vectors.unembedded(self.model, list(dict.fromkeys(ids)))
        self._embed([paper.id for paper in unembedded], progress)

    def _embed(self, ids: Sequence[str], progress: Progress) -> None:
        for start in range(0, len(ids), _BATCH):
            stale = self.catalog.vectors.unembedded(self.model, ids[start : start + _BATCH])
            texts = [paper_text(paper.title, paper.abstract) for paper in stale]
            rows = self.embedder.embed(texts, lambda n, start=start: progress(start + n, len(ids)))
            self.catalog.vectors.save(self.model, stale, rows)
            self._index_soon()

    def _index_soon(self) -> None:
        """Index what is new, unless another process is at it for long: it then takes these along."""
        try:
            with self._indexing():
                self._index_new()
        except StoreBusy:
            log.info("indexing_left_to_another_process")

    def _index_new(self, progress: Progress = no_progress) -> None:
        """Index every vector not yet indexed; when Chroma fails, answers go on by exact scan."""
        try:
            self._fill(progress)
        except IndexFailed as error:
            _log_index_failure(error)

    def _fill(self, progress: Progress) -> None:
        """Index every vector not yet indexed; raises IndexFailed."""
        done, total = 0, self.catalog.vectors.count_unindexed(self.model)
        while True:
            fresh, version = self.catalog.vectors.unindexed(self.model, 5_000)
            if not fresh.ids:
                return
            self.index.add(fresh)
            self.catalog.vectors.mark_indexed(self.model, fresh.ids, version)
            done += len(fresh.ids)
            progress(done, total)

    def _synchronised(self, progress: Progress = no_progress) -> bool:
        """Take what the index has too much out of it and put in what waits; whether it is whole then.

        Only while the index is ours: papers that others keep meanwhile wait, and are no fault of it. Raises
        IndexFailed.
        """
        snapshot = self.snapshot()
        self.index.delete(self.index.ids().difference(snapshot.ids))
        self._fill(progress)
        return self.index.ids().issuperset(snapshot.ids) and self.index.finds(snapshot.papers.dense)


def _no_such_paper() -> PaperNotFound:
    return PaperNotFound("No paper has this id here.")


def _log_index_failure(error: IndexFailed) -> None:
    log.warning("index_failed", reason=error.detail, effect="what it missed is looked at without it")
