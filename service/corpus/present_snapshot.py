"""The snapshot of the present moment: brought up to date by what changed, and learned anew beside requests.

An epoch is what is learned of all papers together: the weights of terms, the centre of the embeddings, what is usual
and what repeats. Up to some thousand papers there is none: a snapshot then learns from its own papers, at every change.
Beyond, it is learned from the papers of the catalog at one version, kept in the store together with that version, and
stays until a tenth as many papers have come, gone or changed; whoever notices first learns the next one, and of two
that do, the one that is kept second takes the other's. What such an epoch was learned from is kept in files too, so
that a start reads only what came since. A snapshot's id names the papers and the epoch, from which, and
from the versions at which papers changed, all that is ranked follows: in every process, and after every start.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from service.corpus.epoch import Epoch
from service.corpus.snapshot import Snapshot
from service.corpus.snapshot_files import SnapshotFiles
from service.errors import ServiceError
from service.memory import give_back_memory
from service.observability import log
from service.storage import Catalog

LEARNED_AT_ONCE = 2_000
"""Papers from which is learned at every change: 20 ms."""

_SHARE = 10  # changes since the last epoch, to one of which there are so many papers, from which on it is learned anew
_PATIENCE = 100  # versions until learning is tried again that failed


@dataclass(frozen=True, slots=True)
class _Moment:
    """A snapshot of a version of the catalog, and the hash of the epoch that was kept then."""

    version: int
    snapshot: Snapshot
    kept: str | None

    @property
    def is_behind(self) -> bool:
        """Whether another process has learned anew."""
        epoch = self.snapshot.epoch
        return self.kept is not None and (epoch is None or epoch.hash != self.kept)


class PresentSnapshot:
    """Follows the catalog's vectors of one model."""

    def __init__(
        self,
        catalog: Catalog,
        model: str,
        learned_at_once: int = LEARNED_AT_ONCE,
        files: SnapshotFiles | None = None,
    ) -> None:
        self._catalog, self._model, self._learned_at_once = catalog, model, learned_at_once
        self._files = files
        self._updating, self._one_at_a_time = threading.Lock(), threading.Lock()
        self._moment: _Moment | None = None
        self._beside = ThreadPoolExecutor(1, "learning")
        self._learning: Future[None] | None = None
        self._not_before = 0

    def get(self) -> Snapshot:
        """The papers of now."""
        return self._now().snapshot

    def get_and_learn(self) -> Snapshot:
        """The papers of now, once it has begun to learn anew, if it is time to and nobody is at it."""
        moment = self._now()
        if self._is_due(moment) and moment.version >= self._not_before:
            with self._updating:
                if self._learning is None or self._learning.done():
                    self._learning = self._beside.submit(self.try_to_learn)
        return moment.snapshot

    def learn(self) -> None:
        """Learn anew, or take over what another process has learned, if it is time to; requests go on meanwhile."""
        with self._one_at_a_time:
            moment = self._now()
            if not self._is_due(moment):
                return
            epoch = self._next_epoch(moment)
            before = self._now().snapshot  # that has all from which it was learned
            found = self._kept(epoch, lambda: before.by(epoch))
            if len(found):
                found.prepare_as(before)
            with self._updating:
                self._moment = self._followed(epoch.version, found)

    def close(self) -> None:
        """Wait for what is being learned; nothing is afterwards."""
        self._beside.shutdown(cancel_futures=True)

    def _now(self) -> _Moment:
        version = self._catalog.version()
        with self._updating:
            known = self._moment
            if known is None:
                known = self._first()
                give_back_memory()  # what all texts took
            elif known.version < version:
                known = self._followed(known.version, known.snapshot)
            self._moment = known
            return known

    def _first(self) -> _Moment:
        stored = self._catalog.epochs.get(self._model)
        epoch = stored and Epoch.of(stored)
        if epoch is None:
            version = self._catalog.version()
            return self._followed(version, self._read(version, None))
        return self._followed(epoch.version, self._kept(epoch, lambda: self._read(epoch.version, epoch)))

    def _kept(self, epoch: Epoch, make: Callable[[], Snapshot]) -> Snapshot:
        return self._files.kept(epoch, make) if self._files else make().with_room()

    def _read(self, version: int, epoch: Epoch | None) -> Snapshot:
        """The papers of the catalog at a version, unless they have changed since: what changed then is to follow."""
        return Snapshot.of_pages(self._catalog.vectors.pages(self._model, version), epoch)

    def _followed(self, version: int, snapshot: Snapshot) -> _Moment:
        dim = snapshot.papers.dense.shape[1] if len(snapshot) else 0
        changes = self._catalog.vectors.changes(self._model, version, dim)
        return _Moment(changes.version, snapshot.after(changes), changes.epoch)

    def _is_due(self, moment: _Moment) -> bool:
        snapshot = moment.snapshot
        if not snapshot.size or moment.is_behind:
            return moment.is_behind and snapshot.size > 0
        if snapshot.epoch is None:
            return snapshot.size > self._learned_at_once
        return snapshot.changed_since_learning * _SHARE > snapshot.epoch.papers

    def _next_epoch(self, moment: _Moment) -> Epoch:
        stored, snapshot = self._catalog.epochs.get(self._model), moment.snapshot
        others = moment.is_behind and stored and Epoch.of(stored)
        if others:
            return others
        papers = snapshot.read.rearranged(snapshot.present, moment.version)
        learned = Epoch.learned(papers, moment.version)
        kept = self._catalog.epochs.keep(self._model, learned.stored, stored)
        log.info("epoch_learned", papers=learned.papers, version=learned.version)
        return learned if kept == learned.stored else Epoch.of(kept) or learned

    def try_to_learn(self) -> None:
        """As `learn`, but what the store cannot keep now is tried again later."""
        try:
            self.learn()
            give_back_memory()  # of the snapshot before
        except ServiceError as error:
            self._not_before = self._now().version + _PATIENCE
            log.warning("learning_failed", reason=error.detail, effect="new papers are scored as before")
