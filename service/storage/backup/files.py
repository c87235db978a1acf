"""Files that are written whole or not at all: under another name first, on the disk, then renamed."""

import errno
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from service.errors import BadInput, DiskFull

_REVISION = "SELECT version_num FROM alembic_version"


@contextmanager
def full_disk_told(folder: Path) -> Generator[None]:
    """Raise DiskFull, and BadInput for a folder that cannot be written, instead of what the system calls it."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise _full(folder) from error
        raise BadInput(f"{folder} cannot be written ({error.strerror}).") from error
    except sqlite3.OperationalError as error:
        if "disk is full" in str(error):
            raise _full(folder) from error
        raise


def require_room(folder: Path, size: int) -> None:
    """Raise DiskFull when a disk has less room than `size` bytes."""
    if shutil.disk_usage(folder).free < size:
        raise _full(folder)


def rename_for_good(file: Path, target: Path) -> None:
    """Give a written file its name, so that both outlast a power cut."""
    for path, rename in ((file, True), (target.parent, False)):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if rename:
            file.replace(target)


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def revision_in(file: Path) -> str | None:
    """The schema's revision of a SQLite file; None of a database that is not ours."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            row = connection.execute(_REVISION).fetchone()
        except sqlite3.Error:
            return None
    return str(row[0]) if row else None


def _full(folder: Path) -> DiskFull:
    return DiskFull(f"There is too little room on the disk of {folder}; nothing was left there. Make room, try again.")
