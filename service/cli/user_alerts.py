"""`paperlark alerts`: what is new of what a user wants to hear of, and up to when the user has seen it."""

from typing import Annotated

import typer

from service.cli import json_output, page_tables
from service.cli.arguments import DataDir, Json, Limit, Since, User
from service.cli.connection import Server, connected
from service.errors import BadInput

app = typer.Typer(help="What is new of saved searches and followed authors.")


@app.callback(invoke_without_command=True, epilog="Example: paperlark alerts --user me")
def alerts(
    context: typer.Context,
    user: Annotated[str | None, typer.Option(help="Your own name for the user.")] = None,
    since: Since = None,
    limit: Limit = 10,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """List what is new of saved searches and followed authors; without --since what the user has not seen."""
    if context.invoked_subcommand is not None:
        return
    if user is None:
        raise BadInput("Name the --user.")
    with connected(data_dir, server) as client:
        found = client.alerts(user, limit, since=since)
    json_output.show(found, page_tables.alerts, as_json=as_json)


@app.command(epilog="Example: paperlark alerts seen --user me")
def seen(
    user: User,
    at: Annotated[str | None, typer.Option(help="Up to this day or moment (default: all that can be told).")] = None,
    back: Annotated[bool, typer.Option("--back", help="Also to an earlier moment than before.")] = False,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Say that what is new was seen; what comes from then on is new."""
    with connected(data_dir, server) as client:
        found = client.see_alerts(user, at, back=back)
    json_output.show(found, page_tables.seen, as_json=as_json)
