"""`paperlark webhook`: where the digests of a user are posted as they are made."""

from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from service.cli import console, json_output
from service.cli.arguments import DataDir, Json, User
from service.cli.connection import Server, connected

if TYPE_CHECKING:
    from service.client import NewWebhook, Posted, Webhook

app = typer.Typer(no_args_is_help=True, help="Where the digests of a user are posted, signed, as they are made.")


@app.command(epilog="Example: paperlark webhook show --user me")
def show(user: User, data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """Where they are posted, and what came of the last one."""
    with connected(data_dir, server) as client:
        found = client.webhook(user)
    json_output.show(found, _shown, as_json=as_json)


@app.command("set", epilog="Example: paperlark webhook set https://hooks.example.org/digests --user me")
def set_(
    url: Annotated[str, typer.Argument(help="http or https address.")],
    user: User,
    form: Annotated[str, typer.Option("--format", help="json (the digest as it is kept) or slack.")] = "json",
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Have digests posted to an address. A new one gets a new secret, which nobody can print again."""
    with connected(data_dir, server) as client:
        put = client.put_webhook(user, url, cast(Literal["json", "slack"], form))  # the server says what there is
    json_output.show(put, _put, as_json=as_json)


@app.command("test", epilog="Example: paperlark webhook test --user me")
def try_(user: User, data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """Post a word that says so, once. Exit code 1 when it was not taken."""
    with connected(data_dir, server) as client:
        posted = client.try_webhook(user)
    json_output.show(posted, _posted, as_json=as_json)
    if posted["outcome"] != "sent":
        raise typer.Exit(1)


@app.command(epilog="Example: paperlark webhook remove --user me")
def remove(user: User, data_dir: DataDir = None, server: Server = None) -> None:
    """Have digests posted nowhere."""
    with connected(data_dir, server) as client:
        client.delete_webhook(user)


def _shown(found: "Webhook") -> None:
    console.say(f"{found['url']} ({found['format']}), {found['status']}")
    if found["last_at"]:
        console.say(f"Last: {found['last_outcome']}, {found['last_reason']}, {found['last_at']}")


def _put(put: "NewWebhook") -> None:
    _shown(put)
    if put["secret"]:
        console.say(put["secret"])
        console.note("Keep it now: it cannot be shown again. Every post is signed with it.")


def _posted(posted: "Posted") -> None:
    console.say(f"{posted['outcome']}: {posted['reason']}")
