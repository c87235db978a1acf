"""Arrays in files, mapped into memory: the processes of a host share them, and none of them reads what it never uses.

A set of arrays is a folder, whose manifest has the size and the hash of each. It is written beside its place and then
renamed, and whatever is not what its manifest says is never served. Rows can be appended to an array in memory: the
file has room for them, which takes none of the disk, and is never written to.
"""

import errno
import fcntl
import io
import json
import os
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from service.features import GrowingArray, with_room
from service.observability import log

Array = NDArray[Any]

_MANIFEST, _LOCK, _UNFINISHED = "manifest.json", "lock", "unfinished"
_CHUNK = 2**20  # bytes read at a time


class MappedArrays:
    """The one set of arrays that a folder has, by its name."""

    def __init__(self, folder: Path, form: str, min_free_mb: int) -> None:
        """`form` names what wrote the arrays: those of another one are not read. Nothing is opened yet."""
        self.folder, self._form, self._min_free_bytes = folder, form, min_free_mb * 2**20

    @contextmanager
    def lock(self) -> Generator[None]:
        """Held while a set is looked for and written, by one process at a time. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / _LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # goes with the process, however that ends
            yield

    def read(self, name: str) -> dict[str, GrowingArray[Any]] | None:
        """The arrays of a set, mapped; None where there are none, or not as they were written by this form."""
        folder = self.folder / name
        try:
            manifest = json.loads((folder / _MANIFEST).read_bytes())
            if manifest["form"] != self._form:
                return None
            return {each: _mapped(folder / f"{each}.npy", **facts) for each, facts in manifest["arrays"].items()}
        except FileNotFoundError:
            return None
        except (OSError, ValueError, LookupError, TypeError) as error:
            log.warning("snapshot_files_damaged", folder=str(folder), reason=str(error), effect="they are made again")
            return None

    def write(self, name: str, arrays: Mapping[str, Array]) -> None:
        """Keep a set in place of those that the folder has; the lock must be held. Raises OSError on a full disk."""
        new = self.folder / _UNFINISHED
        shutil.rmtree(new, ignore_errors=True)  # of a process that was killed
        try:
            self._require_room(sum(array.nbytes for array in arrays.values()))
            new.mkdir()
            facts = {each: _written(new / f"{each}.npy", array) for each, array in arrays.items()}
            (new / _MANIFEST).write_text(json.dumps({"form": self._form, "arrays": facts}))
            for other in {self.folder / name, *(each.parent for each in self.folder.glob(f"*/{_MANIFEST}"))} - {new}:
                shutil.rmtree(other, ignore_errors=True)  # who has mapped it keeps it
            new.rename(self.folder / name)
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def _require_room(self, size: int) -> None:
        if shutil.disk_usage(self.folder).free - size < self._min_free_bytes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.folder))


def _written(path: Path, array: Array) -> dict[str, Any]:
    """Write an array with room behind it; the `size` and the `sha256` of the file without the room."""
    rows = np.ascontiguousarray(array)
    shape = (with_room(len(rows)), *rows.shape[1:])
    header = io.BytesIO()
    described = np.lib.format.header_data_from_array_1_0(rows) | {"shape": shape}
    np.lib.format.write_array_header_1_0(header, described)
    size = len(header.getvalue())
    with path.open("wb") as file:
        file.write(header.getvalue())
        file.write(rows.data)
        file.truncate(size + rows.itemsize * int(np.prod(shape)))
    digest = sha256(header.getvalue())
    digest.update(rows.data)
    return {"size": size + rows.nbytes, "sha256": digest.hexdigest()}


def _mapped(path: Path, size: int, sha256: str) -> GrowingArray[Any]:
    """An array in its file; raises OSError, or ValueError when the file is not what was written."""
    with path.open("rb") as file:
        if _hash(file, size) != sha256:
            raise ValueError(f"{path.name} is not what was written")
    mapped: np.memmap[Any, Any] = np.load(path, mmap_mode="c")  # what is appended stays in the process
    rows = (size - mapped.offset) // (mapped.nbytes // len(mapped))
    return GrowingArray[Any].within(np.asarray(mapped), rows)


def _hash(file: BinaryIO, size: int) -> str:
    """The SHA-256 of the first bytes of a file: read, so that they count as nobody's memory."""
    digest = sha256()
    while size and (chunk := file.read(min(size, _CHUNK))):
        digest.update(chunk)
        size -= len(chunk)
    return digest.hexdigest()
