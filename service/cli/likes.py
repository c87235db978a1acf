"""`paperlark likes`: a user's library as a file, in and out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from service.cli import console
from service.cli.arguments import DataDir, Json, User, name_of, opened
from service.cli.connection import Server, client_of, connected, server_of
from service.cli.json_output import show
from service.cli.papers_file import PapersFile, readable_again
from service.errors import BadInput

if TYPE_CHECKING:
    from service.client import LibraryReport

app = typer.Typer(no_args_is_help=True, help="Bring the papers that you like, and take them away.")


@app.command("import", epilog="Example: paperlark likes import library.bib --user me --collection thesis")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="A library file of any size, gzip or not, or - for standard input; the format is looked at."
        ),
    ],
    user: User,
    collection: Annotated[str | None, typer.Option(help="Put the papers into this collection as well.")] = None,
    format: Annotated[str | None, typer.Option(help="Its format, if it must not be guessed.")] = None,  # noqa: A002
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would become of the file.")] = False,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Like the papers of a file: known ones as they are here, others are added. The same file again changes nothing."""
    with readable_again(file) as path:  # its digest is what tells that it was here before
        library = PapersFile(path, format, name_of(file))
        if address := server_of(data_dir, server):
            report = _sent(address, library, user, collection, dry_run=dry_run)
        else:
            report = _kept(data_dir, library, user, collection, dry_run=dry_run)
    way_back = None if dry_run else f"paperlark likes undo {report['id']} --user {user}"
    show(report, lambda found: console.likes_import(found, way_back), as_json=as_json)


@app.command(epilog="Example: paperlark likes export --user me --collection thesis --format ris --out thesis.ris")
def export(
    user: User,
    collection: Annotated[str | None, typer.Option(help="Only what is in this collection.")] = None,
    format: Annotated[str, typer.Option(help="bibtex, csl-json, csv, jsonl or ris.")] = "bibtex",  # noqa: A002
    out: Annotated[Path | None, typer.Option(help="File to write, instead of standard output.")] = None,
    data_dir: DataDir = None,
    server: Server = None,
) -> None:
    """Write the papers that a user likes, or has in a collection, as a file for a citation manager."""
    with connected(data_dir, server) as client:
        text = client.exported(user, collection, format)
    _write(text, out)


@app.command(epilog="Example: paperlark likes undo 69a9e8007dc442598640fc2d5fc46d64 --user me")
def undo(
    import_id: Annotated[str, typer.Argument(help="Id of an import, as it was shown.")],
    user: User,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Take back what an import has liked and collected, where nothing was said since; papers stay."""
    with connected(data_dir, server) as client:
        undone = client.undo_import(user, import_id)
    show(undone, console.undone, as_json=as_json)


def _sent(address: str, file: PapersFile, user: str, collection: str | None, *, dry_run: bool) -> "LibraryReport":
    with client_of(address) as client, file.sent_to(client) as stream, console.progress("Liked") as progress:
        return client.import_likes(user, stream, collection, progress, format=file.format, dry_run=dry_run or None)


def _kept(
    data_dir: Path | None, file: PapersFile, user: str, collection: str | None, *, dry_run: bool
) -> "LibraryReport":
    from service.corpus import import_likes, library_import, preview_likes

    with opened(data_dir, quiet=True) as services, console.progress(file.share_read) as progress:
        made = library_import(user, file.digest(), file.detected_format, collection, services.now())
        if dry_run:
            found = preview_likes(services.corpus, made, file.readings, services.now())
        else:
            found = import_likes(services.corpus, services.libraries, made, file.readings, services.now(), progress)
    return cast("LibraryReport", found.to_json())


def _write(text: str, out: Path | None) -> None:
    try:
        if out is None:
            sys.stdout.write(text)
        else:
            out.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise BadInput(f"{out}: {error.strerror}") from None
