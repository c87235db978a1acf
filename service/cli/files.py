"""`paperlark ingest`: files of papers, kept in the data folder, or sent to the server that has it."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from service.cli import console
from service.cli.arguments import DataDir, Json, bytes_of, opened
from service.cli.connection import Server, server_of
from service.cli.json_output import write
from service.errors import BadInput

if TYPE_CHECKING:
    from service.client import Client, ImportReport
    from service.ingest import Reading

_MB = 2**20


def ingest(
    files: Annotated[list[Path], typer.Argument(help="Files to read; the format is looked at.")],
    data_dir: DataDir = None,
    server: Server = None,
    format: Annotated[str | None, typer.Option(help="hf-page, jsonl or json, if it must not be guessed.")] = None,  # noqa: A002
    as_json: Json = False,
) -> None:
    """Add the papers of one or more files; what cannot be read is named by line."""
    from service.ingest import read

    # Also of files that are sent: what is wrong with one of them is said before any of them is kept.
    readings = [read(bytes_of(file), format, file.name) for file in files]
    address = server_of(data_dir, server)
    found = _sent(address, files, readings) if address else _kept(data_dir, readings)
    reports = list(zip(map(str, files), found, strict=True))
    if as_json:
        write({"data": [{"file": name, **report} for name, report in reports]})
    else:
        console.imports(reports)


def _kept(data_dir: Path | None, readings: Sequence["Reading"]) -> list["ImportReport"]:
    from service.corpus import keep_papers

    with opened(data_dir) as services, console.progress("Embedding") as progress:
        kept = [keep_papers(services.corpus, reading, services.now(), progress) for reading in readings]
    shown = [asdict(each) | {"diagnostics": [item._asdict() for item in each.diagnostics]} for each in kept]
    return cast("list[ImportReport]", shown)


def _sent(address: str, files: Sequence[Path], readings: Sequence["Reading"]) -> list["ImportReport"]:
    from service.client import Client

    with Client(address) as client, console.progress("Embedding") as progress:
        _check_sizes(client, files)
        return [
            client.import_file(bytes_of(file), reading.format, progress)
            for file, reading in zip(files, readings, strict=True)
        ]


def _check_sizes(client: "Client", files: Sequence[Path]) -> None:
    most = client.meta()["limits"]["import_mb"]
    for file in files:
        if file.stat().st_size > most * _MB:
            raise BadInput(
                f"{file}: a running server takes files of {most} MB at most; cut it, raise PAPERLARK_LIMITS__IMPORT_MB "
                "for the server, or stop the server and run this again."
            )
