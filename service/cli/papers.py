"""`paperlark papers`: what an administrator does with single papers."""

from typing import Annotated

import typer

from service.cli import console
from service.cli.arguments import DataDir, Json
from service.cli.connection import Server, connected
from service.cli.json_output import show

app = typer.Typer(no_args_is_help=True, help="Mend single papers: take apart what was merged and is not one paper.")


@app.command(epilog="Example: paperlark papers split DOI:10.1000/x --data-dir data")
def split(
    paper: Annotated[str, typer.Argument(help="Id, in any form, under which the merged record came.")],
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Make a record that was merged into another paper a paper of its own again; the two are never merged again."""
    with connected(data_dir, server) as client:
        found = client.split_paper(paper)
    show(found, console.papers, as_json=as_json)
