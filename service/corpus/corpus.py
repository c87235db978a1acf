"""The papers of one installation as a whole: kept in the catalog, embedded, indexed, and read as a corpus."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np
from scipy.sparse import csr_array

from service.corpus import sample
from service.corpus.indexing import Indexing
from service.corpus.interactions import Interactions
from service.corpus.interests import LabelledInterest, labelled_interests
from service.corpus.paper_concepts import PaperConcepts
from service.corpus.paper_vectors import paper_vectors
from service.corpus.papers_and_likes import PapersAndLikes
from service.corpus.present_snapshot import LEARNED_AT_ONCE, PresentSnapshot
from service.corpus.progress import Progress, no_progress
from service.corpus.snapshot import Snapshot
from service.corpus.snapshot_files import SnapshotFiles
from service.embedding import Embedder
from service.errors import EmbeddingUnavailable, PaperNotFound
from service.features import Indices
from service.observability import log
from service.papers import Kept, Offer, Paper, parse_id
from service.recommender import ApproximateSearch, CoLikes
from service.storage import Catalog, FeedbackRecords
from service.storage.chroma import VectorIndex

_BATCH = 256  # papers embedded between two commits: what a kill can cost


class Corpus:
    """Keeps catalog, index and snapshot in step; the catalog is always right.

    Nothing is locked while texts are embedded, so a paper sent during a long import does not wait for it.
    """

    def __init__(
        self,
        catalog: Catalog,
        feedback: FeedbackRecords,
        index: VectorIndex,
        embedder: Embedder,
        exact_below: int,
        learned_at_once: int = LEARNED_AT_ONCE,
        embed_later: Callable[[], object] | None = None,
        snapshot_files: SnapshotFiles | None = None,
    ) -> None:
        """`embed_later` is called, and nothing raised, when papers are kept and their texts cannot be embedded now.

        Without `snapshot_files` every process reads all papers at its start and has them in memory of its own.
        """
        self.catalog = catalog
        self.feedback = feedback
        self.index = index
        self.embedder = embedder
        self._embed_later = embed_later
        self._present = PresentSnapshot(catalog, self.model, learned_at_once, snapshot_files)
        self.indexing = Indexing(catalog, index, self.model, exact_below, self._present.get)
        self._loading = threading.Lock()
        self._interactions = Interactions(feedback)
        self._papers_and_likes: tuple[int, PapersAndLikes] | None = None
        self._concepts: PaperConcepts | None = None
        self._gone: tuple[Snapshot, Indices] | None = None

    def paper(self, paper_id: str) -> Paper:
        """The paper of an id in any form; raises PaperNotFound, or InvalidPaperId for one that cannot exist.

        Raises RowUnreadable when what is kept of it is damaged.
        """
        canonical = parse_id(paper_id)
        if (found := self.catalog.get([canonical]).get(canonical)) is None:
            self.catalog.require_readable(canonical)
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
        """The key under which vectors are kept: the embedding model, and all else that would change a vector."""
        return self.embedder.info.key

    def add(self, papers: Sequence[Paper], now: datetime, progress: Progress = no_progress) -> list[Kept]:
        """Keep the papers, then embed and index what is new; what became of each, in order.

        The papers are safe once the catalog has them: what is not embedded when the process dies, `refresh` finishes.
        """
        kept = self.keep(papers, now)
        self._embed_new([each.id for each in kept], progress)
        return kept

    def keep(self, papers: Sequence[Paper], now: datetime) -> list[Kept]:
        """Keep the papers and leave embedding to `embed_some`: until then they are found by id alone."""
        kept = self.catalog.put(papers, now)
        self._take_out_merged(kept)
        return kept

    def add_sure(self, papers: Sequence[Paper], now: datetime, progress: Progress = no_progress) -> list[Kept | Offer]:
        """As `add`, but a paper for which the title alone speaks is not kept: it comes back as an offer."""
        found = self.catalog.put_sure(papers, now)
        kept = [each for each in found if isinstance(each, Kept)]
        self._take_out_merged(kept)
        self._embed_new([each.id for each in kept], progress)
        return found

    def delete(self, paper_id: str) -> None:
        """Remove the paper of an id in any form everywhere; raises PaperNotFound, InvalidPaperId."""
        with self.indexing.lock():
            kept_id = self.paper(paper_id).id
            found = self.catalog.delete(kept_id)
            self.indexing.take_out([kept_id])
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
        self.catalog.vectors.delete_damaged(self.model, self._present.get().present_ids, version)
        self._embed_or_leave(self.catalog.vectors.unembedded_ids(self.model), progress)
        if self._present.get().epoch is None:  # a first request would wait for it
            self._present.try_to_learn()

    def close(self) -> None:
        """Wait for what is done beside requests."""
        self._present.close()

    def embed_some(self, limit: int) -> bool:
        """Embed and index up to `limit` papers without a vector of their present text; whether there were any."""
        waiting = self.catalog.vectors.unembedded_ids(self.model, limit)
        self._embed(waiting, no_progress)
        return bool(waiting)

    def reindex(self, progress: Progress = no_progress) -> None:
        """Build the index anew from the catalog; nothing is embedded again, and answers go on by exact scan."""
        self.indexing.rebuild(progress)

    def reconcile(self, progress: Progress = no_progress) -> bool:
        """Make the index agree with the catalog; True when it had to be emptied."""
        return self.indexing.reconcile(progress)

    def is_complete(self) -> bool:
        """Whether the index holds every embedded paper and queries reach them, or nobody reads it."""
        return self.indexing.is_complete()

    def approximate_search(self, snapshot: Snapshot) -> ApproximateSearch | None:
        """How to find candidates through Chroma; None where an exact scan is faster, or the index lacks too much."""
        return self.indexing.approximate_search(snapshot)

    def index_recall(self) -> float | None:
        """The share of the true best 50 that the index finds, as of when it was filled; None where nobody reads it."""
        return self.indexing.recall()

    def sample_ids(self) -> list[str]:
        """Three ids to try things with: those chosen for the sample corpus, or else the first ones."""
        known = self.catalog.get(sample.LIKES)
        return [paper_id for paper_id in sample.LIKES if paper_id in known] or self.catalog.first_ids(3)

    def sample_note(self) -> str | None:
        """What the papers of the sample corpus lack; None where its likes are not, or came from elsewhere."""
        likes = self.catalog.get(sample.LIKES).values()
        return sample.NOTE if any(paper.source.name == sample.SOURCE for paper in likes) else None

    def snapshot(self) -> Snapshot:
        """The papers of now, see `PresentSnapshot`; what they teach together is learned beside, when it is time to."""
        return self._present.get_and_learn()

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
        if concepts is None or concepts.snapshot.counts is not snapshot.counts:
            concepts = self._concepts = PaperConcepts(self.catalog, snapshot, concepts)
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

    def _take_out_merged(self, kept: Sequence[Kept]) -> None:
        if merged := {merge.id for each in kept for merge in each.merged}:
            with self.indexing.lock():
                self.indexing.take_out(merged)

    def _embed_new(self, ids: Sequence[str], progress: Progress = no_progress) -> None:
        unembedded = self.catalog.vectors.unembedded(self.model, list(dict.fromkeys(ids)))
        self._embed_or_leave([paper.id for paper in unembedded], progress)

    def _embed_or_leave(self, ids: Sequence[str], progress: Progress) -> None:
        try:
            self._embed(ids, progress)
        except EmbeddingUnavailable as error:
            if self._embed_later is None:
                raise
            log.warning("embedding_left_for_later", reason=error.detail)
            self._embed_later()

    def _embed(self, ids: Sequence[str], progress: Progress) -> None:
        for start in range(0, len(ids), _BATCH):
            stale = self.catalog.vectors.unembedded(self.model, ids[start : start + _BATCH])
            rows = paper_vectors(self.embedder, stale, lambda n, start=start: progress(start + n, len(ids)))
            self.catalog.vectors.save(self.model, stale, rows)
            self.indexing.index_soon()


def _no_such_paper() -> PaperNotFound:
    return PaperNotFound("No paper has this id here.")
