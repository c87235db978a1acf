"""The same verbs for a shell: serve, demo, ingest, search, recommend, summarize, similar, doctor, and the rest."""

import sys
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

import typer

from service import settings
from service.cli import (
    backup,
    batch,
    console,
    digests,
    feeds,
    fetch,
    fetch_sources,
    impressions,
    ingest,
    json_output,
    keys,
    likes,
    mail,
    migrate_store,
    paper_map,
    papers,
    prompts,
    reindex,
    user_alerts,
    user_authors,
    user_collections,
    user_searches,
    webhook,
)
from service.cli.arguments import DataDir, Json, Limit, ids_in, load_sample, opened, parsed_ids
from service.cli.connection import Server, connected
from service.cli.json_output import show
from service.cli.search import Cursor, Mode, Sort, search
from service.cli.trending import trending
from service.errors import BadInput, ServiceError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="What to read next, why, and what each paper says.\n\n"
    "Start with `paperlark demo`, or `paperlark serve --sample`.",
)
app.add_typer(fetch_sources.app, name="fetch")
app.add_typer(prompts.app, name="prompts")
app.add_typer(papers.app, name="papers")
app.add_typer(paper_map.app, name="map")
app.add_typer(impressions.app, name="impressions")
app.add_typer(keys.app, name="keys")
app.add_typer(likes.app, name="likes")
app.add_typer(mail.app, name="mail")
app.add_typer(user_collections.app, name="collections")
app.add_typer(user_authors.app, name="authors")
app.add_typer(user_searches.app, name="searches")
app.add_typer(feeds.app, name="feeds")
app.add_typer(webhook.app, name="webhook")
app.add_typer(digests.app, name="digests")
app.command(epilog="Example: paperlark digest --user me")(digests.digest)
app.command(epilog="Example: paperlark subscribe --user me --to me@example.org --at 07:30 --zone Europe/Berlin")(
    digests.subscribe
)
app.command(epilog="Example: paperlark unsubscribe --user me")(digests.unsubscribe)
app.add_typer(user_alerts.app, name="alerts")
app.command(epilog="Example: paperlark ingest library.bib saved-page.txt --data-dir data")(ingest.ingest)
app.command(epilog="Example: paperlark sources --json")(fetch.sources)
app.command("search", epilog="Example: paperlark search 'normalizing flows' -- -image author:durkan")(search)
app.command(epilog="Example: paperlark trending --window week --category cs.LG")(trending)
app.command(epilog="Example: paperlark reindex --data-dir data")(reindex.reindex)
app.command("migrate-store", epilog="Example: paperlark migrate-store --data-dir data")(migrate_store.migrate_store)


app.command(epilog="Example: paperlark backup monday.paperlark --data-dir data")(backup.backup)
app.command(epilog="Example: paperlark restore monday.paperlark --data-dir restored")(backup.restore)


@app.command(epilog="Example: paperlark serve --sample --port 8000")
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (default: 127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 picks a free one (default: 8000).")] = None,
    data_dir: DataDir = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Load the sample corpus if there are no papers yet.")
    ] = False,
    first_key: Annotated[
        bool, typer.Option("--first-key", help="Where requests need a key and there is none: make one and print it.")
    ] = False,
) -> None:
    """Start the HTTP API. Where others than this machine reach it, requests need a key: `paperlark keys create`."""
    from service.cli import server

    with opened(data_dir, host=host, port=port) as services:
        server.require_key(services, make=first_key)
        if sample:
            load_sample(services)
        server.run(services)


@app.command(epilog="Example: paperlark demo")
def demo(data_dir: DataDir = None, server: Server = None) -> None:
    """The main job in the terminal: three liked papers in, explained recommendations and summaries out."""
    with connected(data_dir, server, sample=True) as client:
        ids = client.meta()["sample_ids"]
        found = client.recommend(ids, limit=5) if ids else None
        if not found or not found["data"]:
            raise BadInput("There are too few papers here for a demo; name an empty --data-dir.")
        liked = client.papers(ids)
        texts = client.summaries([found["data"][0]["paper"]["id"]], liked=ids)
    console.demo(liked, found, texts)


