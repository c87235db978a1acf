"""`paperlark keys`: make, list and revoke the keys by which requests are let in.

It goes to the database itself, beside whoever serves it: who can read the data folder needs no key to make one.
"""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service import settings
from service.cli import console
from service.cli.arguments import DataDir, Json
from service.cli.json_output import show
from service.observability import configure

if TYPE_CHECKING:
    from service.access import Keys
    from service.storage import StoredKey

app = typer.Typer(
    no_args_is_help=True,
    help="The keys by which requests are let in where the service listens to a network.\n\n"
    "A key has scopes: read, write, spend (a model may be asked), admin. Only its hash is kept.",
)
Scopes = Annotated[
    list[str] | None,
    typer.Option("--scope", help="read, write, spend or admin; may be repeated (default: all it can have)."),
]


@app.command(epilog="Example: paperlark keys create 'reading group' --scope read --scope write --days 90")
def create(
    name: Annotated[str, typer.Argument(help="What it is for; you will see it in the list.")],
    scope: Scopes = None,
    user: Annotated[str | None, typer.Option(help="For whom alone it speaks (default: for any user).")] = None,
    days: Annotated[int | None, typer.Option(min=1, max=3_650, help="Days until it expires (default: never).")] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Make a key and print it. Nobody can print it again."""
    with _keys(data_dir) as keys:
        made = keys.create(name, scope or (), user, days)
    show({"key": made.text} | _row(made.key), _shown, as_json=as_json)


@app.command("list", epilog="Example: paperlark keys list --data-dir data")
def list_(data_dir: DataDir = None, as_json: Json = False) -> None:
    """List the keys: what each is called, may do, and until when."""
    with _keys(data_dir) as keys:
        found = [_row(key) for key in keys.made()]
    show({"data": found}, _listed, as_json=as_json)


@app.command(epilog="Example: paperlark keys revoke 1a2b3c4d --data-dir data")
def revoke(
    key: Annotated[str, typer.Argument(help="Its id, as it is listed.")],
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """End a key at once, in every process, and whoever is signed in with it."""
    with _keys(data_dir) as keys:
        keys.revoke(key)
    show({"revoked": True}, lambda _: console.say("Revoked."), as_json=as_json)


@contextmanager
def _keys(data_dir: DataDir) -> Generator["Keys"]:
    current = settings.load(data_dir=data_dir)
    configure(current.log, current.secrets)
    from service.app import opened_keys  # SQLAlchemy takes its time to import: `--help` must not wait for it

    with opened_keys(current) as keys:
        yield keys


def _shown(made: dict[str, Any]) -> None:
    console.say(made["key"])
    console.note("Keep it now: it cannot be shown again. Programs send it as `Authorization: Bearer …`.")


def _listed(found: dict[str, Any]) -> None:
    rows = [
        (key["id"], key["name"], ", ".join(key["scopes"]), key["user"] or "any", _until(key)) for key in found["data"]
    ]
    console.print_table(("id", "name", "scopes", "user", "until"), rows)


def _until(key: dict[str, Any]) -> str:
    until = (key["expires_at"] or "")[:10]
    return f"{until} (expired)" if key["expired"] else until


def _row(key: "StoredKey") -> dict[str, Any]:
    times = {"created_at": key.created_at, "expires_at": key.expires_at}
    said: dict[str, Any] = {name: at and at.astimezone(UTC).isoformat(timespec="seconds") for name, at in times.items()}
    expired = key.expires_at is not None and key.expires_at <= datetime.now(UTC)
    return {"id": key.id, "name": key.name, "scopes": [*key.scopes], "user": key.user, **said, "expired": expired}
