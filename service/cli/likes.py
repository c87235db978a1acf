"""`paperlark likes`: a user's library as a file, in and out."""

import hashlib
import sys
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from service.cli import console, json_output
from service.cli.arguments import DataDir, Json, User, chunks_of, opened, user_name
from service.errors import BadInput

app = typer.Typer(no_args_is_help=True, help="Bring the papers that you like, and take them away.")


@app.command("import", epilog="Example: paperlark likes import library.bib --user me --collection thesis")
def import_(
    file: Annotated[Path, typer.Argument(help="A library file; the format is looked at.")],
    user: User,
    collection: Annotated[str | None, typer.Option(help="Put the papers into this collection as well.")] = None,
    format: Annotated[str | None, typer.Option(help="Its format, if it must not be guessed.")] = None,  # noqa: A002
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would become of the file.")] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Like the papers of a file: known ones as they are here, others are added. The same file again changes nothing."""
    from service.corpus import import_likes, library_import, preview_likes
    from service.ingest import read_pages

    digest = hashlib.sha256()
    for chunk in chunks_of(file):
        digest.update(chunk)
    pages = read_pages(chunks_of(file), format, file.name)
    first = next(pages)
    with opened(data_dir) as services, console.progress("Embedding") as progress:
        corpus, now = services.corpus, services.now()
        made = library_import(user_name(user), digest.hexdigest(), first.format, collection, now)
        if dry_run:
            report = preview_likes(corpus, made, chain((first,), pages), now)
        else:
            report = import_likes(corpus, services.library, made, chain((first,), pages), now, progress)
    if as_json:
        json_output.write(json_output.library_import(report))
    else:
        way_back = f"paperlark likes undo {report.id} --user {user}"
        console.library_import(report, None if dry_run else way_back)


@app.command(epilog="Example: paperlark likes export --user me --collection thesis --format ris --out thesis.ris")
def export(
    user: User,
    collection: Annotated[str | None, typer.Option(help="Only what is in this collection.")] = None,
    format: Annotated[str, typer.Option(help="bibtex, csl-json, csv, jsonl or ris.")] = "bibtex",  # noqa: A002
    out: Annotated[Path | None, typer.Option(help="File to write, instead of standard output.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Write the papers that a user likes, or has in a collection, as a file for a citation manager."""
    from service.discovery import collection_entries, like_entries
    from service.export import FORMATS

    if format not in FORMATS:
        raise BadInput(f"--format: must be one of {', '.join(FORMATS)}.")
    with opened(data_dir) as services:
        name = user_name(user)
        if collection is None:
            entries = like_entries(services.corpus, name)
        else:
            entries = collection_entries(services.corpus, services.library, name, collection)
    _write("".join(FORMATS[format].write(entries)), out)


@app.command(epilog="Example: paperlark likes undo 69a9e8007dc442598640fc2d5fc46d64 --user me")
def undo(
    import_id: Annotated[str, typer.Argument(help="Id of an import, as it was shown.")],
    user: User,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Take back what an import has liked and collected, where nothing was said since; papers stay."""
    from service.corpus import undo_import

    with opened(data_dir) as services:
        undone = undo_import(services.library, user_name(user), import_id)
    if as_json:
        json_output.write({"likes": undone.likes, "collected": undone.collected})
    else:
        console.undone(undone)


def _write(text: str, out: Path | None) -> None:
    try:
        if out is None:
            sys.stdout.write(text)
        else:
            out.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise BadInput(f"{out}: {error.strerror}") from None
