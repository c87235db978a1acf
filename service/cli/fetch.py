"""`paperlark fetch` and `paperlark sources`: new papers from where they come out, and how each source stands."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import TypeAdapter, ValidationError

from service.cli import console, json_output, source_tables
from service.cli.arguments import DataDir, Json, opened
from service.cli.connection import Server, connected, server_of
from service.errors import BadInput
from service.settings import SourceSpec

if TYPE_CHECKING:
    from service.sources import FetchReport

app = typer.Typer(no_args_is_help=True, help="Fetch new papers from where they come out.")

Since = Annotated[
    str | None,
    typer.Option(help="Only papers that came out since: 7d, or 2026-11-01 (default: where the last fetch ended)."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be kept, and write nothing.")]


@app.command(epilog="Example: paperlark fetch arxiv --category cs.LG --since 7d")
def arxiv(
    category: Annotated[str | None, typer.Option(help="A category, such as cs.LG or hep-th.")] = None,
    author: Annotated[str | None, typer.Option(help="Or an author, by name.")] = None,
    since: Since = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Fetch new papers of a category of arXiv, or of an author there.

    Run it again after an interruption: it goes on where it was.
    """
    spec = described("arxiv", category=category, author=author)
    fetched(spec, since, data_dir, server, dry_run=dry_run, as_json=as_json)


@app.command(epilog="Example: paperlark fetch named arxiv:cs.LG")
def named(
    name: Annotated[str, typer.Argument(help="Name of a source of the settings; `paperlark sources` lists them.")],
    since: Since = None,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Fetch a source of PAPERLARK_SOURCES now, as its schedule would."""
    with connected(data_dir, server) as client, console.progress("Fetching") as progress:
        found = client.fetch(name, since, progress=progress)
    json_output.show(found, source_tables.fetched, as_json=as_json)


def sources(data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """List where new papers come from: when each was fetched, what it brought, or why nothing, and when it is next."""
    with connected(data_dir, server) as client:
        found = client.sources()
    json_output.show(found, source_tables.sources, as_json=as_json)


def described(source: str, **options: object) -> SourceSpec:
    """The source that the options of a command describe; raises BadInput that names the one at fault."""
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return TypeAdapter[SourceSpec](SourceSpec).validate_python({"source": source, **given})
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        field = fault["loc"][1:2]  # behind the kind of source, and before the place in a list
        where = f"--{str(field[0]).replace('_', '-')}: " if field else ""
        raise BadInput(f"{where}{fault['msg'].removeprefix('Value error, ')}.") from None


def fetched(
    spec: SourceSpec, since: str | None, data_dir: Path | None, server: str | None, *, dry_run: bool, as_json: bool
) -> None:
    """Fetch a source and say what it brought; raises RequestFailed with what went wrong."""
    if dry_run:
        report = _previewed(spec, since, data_dir, server)
        json_output.show(report, source_tables.previewed, as_json=as_json)
        return
    body = spec.model_dump(mode="json", exclude_none=True, exclude={"every"})
    with connected(data_dir, server) as client, console.progress("Fetching") as progress:
        found = client.fetch(spec.name, since, body, progress)
    json_output.show(found, source_tables.fetched, as_json=as_json)


def _previewed(spec: SourceSpec, since: str | None, data_dir: Path | None, server: str | None) -> dict[str, Any]:
    if address := server_of(data_dir, server):
        raise BadInput(f"--dry-run works on the folder itself: stop the server at {address} first.")
    with opened(data_dir, quiet=True) as services:
        from service.sources import preview_fetch, read_since

        now, sources = services.now(), services.fetches.sources
        day = read_since(since, now) if since else None
        first_days = sources.settings.first_days
        report = preview_fetch(services.fetches.stores, sources.of(spec), day, now, first_days=first_days)
    return _shown(report)


def _shown(report: "FetchReport") -> dict[str, Any]:
    return {
        "name": report.source,
        "since": report.since.isoformat(),
        "seen": report.seen,
        "counts": report.counts,
        "notes": [*report.notes],
        "diagnostics": [each._asdict() for each in report.diagnostics],
        "empty_reason": report.empty_reason,
    }
