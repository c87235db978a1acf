"""`paperlark authors`: whom a user follows, and what is new by them."""

from typing import Annotated

import typer

from service.cli import console, json_output
from service.cli.arguments import DataDir, Json, Limit, Since, User
from service.cli.connection import Server, connected

app = typer.Typer(no_args_is_help=True, help="Authors whom you follow, and their papers.")

Names = Annotated[list[str], typer.Argument(help="Names of authors, each in quotation marks.")]


@app.command("list", epilog="Example: paperlark authors list --user me")
def list_(user: User, data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """Whom a user follows."""
    with connected(data_dir, server) as client:
        found = client.authors(user)
    json_output.show(found, console.authors, as_json=as_json)


@app.command(epilog="Example: paperlark authors add 'Iain Murray' 'Durkan, C.' --user me")
def add(names: Names, user: User, data_dir: DataDir = None, server: Server = None) -> None:
    """Follow authors; a name fits in any order, with initials, and with or without accents."""
    with connected(data_dir, server) as client:
        for name in names:
            client.follow_author(user, name)


@app.command(epilog="Example: paperlark authors remove 'Iain Murray' --user me")
def remove(names: Names, user: User, data_dir: DataDir = None, server: Server = None) -> None:
    """Follow authors no longer."""
    with connected(data_dir, server) as client:
        for name in names:
            client.unfollow_author(user, name)


@app.command(epilog="Example: paperlark authors new --user me --since 2026-07-15")
def new(
    user: User,
    since: Since = None,
    limit: Limit = 10,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Papers by followed authors, the last to come first."""
    with connected(data_dir, server) as client:
        found = client.papers_by_followed(user, limit, since=since)
    json_output.show(found, console.arrivals, as_json=as_json)
