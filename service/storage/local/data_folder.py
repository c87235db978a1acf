"""The data folder: one process owns it, and is named to everybody else."""

import fcntl
import json
import os
import socket
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TextIO

from service.errors import BadInput, DataFolderLocked

DATABASE_FILE, INDEX_FOLDER = "paperlark.db", "chroma"  # what lies in it


class DataFolder:
    """A locked folder; embedded Chroma is corrupted by a second writer, so there never is one."""

    def __init__(self, path: Path, now: datetime) -> None:
        """Create the folder if need be and lock it.

        Raises DataFolderLocked with the owner's name when another process has it, BadInput when it cannot be written.
        """
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._lock: TextIO = (path / "lock").open("a+")
        except OSError as error:
            raise BadInput(f"The data folder {path} cannot be written ({error.strerror}); name another one.") from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = _owner(self._lock)
            self._lock.close()
            raise DataFolderLocked(
                f"The data folder {path} is in use by {owner}; stop that process or name another --data-dir."
            ) from None
        owner = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]]),
            "since": now.isoformat(timespec="seconds"),
        }
        with suppress(OSError):  # on a full disk the lock holds all the same, without a name
            self._lock.truncate(0)
            os.write(self._lock.fileno(), json.dumps(owner).encode())

    @property
    def database(self) -> Path:
        """Where the SQL database lies."""
        return self.path / DATABASE_FILE

    @property
    def index(self) -> Path:
        """Where Chroma keeps its files."""
        return self.path / INDEX_FOLDER

    def release(self) -> None:
        """Release the lock; it also goes with the process, however that ends."""
        self._lock.truncate(0)
        self._lock.close()


def _owner(lock: TextIO) -> str:
    lock.seek(0)
    try:
        owner = json.load(lock)
        return f"`{owner['command']}` (process {owner['pid']} on {owner['host']}, since {owner['since']})"
    except (ValueError, KeyError, TypeError):
        return "another process"