@app.command(epilog="Example: paperlark recommend hf:neural-spline-flows --dislike hf:fast-neural-scene-flow")
def recommend(
    liked: Annotated[list[str] | None, typer.Argument(help="Ids of liked papers, in any form.")] = None,
    dislike: Annotated[list[str] | None, typer.Option(help="Id of a disliked paper; may be repeated.")] = None,
    user: Annotated[str | None, typer.Option(help="Go by what this user likes, instead of ids.")] = None,
    collection: Annotated[str | None, typer.Option(help="Go by this collection of the user's.")] = None,
    limit: Limit = 10,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Recommend papers for liked ones, or for those of a user, each with the likes that caused it."""
    if (user is None) == (not liked) or (user and dislike) or (collection and not user):
        raise BadInput("Name liked papers (and --dislike others), or a --user (and one --collection of theirs).")
    likes, dislikes = parsed_ids("liked", liked or []), parsed_ids("disliked", dislike or [])
    with connected(data_dir, server) as client:
        if user:
            found = client.recommend_for(user, limit, collection=collection)
        else:
            found = client.recommend(likes, dislikes, limit)
    show(found, console.recommendations, as_json=as_json)


@app.command(epilog="Example: PAPERLARK_STORE__URL=… PAPERLARK_INDEX__URL=… paperlark work")
def work(data_dir: DataDir = None) -> None:
    """Work on jobs beside servers that share a database, without HTTP; ends with Ctrl-C or SIGTERM."""
    import signal

    from service.app import working

    with opened(data_dir) as services:
        if not services.settings.shared:
            raise BadInput("`paperlark serve` works on its own jobs; workers beside it need PAPERLARK_STORE__URL.")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with working(services), suppress(KeyboardInterrupt):
            signal.pause()


@app.command(epilog="Example: paperlark summarize --file ids.txt --out summaries.jsonl")
def summarize(
    papers: Annotated[list[str] | None, typer.Argument(help="Ids of the papers to summarise.")] = None,
    liked: Annotated[list[str] | None, typer.Option(help="Id of a liked paper that the blurb may refer to.")] = None,
    file: Annotated[Path | None, typer.Option(help="File of ids, one a line, for a large batch.")] = None,
    query: Annotated[str | None, typer.Option(help="In a few words, what the papers should be about.")] = None,
    user: Annotated[str | None, typer.Option(help="Whose best recommendations to take, without a query.")] = None,
    top: Annotated[int, typer.Option(help="How many papers of a query or a user.")] = 10,
    out: Annotated[
        Path | None, typer.Option(help="JSON Lines to write; what it has already is not done again.")
    ] = None,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Write a summary and a why-this-matters blurb of each paper: of those named, in a file, about something, or best.

    With --out a batch can be interrupted: the same command goes on where it stopped.
    """
    if bool(papers) + (file is not None) + (query is not None) > 1:
        raise BadInput("Take one of: ids, a --file of them, a --query.")
    if file is not None and out is None:
        raise BadInput("A --file is a batch: say with --out where the texts go.")
    given = ids_in(file) if file else parsed_ids("paper_ids", papers or [])
    options: dict[str, Any] = {"liked": parsed_ids("liked", liked or [])} | ({"user": user} if user else {})
    if not given and (query is not None or user):
        options |= {"top": top} | ({"query": query} if query is not None else {})
    with connected(data_dir, server) as client, console.progress("Summarising") as progress:
        if out is not None:
            batch.run(client, given, options, out, progress)
            return
        found = client.summaries(given, progress, **options)
    show(found, console.paragraphs, as_json=as_json)


@app.command(epilog="Example: paperlark similar hf:neural-spline-flows --limit 5")
def similar(
    paper: Annotated[str, typer.Argument(help="Id of a paper, in any form.")],
    mode: Mode = "hybrid",
    sort: Sort = "relevance",
    limit: Limit = 10,
    cursor: Cursor = None,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """List the papers most like one, and what they have in common."""
    with connected(data_dir, server) as client:
        found = client.similar(paper, limit, mode=mode, sort=sort, cursor=cursor)
    show(found, console.found, as_json=as_json)


@app.command(epilog="Example: paperlark doctor --json")
def doctor(data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """Check the installation: database, disk, embedding model, index. Exit code 1 when something is wrong."""
    with connected(data_dir, server) as client:
        found = client.checks()
    show(found, console.checks, as_json=as_json)
    if not all(check["ok"] for check in found["data"]):
        raise typer.Exit(1)


@app.command("settings", epilog="Example: PAPERLARK_LIMITS__LIKED=50 paperlark settings")
def show_settings(as_json: Json = False) -> None:
    """Show every setting with its value and the environment variable that sets it."""
    current = settings.load()
    if as_json:
        json_output.write(current.model_dump(mode="json"))
    else:
        console.settings(settings.describe(current))


def main() -> None:
    """The `paperlark` command: what the caller can mend exits with 2, what the installation lacks with 1."""
    try:
        app()
    except ServiceError as error:
        console.fail(error.detail)
        sys.exit(2 if error.status < HTTPStatus.INTERNAL_SERVER_ERROR else 1)
