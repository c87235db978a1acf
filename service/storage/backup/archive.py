"""The file of a backup: a zip archive of a manifest and the database, in this order."""

import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from service.errors import BadInput

FORMAT = 1  # counted up when an older program could not read what is written
_MANIFEST, _DATABASE = "manifest.json", "paperlark.db"
_LARGEST = 10_000  # bytes of a manifest
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError)  # what zipfile raises


class Manifest(BaseModel):
    """What a backup holds; `version` is that of the program that made it, `revision` that of the database's schema."""

    format: int
    version: Annotated[str, Field(max_length=100)]
    revision: Annotated[str, Field(pattern=r"^\d{4}$")]
    made_at: datetime
    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def pack(archive: Path, manifest: Manifest, database: Path) -> None:
    """Write the archive of a database."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr(_MANIFEST, manifest.model_dump_json(indent=2))
        packed.write(database, _DATABASE)


def read_manifest(archive: Path) -> Manifest:
    """What an archive says that it holds; raises BadInput for what is no backup, or one of a later format."""
    with opened(archive) as packed:
        if packed.getinfo(_MANIFEST).file_size > _LARGEST:
            raise no_backup(archive)
        try:
            manifest = Manifest.model_validate_json(packed.read(_MANIFEST))
        except ValidationError:
            raise no_backup(archive) from None
    if manifest.format > FORMAT:
        raise BadInput(
            f"{archive} was made by Paperlark {manifest.version}, in a form that this version does not know; install "
            "that version, or a later one."
        )
    return manifest


def unpacked(archive: Path, chunk: int = 2**20) -> Generator[bytes]:
    """The database of an archive, part by part; raises BadInput for an archive that was cut short or changed."""
    with opened(archive) as packed, packed.open(_DATABASE) as database:
        while part := database.read(chunk):
            yield part


@contextmanager
def opened(archive: Path) -> Generator[zipfile.ZipFile]:
    """The archive; raises BadInput when it cannot be read, also while it is."""
    try:
        with archive.open("rb") as file, zipfile.ZipFile(file) as packed:
            yield packed
    except OSError as error:
        raise BadInput(f"{archive} cannot be read ({error.strerror}).") from error
    except _DAMAGE as error:
        raise no_backup(archive) from error


def no_backup(archive: Path) -> BadInput:
    """The error of a file that is not whole, or never was one of ours."""
    return BadInput(f"{archive} is no backup of Paperlark, or was cut short or changed since; nothing was restored.")
