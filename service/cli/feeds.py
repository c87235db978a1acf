"""`paperlark feeds`: secret addresses under which a feed reader has what is new for a user."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli import console, json_output
from service.cli.arguments import DataDir, Json, User
from service.cli.connection import Server, connected

if TYPE_CHECKING:
    from service.client import Feed

app = typer.Typer(
    no_args_is_help=True,
    help="Addresses for a feed reader (Atom). Whoever has one may read it: it is a secret until it is revoked.",
)

Kind = Annotated[str, typer.Argument(help="recommendations, trending, search:NAME or collection:NAME.")]


@app.command("list", epilog="Example: paperlark feeds list --user me")
def list_(user: User, data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """The feeds of a user, with their addresses."""
    with connected(data_dir, server) as client:
        found = client.feeds(user)
    json_output.show(found, lambda feeds: _shown(feeds["data"]), as_json=as_json)


@app.command(epilog="Example: paperlark feeds make search:flows --user me")
def make(
    user: User,
    kind: Kind = "recommendations",
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Make an address for a feed, or show the one that there is."""
    with connected(data_dir, server) as client:
        made = client.make_feed(user, kind)
    json_output.show(made, lambda feed: console.say(feed["url"]), as_json=as_json)


@app.command(epilog="Example: paperlark feeds revoke search:flows --user me")
def revoke(kind: Kind, user: User, data_dir: DataDir = None, server: Server = None) -> None:
    """Let an address open nothing any more."""
    with connected(data_dir, server) as client:
        client.revoke_feed(user, kind)


def _shown(feeds: Sequence["Feed"]) -> None:
    console.print_table(
        ("of", "address", "since"), [(each["kind"], each["url"], each["created_at"][:10]) for each in feeds]
    )
