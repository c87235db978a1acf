"""A backup made: SQLite's own copy of one moment, which stops nobody, packed into one file."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from service import __version__
from service.errors import BadInput, StoreBroken
from service.storage.backup.archive import FORMAT, Manifest, pack
from service.storage.backup.files import full_disk_told, rename_for_good, require_room, revision_in, sha256_of
from service.storage.sql import fault_of

_PAGES = 2_000  # copied at a time
_COPIES = 2  # lie on the disk at the end: the copy, and the archive, at most as large
_DAMAGE = ("malformed", "not a database", "disk I/O")


def make_backup(
    database: Path, target: Path, now: datetime, progress: Callable[[int, int], None], min_free_mb: int = 0
) -> Manifest:
    """Write a backup of a SQLite file to `target`, whole or not at all; others may read and write meanwhile.

    It is of the moment at which it began: what a migration under way does is not in it. `progress` is called with the
    pages copied, of how many. Raises BadInput when there is no such database, or it cannot be read, or `target` exists,
    StoreBroken when the database is damaged, DiskFull when less than `min_free_mb` would be left of the disk.
    """
    if not database.is_file():
        raise BadInput(f"There is no installation in {database.parent} ({database.name} is missing).")
    if target.exists():
        raise BadInput(f"{target} exists; name another file, a backup is never written over.")
    with full_disk_told(target.parent), TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
        require_room(target.parent, _COPIES * _size_of(database) + min_free_mb * 2**20)
        copy, archive = Path(folder) / "database", Path(folder) / "archive"
        _copy(database, copy, progress)
        revision = revision_in(copy)
        if fault := fault_of(copy):
            raise StoreBroken(f"{database} is damaged ({fault}); a backup of it would be, too.")
        if revision is None:
            raise BadInput(f"{database} holds no installation yet.")
        manifest = Manifest(
            format=FORMAT,
            version=__version__,
            revision=revision,
            made_at=now,
            size=copy.stat().st_size,
            sha256=sha256_of(copy),
        )
        pack(archive, manifest, copy)
        archive.chmod(0o600)  # it tells what users like
        rename_for_good(archive, target)
    return manifest


def _size_of(database: Path) -> int:
    log = database.with_name(f"{database.name}-wal")
    return database.stat().st_size + (log.stat().st_size if log.exists() else 0)


def _copy(database: Path, copy: Path, progress: Callable[[int, int], None]) -> None:
    """Copy a database as it is at this moment: the transaction that is open keeps showing it."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as target:
        try:
            with closing(
                sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
            ) as source:
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()
                source.backup(
                    target, pages=_PAGES, progress=lambda _status, left, total: progress(total - left, max(total, 1))
                )
        except sqlite3.DatabaseError as error:
            raise _fault(database, error) from error
        target.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def _fault(database: Path, error: sqlite3.DatabaseError) -> Exception:
    """What went wrong, in our words; a full disk as it is."""
    reason = str(error)
    if "full" in reason:
        return error
    if any(damage in reason for damage in _DAMAGE):
        return StoreBroken(f"{database} is damaged ({reason}); a backup of it would be, too.")
    return BadInput(
        f"{database} cannot be read by this user ({reason}): who reads it also writes the files beside it, so make the "
        "backup as the user of the service."
    )
