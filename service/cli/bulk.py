"""`paperlark ingest --no-embed`: files of any size, read as they stream and stored without vectors."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli import console
from service.cli.arguments import opened
from service.errors import BadInput

if TYPE_CHECKING:
    from service.corpus import ImportReport, Progress

_CHUNK = 1_048_576  # bytes


def stored_files(files: Sequence[Path], data_dir: Path | None, format: str | None) -> "list[tuple[str, ImportReport]]":  # noqa: A002
    """What each file held and what became of it; raises BadInput that names one that cannot be read."""
    from service.ingest import read_pages
    from service.jobs import keep_and_embed_later

    for file in files:  # better refused now than after the others are stored
        _opened_once(file)
    with opened(data_dir) as services, console.progress("Bytes stored") as progress:
        return [
            (
                str(file),
                keep_and_embed_later(
                    services.corpus,
                    services.jobs,
                    read_pages(_chunks(file, progress), format, file.name),
                    services.now(),
                ),
            )
            for file in files
        ]


def _opened_once(file: Path) -> None:
    try:
        file.open("rb").close()
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None


def _chunks(file: Path, progress: "Progress") -> Iterator[bytes]:
    size = file.stat().st_size
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
            progress(stream.tell(), size)
