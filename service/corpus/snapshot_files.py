"""The snapshot of the present epoch in files, which all processes of a host share; made again whenever it is not there.

It has the papers that the epoch was learned from and that have not changed since, so it never changes itself: whoever
opens it follows what the catalog says came after.
"""

from collections.abc import Callable
from pathlib import Path

from service import __version__
from service.corpus.epoch import Epoch
from service.corpus.snapshot import Snapshot
from service.corpus.snapshot_arrays import FORM, arrays_of, snapshot_of
from service.observability import log
from service.storage.local import MappedArrays


class SnapshotFiles:
    """A folder of them."""

    def __init__(self, folder: Path, min_free_mb: int = 0) -> None:
        """Nothing is written that would leave less than `min_free_mb` of the disk."""
        self._files = MappedArrays(folder, f"{__version__}/{FORM}", min_free_mb)

    def kept(self, epoch: Epoch, make: Callable[[], Snapshot]) -> Snapshot:
        """The snapshot of an epoch, which is made and kept unless the files have it.

        Of two processes that need it at once the second waits for the first. Where it cannot be kept, it is served from
        memory.
        """
        made: Snapshot | None = None
        try:
            with self._files.lock():
                found = self._files.read(epoch.hash)
                if found is None and len(made := make()):
                    self._files.write(epoch.hash, arrays_of(made))
                    found = self._files.read(epoch.hash)
            if found is not None:
                return snapshot_of(found, epoch)
        except OSError as error:
            log.warning(
                "snapshot_not_kept", reason=str(error), effect="its memory is not shared; a start makes it anew"
            )
        return (make() if made is None else made).with_room()
