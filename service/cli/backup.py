"""`paperlark backup` and `paperlark restore`: a data folder in one file, and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service import settings
from service.cli import console, json_output
from service.cli.arguments import DataDir, Json
from service.errors import BadInput
from service.observability import configure
from service.settings import STORE_URL, Settings

if TYPE_CHECKING:
    from service.storage.backup import Manifest

BackupFile = Annotated[Path, typer.Argument(help="File of the backup.")]


def backup(file: BackupFile, data_dir: DataDir = None, as_json: Json = False) -> None:
    """Write a backup of a data folder to one new file, also while a server uses it.

    The index is not in it: it is built anew from the rest. Settings and keys of models are not in it either.
    """
    from service.storage.backup import make_backup
    from service.storage.local import DATABASE_FILE

    current = _local_settings(data_dir)
    with console.progress("Copying") as progress:
        database, min_free_mb = current.data_dir / DATABASE_FILE, current.store.min_free_mb
        manifest = make_backup(database, file, datetime.now(UTC), progress, min_free_mb)
    _show(f"Wrote {file}", manifest, as_json=as_json)


def restore(file: BackupFile, data_dir: DataDir = None, as_json: Json = False) -> None:
    """Restore a backup into an empty data folder; one of an older version is brought up to date at the next start.

    The file is checked against its SHA-256 first; what is cut short, changed or of a newer version is refused.
    """
    from service.storage.backup import restore_backup

    current = _local_settings(data_dir)
    with console.progress("Restoring") as progress:
        manifest = restore_backup(file, current.data_dir, datetime.now(UTC), progress)
    _show(f"Restored {file} to {current.data_dir}", manifest, as_json=as_json)


def _local_settings(data_dir: Path | None) -> Settings:
    current = settings.load(data_dir=data_dir)
    configure(current.log, current.secrets)
    if current.shared:
        raise BadInput(
            f"{STORE_URL} is set, so all is in PostgreSQL: use its `pg_dump` and `pg_restore`, see docs/operations.md."
        )
    return current


def _show(said: str, manifest: "Manifest", *, as_json: bool) -> None:
    if as_json:
        json_output.write(manifest.model_dump(mode="json"))
    else:
        console.say(
            f"{said}: schema {manifest.revision}, made at {manifest.made_at:%Y-%m-%d %H:%M} UTC by Paperlark "
            f"{manifest.version}, {manifest.size:,} bytes, SHA-256 {manifest.sha256}."
        )
