"""`paperlark ingest`: the papers of files of any size, kept page by page, or sent to the server that has the folder."""

import os
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from service.cli import console
from service.cli.arguments import DataDir, Json, name_of, opened, size_of
from service.cli.connection import Server, client_of, server_of
from service.cli.json_output import write
from service.cli.papers_file import PapersFile, readable_again
from service.errors import BadInput
from service.memory import seldom_collecting

if TYPE_CHECKING:
    from service import corpus
    from service.app import Services
    from service.client import ImportReport
    from service.corpus import Progress
    from service.ingest import Mapped

_LARGE = 30_000_000  # bytes from which on it pays to start processes
_MOST_PARSERS = 4  # storing what these read keeps one process busy
_PREVIEWED = 2_000  # records that are looked at together when nothing is kept


def ingest(
    files: Annotated[list[Path], typer.Argument(help="Files to read, of any size, gzip or not; - is standard input.")],
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
    address = server_of(data_dir, server)
    if address and (dry_run or no_embed):
        raise BadInput(f"--dry-run and --no-embed work on the folder itself: stop the server at {address} first.")
    with ExitStack() as copies:
        # What is looked at before it is sent is read twice.
        paths = [copies.enter_context(readable_again(file)) if address else file for file in files]
        records = _PREVIEWED if dry_run else None
        # Also of files that are sent: what is wrong with one of them is said before any of them is kept.
        mapped = map if address else copies.enter_context(_parsers(paths))
        opened_files = [
            PapersFile(path, format, name_of(file), records, mapped) for path, file in zip(paths, files, strict=True)
        ]
        if address:
            found = _sent(address, opened_files)
        else:
            found = _kept(data_dir, opened_files, dry_run=dry_run, embed=not no_embed)
    reports = list(zip(map(str, files), found, strict=True))
    if as_json:
        write({"dry_run": dry_run, "data": [{"file": name, **report} for name, report in reports]})
    else:
        console.imports(reports, dry_run=dry_run)


@contextmanager
def _parsers(paths: Sequence[Path]) -> Generator["Mapped"]:
    """A `map` for large files by a process for each core, while this one stores what they have read."""
    from service.processes import ProcessMap

    count = min(os.cpu_count() or 1, _MOST_PARSERS)
    if count == 1 or max(map(size_of, paths)) < _LARGE:
        yield map
        return
    with ProcessMap(count) as mapped:
        yield mapped


def _kept(data_dir: Path | None, files: Sequence[PapersFile], *, dry_run: bool, embed: bool) -> list["ImportReport"]:
    found: list[corpus.ImportReport] = []
    with opened(data_dir) as services, seldom_collecting():
        for file in files:
            with console.progress(file.share_read) as progress:
                found.append(_kept_file(services, file, progress, dry_run=dry_run, embed=embed))
    shown = [asdict(each) | {"diagnostics": [item._asdict() for item in each.diagnostics]} for each in found]
    return cast("list[ImportReport]", shown)


def _kept_file(
    services: "Services", file: PapersFile, progress: "Progress", *, dry_run: bool, embed: bool
) -> "corpus.ImportReport":
    from service.corpus import keep_papers, preview_papers
    from service.jobs import keep_and_embed_later

    if dry_run:
        return preview_papers(services.corpus, file.readings, services.now(), progress)
    if embed:
        return keep_papers(services.corpus, file.readings, services.now, progress)
    return keep_and_embed_later(services.corpus, services.jobs, file.readings, services.now, progress)


def _sent(address: str, files: Sequence[PapersFile]) -> list["ImportReport"]:
    with client_of(address) as client, console.progress("Embedding") as progress, ExitStack() as opened_files:
        streams = [opened_files.enter_context(file.sent_to(client)) for file in files]
        return [client.import_file(stream, file.format, progress) for stream, file in zip(streams, files, strict=True)]
