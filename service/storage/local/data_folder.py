"""The data folder: one process owns it, and is named to everybody else."""

import fcntl
import json
import os
import socket
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO, cast

from service.errors import BadInput, DataFolderLocked, StoreBroken

# What lies in it.
DATABASE_FILE, INDEX_FOLDER, JOBS_FILE, SNAPSHOTS_FOLDER = "paperlark.db", "chroma", "jobs.db", "snapshots"
LOCK_FILE = "lock"


class DataFolder:
    """A locked folder; embedded Chroma is corrupted by a second writer, so there never is one."""

    def __init__(self, path: Path, now: datetime) -> None:
        """Create the folder if need be and lock it.

        Raises DataFolderLocked with the owner's name when another process has it, BadInput when it cannot be written.
        """
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._lock: TextIO = (path / LOCK_FILE).open("a+")
        except OSError as error:
            raise BadInput(f"The data folder {path} cannot be written ({error.strerror}); name another one.") from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = _named(_note(self._lock))
            self._lock.close()
            raise DataFolderLocked(
                f"The data folder {path} is in use by {owner}, and this command needs it for itself; "
                "stop that process or name another --data-dir."
            ) from None
        owner = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]]),
            "since": now.isoformat(timespec="seconds"),
        }
        with suppress(OSError):  # on a full disk the lock holds all the same, without a name
            _write(self._lock, owner)

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


def require_database(path: Path) -> None:
    """Raise StoreBroken where the database of a folder is gone or empty and what belongs to it is still there.

    A new one would make the papers and likes of an installation disappear without a word, and SQLite would begin its
    log anew, in which may be what was written last.
    """
    database, log = path / DATABASE_FILE, path / f"{DATABASE_FILE}-wal"
    left = [name for name in (INDEX_FOLDER, JOBS_FILE) if (path / name).exists()]
    left += [log.name] if _is_not_empty(log) else []
    if left and not _is_not_empty(database):
        raise StoreBroken(
            f"{database} is missing or empty, but {' and '.join(left)} beside it say that it was in use; put it back, "
            "or `paperlark restore` a backup into another folder. For a fresh start name an empty one."
        )


@contextmanager
def announced(path: Path, url: str) -> Generator[None]:
    """While it lasts, the note of a folder that this process owns says where it serves it."""
    with (path / LOCK_FILE).open("a+") as lock:
        note = _note(lock)
        with suppress(OSError):  # on a full disk nobody is told, and others name the address
            _write(lock, note | {"url": url})
        try:
            yield
        finally:
            with suppress(OSError):
                _write(lock, note)


def serving_url(path: Path) -> str | None:
    """Where the owner of a folder serves it; None when nobody owns it, or its owner does not serve.

    What a process that died has left in the note counts for nothing: its lock went with it.
    """
    try:
        with (path / LOCK_FILE).open() as lock:
            url = _note(lock).get("url")
            return url if url and _is_held(lock) else None
    except OSError:
        return None


def _is_not_empty(file: Path) -> bool:
    return file.exists() and (file.is_dir() or file.stat().st_size > 0)


def _is_held(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _note(lock: TextIO) -> dict[str, Any]:
    """What the owner has written; empty when that is nothing, or half of it."""
    lock.seek(0)
    try:
        note: object = json.load(lock)
    except ValueError:
        return {}
    return cast(dict[str, Any], note) if isinstance(note, dict) else {}


def _write(lock: TextIO, note: dict[str, Any]) -> None:
    data = json.dumps(note).encode()
    os.truncate(lock.fileno(), 0)
    os.write(lock.fileno(), data)  # opened to append


def _named(note: dict[str, Any]) -> str:
    try:
        return f"`{note['command']}` (process {note['pid']} on {note['host']}, since {note['since']})"
    except KeyError:
        return "another process"
