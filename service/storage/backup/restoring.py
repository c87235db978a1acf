"""A backup restored: into an empty folder, verified before it gets its name."""

import hashlib
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from service.errors import BadInput
from service.storage.backup.archive import Manifest, no_backup, read_manifest, unpacked
from service.storage.backup.files import full_disk_told, rename_for_good, require_room, revision_in
from service.storage.local import LOCK_FILE, DataFolder
from service.storage.sql import fault_of, newest_revision


def restore_backup(archive: Path, path: Path, now: datetime, progress: Callable[[int, int], None]) -> Manifest:
    """Put the database of a backup into an empty data folder, whole or not at all; what it held.

    `progress` is called with the bytes written, of how many. Raises BadInput for what is no whole backup, one of a
    newer schema than this program's, and a folder with anything in it; DataFolderLocked, DiskFull.
    """
    manifest = read_manifest(archive)
    if manifest.revision > newest_revision():
        raise BadInput(
            f"{archive} was made by Paperlark {manifest.version} (schema {manifest.revision}), and this version knows "
            f"schema {newest_revision()} at most; install that version, or a later one."
        )
    folder = DataFolder(path, now)
    part = folder.path / f"{folder.database.name}.part"
    try:
        _require_empty(path)
        with full_disk_told(path):
            require_room(path, manifest.size)
            _write(archive, manifest, part, progress)
            if fault_of(part) or revision_in(part) != manifest.revision:
                raise no_backup(archive)
            rename_for_good(part, folder.database)
    finally:
        part.unlink(missing_ok=True)
        folder.release()
    return manifest


def _require_empty(folder: Path) -> None:
    if found := sorted(file.name for file in folder.iterdir() if file.name != LOCK_FILE):
        raise BadInput(
            f"{folder} is not empty ({', '.join(found[:5])}); restore into an empty --data-dir, and move that one away "
            "yourself if it is to be replaced."
        )


def _write(archive: Path, manifest: Manifest, file: Path, progress: Callable[[int, int], None]) -> None:
    written, digest = 0, hashlib.sha256()
    with file.open("wb") as target, closing(unpacked(archive)) as parts:
        for part in parts:
            written += len(part)
            if written > manifest.size:
                break
            digest.update(part)
            target.write(part)
            progress(written, manifest.size)
    if written != manifest.size or digest.hexdigest() != manifest.sha256:
        raise no_backup(archive)
