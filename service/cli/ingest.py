"""`paperlark ingest`: the papers of files of any size, kept page by page, or sent to the server that has the folder."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from service.cli import console
from service.cli.arguments import DataDir, Json, bytes_of, chunks_of, opened, size_of
from service.cli.connection import Server, server_of
from service.cli.json_output import write
from service.errors import BadInput

if TYPE_CHECKING:
    from service import corpus
    from service.app import Services
    from service.client import Client, ImportReport
    from service.corpus import Progress
    from service.ingest import Reading

_PREVIEWED = 10_000  # records that are looked at together when nothing is kept
_MB = 2**20


def ingest(
    files: Annotated[list[Path], typer.Argument(help="Files to read, of any size, gzip or not.")],
    data_dir: DataDir = None,
    server: Server = None,
    format: Annotated[str | None, typer.Option(help="What the files are in, if it must not be guessed.")] = None,  # noqa: A002
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be kept, and write nothing.")] = False,
    no_embed: Annotated[
        bool, typer.Option("--no-embed", help="Only store them, which is fast; the next server embeds them, as a job.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Add the papers of files; what cannot be read is named by line.

    BibTeX, RIS, CSL-JSON, CSV, XML of arXiv, JSON and JSON Lines of others: the format is looked at. Run it
    again after an interruption: what is stored already stays as it is.
    """
    # Also of files that are sent: what is wrong with one of them is said before any of them is kept.
    opened_files = [_LibraryFile(file, format, _PREVIEWED if dry_run else None) for file in files]
    if address := server_of(data_dir, server):
        if dry_run or no_embed:
            raise BadInput(f"--dry-run and --no-embed work on the folder itself: stop the server at {address} first.")
        found = _sent(address, opened_files)
    else:
        found = _kept(data_dir, opened_files, dry_run=dry_run, embed=not no_embed)
    reports = list(zip(map(str, files), found, strict=True))
    if as_json:
        write({"dry_run": dry_run, "data": [{"file": name, **report} for name, report in reports]})
    else:
        console.imports(reports, dry_run=dry_run)


class _LibraryFile:
    """A file that is read while its papers are kept; its first page is read at once, so that no bad file comes late."""

    def __init__(self, path: Path, format: str | None, records: int | None) -> None:  # noqa: A002 - as in the API
        from service.ingest import read_pages

        self.path, self.format = path, format
        self._size, self._read = size_of(path), 0
        size = {} if records is None else {"records": records}
        pages = read_pages(self._chunks(), format, path.name, **size)
        self.readings: Iterator[Reading] = chain([next(pages)], pages)

    def share_read(self) -> str:
        """How much of the file was read, for people."""
        return f"{self.path.name}, {100 * self._read // max(1, self._size)} % read"

    def check_size(self, most: int) -> None:
        """Raise BadInput when it has more than `most` MB, which a server takes."""
        if self._size > most * _MB:
            raise BadInput(
                f"{self.path}: a running server takes files of {most} MB at most; cut it, raise "
                "PAPERLARK_LIMITS__IMPORT_MB for the server, or stop the server and run this again."
            )

    def _chunks(self) -> Iterator[bytes]:
        for chunk in chunks_of(self.path):
            self._read += len(chunk)
            yield chunk


def _kept(data_dir: Path | None, files: Sequence[_LibraryFile], *, dry_run: bool, embed: bool) -> list["ImportReport"]:
    found: list[corpus.ImportReport] = []
    with opened(data_dir) as services:
        for file in files:
            with console.progress(file.share_read) as progress:
                found.append(_kept_file(services, file, progress, dry_run=dry_run, embed=embed))
    shown = [asdict(each) | {"diagnostics": [item._asdict() for item in each.diagnostics]} for each in found]
    return cast("list[ImportReport]", shown)


def _kept_file(
    services: "Services", file: _LibraryFile, progress: "Progress", *, dry_run: bool, embed: bool
) -> "corpus.ImportReport":
    from service.corpus import keep_papers, preview_papers
    from service.jobs import keep_and_embed_later

    if dry_run:
        return preview_papers(services.corpus, file.readings, services.now(), progress)
    if embed:
        return keep_papers(services.corpus, file.readings, services.now(), progress)
    return keep_and_embed_later(services.corpus, services.jobs, file.readings, services.now(), progress)


def _sent(address: str, files: Sequence[_LibraryFile]) -> list["ImportReport"]:
    from service.client import Client

    with Client(address) as client, console.progress("Embedding") as progress:
        _check_sizes(client, files)
        return [client.import_file(bytes_of(file.path), file.format, progress) for file in files]


def _check_sizes(client: "Client", files: Sequence[_LibraryFile]) -> None:
    most = client.meta()["limits"]["import_mb"]
    for file in files:
        file.check_size(most)
