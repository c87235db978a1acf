"""`paperlark mail`: whether mail goes out from here. It asks the mail server of the settings, and no other."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from service import settings
from service.cli import console
from service.cli.arguments import Json
from service.cli.json_output import show
from service.errors import BadInput
from service.observability import configure

app = typer.Typer(no_args_is_help=True, help="The mail server that digests are handed to.")
_SAID = {
    "sent": "The mail server took it: look whether it arrives.",
    "refused": "It was refused.",
    "deferred": "It was not taken; try again later.",
    "unknown": "Nobody knows whether it was taken: look whether it arrives.",
}


@app.callback()
def _group() -> None:
    """Make `test` a command of its own: a group of one would be that command."""


@app.command("test", epilog="Example: paperlark mail test --to me@example.org")
def send_trial(to: Annotated[str, typer.Option(help="Where to.")], as_json: Json = False) -> None:
    """Send one mail, as digests are sent, and say what became of it. Exit code 1 when the server did not take it."""
    from service.digests import Mailer, trial_message  # SQLAlchemy takes its time to import: `--help` must not wait

    current = settings.load()
    configure(current.log, current.secrets)
    if not current.mail.host:
        raise BadInput.at("PAPERLARK_MAIL__HOST", "no mail server is set; see docs/mail.md")
    message = trial_message(to, current.mail, current.public_url, datetime.now(UTC))
    with Mailer(current.mail) as mailer:
        delivery = mailer.send(message, to)
    show({"outcome": delivery.outcome, "reason": delivery.reason}, _told, as_json=as_json)
    if delivery.outcome != "sent":
        raise typer.Exit(1)


def _told(found: dict[str, Any]) -> None:
    console.say(" ".join(filter(None, (found["reason"], _SAID[found["outcome"]]))))
