"""The index kept in step with the vectors of the catalog, which are always right."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager

import numpy as np
from numpy.typing import NDArray

from service.corpus.index_recall import ENOUGH, recall_of
from service.corpus.progress import Progress, no_progress
from service.corpus.snapshot import Snapshot
from service.errors import IndexAway, IndexFailed, StoreBusy
from service.features import Indices
from service.observability import log
from service.recommender import ApproximateSearch
from service.storage import Catalog
from service.storage.chroma import VectorIndex

_WAITING = 5_000  # papers that the index lacks, from which on an exact scan is the better answer
_PROBED = 1_000  # vectors of which some are looked for
_SOON = 1_000  # papers that one change may have to index, when many wait


class Indexing:
    """Fills the index, empties it, and asks it; `snapshot` gives the papers of the present moment."""

    def __init__(
        self, catalog: Catalog, index: VectorIndex, model: str, exact_below: int, snapshot: Callable[[], Snapshot]
    ) -> None:
        self._catalog, self._vectors = catalog, catalog.vectors
        self._index, self._model, self._exact_below = index, model, exact_below
        self._snapshot = snapshot

    def lock(self) -> AbstractContextManager[None]:
        """Held while the index changes, by one process at a time."""
        return self._catalog.lock("index")

    def approximate_search(self, snapshot: Snapshot) -> ApproximateSearch | None:
        """How to find candidates through Chroma; None where an exact scan is faster, or the index lacks too much."""
        if snapshot.size <= self._exact_below:
            return None
        waiting = self._vectors.unindexed_ids(self._model, _WAITING)
        return None if len(waiting) == _WAITING else lambda queries, k: self._candidates(snapshot, waiting, queries, k)

    def rebuild(self, progress: Progress = no_progress) -> None:
        """Build the index anew from the catalog; answers go on by exact scan."""
        with self.lock():
            self._empty()
            try:
                self._fill(progress)
            except IndexFailed as error:
                _log_failure(error)

    def reconcile(self, progress: Progress = no_progress) -> bool:
        """Make the index agree with the catalog; True when it had to be emptied.

        It is not filled as long as it lacks much and nobody reads it: that would only make a start long. A server that
        cannot be reached is no reason to empty it: answers go on by exact scan, and `is_complete` does it later.
        """
        try:
            with self.lock():
                agrees = self._synchronised(progress)
        except IndexAway as error:
            _log_failure(error)
            return False
        except IndexFailed as error:
            _log_failure(error)
            agrees = False
        if not agrees:
            log.warning("index_rebuilt", papers=self._snapshot().size)
            with self.lock():
                self._empty()
            if not self._is_left_behind():
                self.rebuild(progress)
        self._index.mark_readable()
        return not agrees

    def is_complete(self) -> bool:
        """Whether the index holds every embedded paper and queries reach them, or nobody reads it.

        What a process left undone when it was killed is done first: no other one would ever do it.
        """
        if self._is_left_behind() or self._is_complete():
            return True
        try:
            with self.lock():  # what somebody writes just now looks like a hole
                return self._synchronised()
        except IndexFailed as error:
            _log_failure(error)
            return False

    def recall(self) -> float | None:
        """The share of the true best that queries find, as of when the index was filled; None where nobody reads it."""
        if self._vectors.count(self._model) <= self._exact_below:
            return None
        try:
            return self._index.recall()
        except IndexFailed as error:
            log.warning("index_unanswering", reason=error.detail)
            return None

    def index_soon(self) -> None:
        """Index what is new, unless another process is at it for long: it then takes these along.

        When Chroma fails, answers go on by exact scan. What was left behind is taken along bit by bit, once the index
        is read.
        """
        try:
            with self.lock():
                if not self._is_left_behind():
                    self._index_some(_SOON)
        except StoreBusy:
            log.info("indexing_left_to_another_process")
        except IndexFailed as error:
            _log_failure(error)

    def take_out(self, ids: Iterable[str]) -> None:
        """Take papers out of the index; when Chroma fails, it has too much until it is made to agree."""
        try:
            self._index.delete(ids)
        except IndexFailed as error:
            _log_failure(error)

    def _candidates(self, snapshot: Snapshot, waiting: Sequence[str], queries: NDArray[np.float32], k: int) -> Indices:
        """Candidates: those that Chroma finds, and those that it does not hold yet."""
        try:
            found = {paper_id for ids in self._index.nearest(queries, k) for paper_id in ids}.union(waiting)
        except IndexFailed as error:
            log.warning("index_failed", reason=error.detail, effect="exact scan for this query")
            return np.flatnonzero(snapshot.present)
        return np.array(sorted(snapshot.rows[name] for name in found if name in snapshot.rows), dtype=np.intp)

    def _is_left_behind(self) -> bool:
        """Whether the index lacks much and nobody reads it, so that it may stay as it is."""
        if len(self._vectors.unindexed_ids(self._model, _WAITING)) < _WAITING:
            return False
        return self._vectors.count(self._model) <= self._exact_below

    def _is_complete(self) -> bool:
        snapshot = self._snapshot()
        try:
            return self._index.count() == snapshot.size and self._index.finds(_some_vectors(snapshot))
        except IndexFailed as error:
            log.warning("index_unanswering", reason=error.detail)
            return False

    def _empty(self) -> None:
        self._vectors.mark_unindexed(self._model)  # first, so that nobody misses what the index lacks meanwhile
        self._index.clear()

    def _fill(self, progress: Progress) -> None:
        """Index every vector not yet indexed; raises IndexFailed."""
        done, total = 0, self._vectors.count_unindexed(self._model)
        if total:
            log.info("index_filling", papers=total)
        while some := self._index_some(_WAITING):
            done += some
            progress(done, total)
        snapshot = self._snapshot()
        if snapshot.size > self._exact_below and (done or self._index.recall() is None):
            self._keep_recall(snapshot)

    def _keep_recall(self, snapshot: Snapshot) -> None:
        recall = recall_of(self._index, snapshot)
        self._index.keep_recall(recall)
        log.info("index_recall", recall=recall, papers=snapshot.size)
        if recall < ENOUGH:
            effect = "some are missed; raise PAPERLARK_INDEX__EF_SEARCH and run `paperlark reindex`"
            log.warning("index_recall_low", recall=recall, effect=effect)

    def _index_some(self, limit: int) -> int:
        """Index up to `limit` vectors that are not yet indexed; how many. Raises IndexFailed."""
        fresh, version = self._vectors.unindexed(self._model, limit)
        if fresh.ids:
            self._index.add(fresh)
            self._vectors.mark_indexed(self._model, fresh.ids, version)
        return len(fresh.ids)

    def _synchronised(self, progress: Progress = no_progress) -> bool:
        """Take what the index has too much out of it and put in what waits; whether it is whole then.

        Only while the index is ours: papers that others keep meanwhile wait, and are no fault of it. Raises
        IndexFailed.
        """
        if self._is_left_behind():
            log.info("index_left_behind", effect="none: an exact scan is faster for so few papers")
            return True
        snapshot = self._snapshot()
        present = snapshot.present_ids
        self._index.delete(self._index.ids().difference(present))
        self._fill(progress)
        return self._index.ids().issuperset(present) and self._index.finds(_some_vectors(snapshot))


def _some_vectors(snapshot: Snapshot) -> NDArray[np.float32]:
    rows = np.flatnonzero(snapshot.present)
    return snapshot.papers.dense[rows[:: len(rows) // _PROBED + 1]]


def _log_failure(error: IndexFailed) -> None:
    log.warning("index_failed", reason=error.detail, effect="what it missed is looked at without it")
