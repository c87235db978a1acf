"""`paperlark collections`: papers that a user keeps together under a name."""

from typing import Annotated

import typer

from service.cli import console, json_output
from service.cli.arguments import DataDir, Json, User
from service.cli.connection import Server, connected

app = typer.Typer(no_args_is_help=True, help="Collections of papers under a name, with notes.")

Name = Annotated[str, typer.Argument(help="Name of the collection.")]
Papers = Annotated[list[str], typer.Argument(help="Ids of papers, in any form.")]


@app.command("list", epilog="Example: paperlark collections list --user me")
def list_(user: User, data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """The collections of a user."""
    with connected(data_dir, server) as client:
        found = client.collections(user)
    json_output.show(found, console.collections, as_json=as_json)


@app.command(epilog="Example: paperlark collections show thesis --user me")
def show(name: Name, user: User, data_dir: DataDir = None, server: Server = None, as_json: Json = False) -> None:
    """What is in a collection."""
    with connected(data_dir, server) as client:
        found = client.collection(user, name)
    json_output.show(found, console.collection, as_json=as_json)


@app.command(epilog="Example: paperlark collections add thesis hf:neural-spline-flows --user me")
def add(
    name: Name,
    papers: Papers,
    user: User,
    note: Annotated[str, typer.Option(help="A note on these papers.")] = "",
    data_dir: DataDir = None,
    server: Server = None,
) -> None:
    """Put papers into a collection, which is made if there is none."""
    with connected(data_dir, server) as client:
        for paper in papers:
            client.collect(user, name, paper, note)


@app.command(epilog="Example: paperlark collections remove thesis hf:neural-spline-flows --user me")
def remove(name: Name, papers: Papers, user: User, data_dir: DataDir = None, server: Server = None) -> None:
    """Take papers out of a collection."""
    with connected(data_dir, server) as client:
        for paper in papers:
            client.take_out(user, name, paper)


@app.command(epilog="Example: paperlark collections delete thesis --user me")
def delete(name: Name, user: User, data_dir: DataDir = None, server: Server = None) -> None:
    """Remove a collection; its papers stay, and what the user says of them."""
    with connected(data_dir, server) as client:
        client.delete_collection(user, name)
