"""`paperlark fetch` of what is not arXiv: Hugging Face, bioRxiv, medRxiv, OpenAlex, Crossref, Zotero, an address."""

from typing import Annotated

import typer

from service.cli.arguments import DataDir, Json
from service.cli.connection import Server
from service.cli.fetch import DryRun, Since, app, described, fetched

Category = Annotated[str | None, typer.Option(help="A category, such as neuroscience (default: all).")]


@app.command("hf-daily", epilog="Example: paperlark fetch hf-daily --since 7d")
def hf_daily(
    since: Since = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Fetch Hugging Face's daily papers, and the votes that they have there."""
    fetched(described("hf-daily"), since, data_dir, server, dry_run=dry_run, as_json=as_json)


@app.command(epilog="Example: paperlark fetch biorxiv --category neuroscience --since 7d")
def biorxiv(
    category: Category = None,
    since: Since = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Fetch new preprints of bioRxiv."""
    spec = described("biorxiv", category=category)
    fetched(spec, since, data_dir, server, dry_run=dry_run, as_json=as_json)


@app.command(epilog="Example: paperlark fetch medrxiv --category epidemiology --since 7d")
def medrxiv(
    category: Category = None,
    since: Since = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Fetch new preprints of medRxiv."""
    spec = described("medrxiv", category=category)
    fetched(spec, since, data_dir, server, dry_run=dry_run, as_json=as_json)


@app.command(epilog="Example: paperlark fetch openalex --topic T10102 --search 'normalizing flows'")
def openalex(
    topic: Annotated[str | None, typer.Option(help="Id of a topic or a concept there: T10102, C41008148.")] = None,
    search: Annotated[str | None, typer.Option(help="Words to search for.")] = None,
    by: Annotated[
        str | None, typer.Option(help="Which day counts: publication, or created, which needs a key with a plan.")
    ] = None,
    since: Since = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Fetch new works of OpenAlex: on a topic, that a search finds, or both."""
    spec = described("openalex", topic=topic, search=search, by=by)
    fetched(spec, since, data_dir, server, dry_run=dry_run, as_json=as_json)


@app.command(epilog="Example: paperlark fetch crossref --issn 1476-4687 --since 7d")
def crossref(
    issn: Annotated[list[str] | None, typer.Option(help="ISSN of a journal; may be given several times.")] = None,
    query: Annotated[str | None, typer.Option(help="Words to search for.")] = None,
    since: Since = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Fetch what publishers newly registered at Crossref: in journals, that a query finds, or both."""
    spec = described("crossref", issn=tuple(issn) if issn else None, query=query)
    fetched(spec, since, data_dir, server, dry_run=dry_run, as_json=as_json)


@app.command(epilog="Example: paperlark fetch zotero --library users/123 --collection 'Thesis*'")
def zotero(
    library: Annotated[str, typer.Option(help="The library: users/123, or groups/45.")],
    collection: Annotated[
        str | None, typer.Option(help="Only collections that match, as paths: 'Thesis*', 'Thesis/Chapter ?'.")
    ] = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Fetch a library of Zotero: all of it at first, then what was added or changed.

    The key of a library that is not public is taken from PAPERLARK_FETCH__ZOTERO_KEYS.
    """
    spec = described("zotero", library=library, collection=collection)
    fetched(spec, None, data_dir, server, dry_run=dry_run, as_json=as_json)


@app.command(epilog="Example: paperlark fetch url https://rss.arxiv.org/rss/cs.LG")
def url(
    address: Annotated[str, typer.Argument(help="Address of a feed, or of a file in a format that can be imported.")],
    dry_run: DryRun = False,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Fetch a feed (RSS, Atom) or a file, unless it has not changed since the last time."""
    fetched(described("url", url=address), None, data_dir, server, dry_run=dry_run, as_json=as_json)
