"""`paperlark ingest`: the papers of files of any size, read and kept page by page."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli import console, json_output
from service.cli.arguments import DataDir, Json, chunks_of, opened, size_of

if TYPE_CHECKING:
    from service.corpus import ImportReport
    from service.ingest import Reading

_PREVIEWED = 10_000  # records that are looked at together when nothing is kept


def ingest(
    files: Annotated[list[Path], typer.Argument(help="Files to read, of any size, gzip or not.")],
    data_dir: DataDir = None,
    format: Annotated[str | None, typer.Option(help="What the files are in, if it must not be guessed.")] = None,  # noqa: A002
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be kept, and write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Add the papers of files; what cannot be read is named by line.

    BibTeX, RIS, CSL-JSON, CSV, XML of arXiv, JSON and JSON Lines of others: the format is looked at.
    """
    from service.corpus import keep_papers, preview_papers

    opened_files = [_LibraryFile(file, format, _PREVIEWED if dry_run else None) for file in files]
    reports: list[tuple[str, ImportReport]] = []
    with opened(data_dir) as services:
        for file in opened_files:
            with console.progress(file.share_read) as progress:
                report = (
                    preview_papers(services.corpus, file.readings, services.now(), progress)
                    if dry_run
                    else keep_papers(services.corpus, file.readings, services.now(), progress)
                )
            reports.append((str(file.path), report))
    if as_json:
        json_output.write(json_output.imports(reports, dry_run=dry_run))
    else:
        console.imports(reports, dry_run=dry_run)


class _LibraryFile:
    """A file that is read while its papers are kept; its first page is read at once, so that no bad file comes late."""

    def __init__(self, path: Path, format: str | None, records: int | None) -> None:  # noqa: A002 - as in the API
        from service.ingest import read_pages

        self.path = path
        self._size, self._read = size_of(path), 0
        size = {} if records is None else {"records": records}
        pages = read_pages(self._chunks(), format, path.name, **size)
        self.readings: Iterator[Reading] = chain([next(pages)], pages)

    def share_read(self) -> str:
        """How much of the file was read, for people."""
        return f"{self.path.name}, {100 * self._read // max(1, self._size)} % read"

    def _chunks(self) -> Iterator[bytes]:
        for chunk in chunks_of(self.path):
            self._read += len(chunk)
            yield chunk
