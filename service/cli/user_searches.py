"""`paperlark searches`: what a user wants to hear of, by a name, and what is new of it."""

from typing import Annotated

import typer

from service.cli import console, json_output
from service.cli.arguments import DataDir, Json, Limit, Since, User
from service.cli.connection import Server, connected
from service.cli.search import Category, Day, Source, Venue

app = typer.Typer(no_args_is_help=True, help="Searches that are kept under a name, and what they find.")

Name = Annotated[str, typer.Argument(help="Name of the search.")]
Words = Annotated[list[str] | None, typer.Option(help="A word or a phrase; may be repeated.")]


@app.command("list", epilog="Example: paperlark searches list --user me")
def list_(user: User, data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """The saved searches of a user."""
    with connected(data_dir, server) as client:
        found = client.searches(user)
    json_output.show(found, console.searches, as_json=as_json)


@app.command(epilog="Example: paperlark searches add flows 'normalizing flows' --user me --must-not image")
def add(
    name: Name,
    user: User,
    query: Annotated[str, typer.Argument(help="As for `paperlark search`; may be left out beside filters.")] = "",
    must: Words = None,
    must_not: Words = None,
    published_after: Day = None,
    published_before: Day = None,
    category: Category = None,
    source: Source = None,
    venue: Venue = None,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Save a search, or put another one in its place."""
    filters = {
        "published_after": published_after and published_after.date().isoformat(),
        "published_before": published_before and published_before.date().isoformat(),
        "categories": category or [],
        "sources": source or [],
        "venues": venue or [],
    }
    with connected(data_dir, server) as client:
        saved = client.save_search(user, name, query, must or [], must_not or [], filters)
    json_output.show(saved, lambda search: console.searches({"data": [search]}), as_json=as_json)


@app.command(epilog="Example: paperlark searches remove flows --user me")
def remove(name: Name, user: User, data_dir: DataDir = None, server: Server = None) -> None:
    """Remove a saved search."""
    with connected(data_dir, server) as client:
        client.delete_search(user, name)


@app.command(epilog="Example: paperlark searches new flows --user me --since 2026-07-15")
def new(
    name: Name,
    user: User,
    since: Since = None,
    limit: Limit = 10,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """What a saved search finds: the best first or, where it only filters, the last to come first."""
    with connected(data_dir, server) as client:
        found = client.papers_found(user, name, limit, since=since)
    json_output.show(found, console.arrivals, as_json=as_json)
