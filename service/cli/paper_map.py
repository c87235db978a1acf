"""`paperlark map`: where papers lie, and a layout for a corpus of one's own."""

from typing import Annotated

import typer

from service.cli import console, json_output, page_tables
from service.cli.arguments import DataDir, Json
from service.cli.connection import Server, connected

app = typer.Typer(no_args_is_help=True, help="The corpus as a map.")


@app.command(epilog="Example: paperlark map show --user me --json")
def show(
    user: Annotated[str | None, typer.Option(help="Whose likes and recommendations to show.")] = None,
    papers: Annotated[int, typer.Option(help="How many papers; of more, as many are drawn.")] = 2_000,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """What the regions of the map are about; with --json, where each paper lies."""
    with connected(data_dir, server) as client:
        found = client.paper_map(user, papers)
    json_output.show(found, page_tables.regions, as_json=as_json)


@app.command("lay-out", epilog="Example: paperlark map lay-out --data-dir data")
def lay_out(data_dir: DataDir = None, server: Server = None) -> None:
    """Lay all papers out anew, which takes minutes and what paperlark[map] brings."""
    with connected(data_dir, server) as client, console.progress("Laid out") as progress:
        client.lay_out_map(progress)
