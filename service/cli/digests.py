"""`paperlark digest` and `paperlark subscribe`: what is new for a user, now, before, and by mail."""

from typing import Annotated, Literal

import typer

from service.cli import digest_tables
from service.cli.arguments import DataDir, Json, User
from service.cli.connection import Server, connected
from service.cli.json_output import show

app = typer.Typer(no_args_is_help=True, help="What was made for a user, and what came of it.")

DigestId = Annotated[str, typer.Argument(help="Id of a digest, as `paperlark digests list` has it.")]
Names = Annotated[list[str] | None, typer.Option(help="May be repeated.")]


def digest(user: User, data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """The latest digest of a user or, before there is one, what it would say now."""
    with connected(data_dir, server) as client:
        found = client.digest(user)
    show(found, digest_tables.digest, as_json=as_json)


def subscribe(
    user: User,
    to: Annotated[str, typer.Option(help="Address to mail to; without one, digests are kept and not mailed.")] = "",
    frequency: Annotated[Literal["daily", "weekdays", "weekly"], typer.Option(help="How often.")] = "daily",
    weekday: Annotated[str, typer.Option(help="Of a weekly one: monday to sunday.")] = "monday",
    at: Annotated[str, typer.Option(help="When, on the clock of the zone.", metavar="HH:MM")] = "07:00",
    zone: Annotated[str, typer.Option(help="Time zone by its name at the IANA.")] = "UTC",
    at_most: Annotated[int, typer.Option(help="Papers that are recommended.")] = 10,
    min_confidence: Annotated[Literal["low", "medium", "high"], typer.Option(help="Leave out what is less.")] = "low",
    collection: Names = None,
    interest: Names = None,
    language: Annotated[str, typer.Option(help="Of texts that a model writes: ISO 639-1.")] = "en",
    trending: Annotated[bool, typer.Option(help="With what many like of late.")] = True,
    when_empty: Annotated[Literal["send", "skip"], typer.Option(help="When there is nothing new.")] = "send",
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Subscribe a user to digests, or change that. Nothing is mailed before the address is confirmed by a link."""
    hour, _, minute = at.partition(":")
    if not (hour.isdecimal() and minute.isdecimal()):
        raise typer.BadParameter("write it as 07:00", param_hint="--at")
    with connected(data_dir, server) as client:
        found = client.subscribe(
            user,
            to,
            frequency=frequency,
            weekday=weekday,
            hour=int(hour),
            minute=int(minute),
            zone=zone,
            at_most=at_most,
            min_confidence=min_confidence,
            collections=collection or [],
            interests=interest or [],
            language=language,
            trending=trending,
            when_empty=when_empty,
        )
    show(found, digest_tables.subscription, as_json=as_json)


def unsubscribe(user: User, data_dir: DataDir = None, server: Server = None) -> None:
    """Send a user no more digests; those that were made stay."""
    with connected(data_dir, server) as client:
        client.unsubscribe(user)


@app.command("list", epilog="Example: paperlark digests list --user me")
def list_(user: User, data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """Every digest that was made for a user, and what came of it."""
    with connected(data_dir, server) as client:
        found = client.digests(user)
    show(found, digest_tables.digests, as_json=as_json)


@app.command("show", epilog="Example: paperlark digests show 1c3a… --user me")
def show_(
    digest_id: DigestId, user: User, data_dir: DataDir = None, server: Server = None, as_json: Json = False
) -> None:
    """A digest as it was made."""
    with connected(data_dir, server) as client:
        found = client.archived_digest(user, digest_id)
    show(found, digest_tables.archived, as_json=as_json)


@app.command(epilog="Example: paperlark digests subscription --user me")
def subscription(user: User, data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """What a user has subscribed to, and how it stands."""
    with connected(data_dir, server) as client:
        found = client.subscription(user)
    show(found, digest_tables.subscription, as_json=as_json)


@app.command(epilog="Example: paperlark digests send --user me")
def send(user: User, data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """Have a digest made and sent now; of an address that is not confirmed, ask for that again."""
    with connected(data_dir, server) as client:
        found = client.send_digest(user)
    show(found, digest_tables.sending, as_json=as_json)
