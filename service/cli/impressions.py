"""`paperlark impressions`: what users were shown, and how much of it they liked."""

from typing import Annotated

import typer

from service.cli import json_output, page_tables
from service.cli.arguments import DataDir, Json, User, parsed_ids
from service.cli.connection import Server, connected

app = typer.Typer(no_args_is_help=True, help="What users were shown, and how much of it they liked.")


@app.command(epilog="Example: paperlark impressions add hf:neural-spline-flows --user me --place digest")
def add(
    papers: Annotated[list[str], typer.Argument(help="Ids of the papers that the user is shown.")],
    user: User,
    place: Annotated[str, typer.Option(help="Where: start, for_you, trending, search, paper, library, map or digest.")],
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Keep that a user is shown papers now: each counts once a day for each place."""
    ids = parsed_ids("paper_ids", papers)
    with connected(data_dir, server) as client:
        found = client.show_papers(user, ids, place)
    json_output.show(found, page_tables.shown, as_json=as_json)


@app.command("hit-rates", epilog="Example: paperlark impressions hit-rates")
def hit_rates(data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """Of what was shown in the last week, how much was then liked, place by place."""
    with connected(data_dir, server) as client:
        found = client.hit_rates()
    json_output.show(found, page_tables.hit_rates, as_json=as_json)
