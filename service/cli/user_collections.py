"""`paperlark collections`: papers that a user keeps together under a name."""

from typing import Annotated

import typer

from service.cli import console, json_output
from service.cli.arguments import DataDir, Json, User, opened, user_name

app = typer.Typer(no_args_is_help=True, help="Collections of papers under a name, with notes.")

Name = Annotated[str, typer.Argument(help="Name of the collection.")]
Papers = Annotated[list[str], typer.Argument(help="Ids of papers, in any form.")]


@app.command("list", epilog="Example: paperlark collections list --user me")
def list_(user: User, data_dir: DataDir = None, as_json: Json = False) -> None:
    """The collections of a user."""
    with opened(data_dir) as services:
        found = services.library.collections.of_user(user_name(user))
    if as_json:
        json_output.write(json_output.collections(found))
    else:
        console.collections(found)


@app.command(epilog="Example: paperlark collections show thesis --user me")
def show(name: Name, user: User, data_dir: DataDir = None, as_json: Json = False) -> None:
    """What is in a collection."""
    from service.discovery import collection_content

    with opened(data_dir) as services:
        found = collection_content(services.corpus, services.library, user_name(user), name)
    if as_json:
        json_output.write(json_output.collection(found))
    else:
        console.collection(found)


@app.command(epilog="Example: paperlark collections add thesis hf:neural-spline-flows --user me")
def add(
    name: Name,
    papers: Papers,
    user: User,
    note: Annotated[str, typer.Option(help="A note on these papers.")] = "",
    data_dir: DataDir = None,
) -> None:
    """Put papers into a collection, which is made if there is none."""
    from service.discovery import collect_papers

    with opened(data_dir) as services:
        collect_papers(services.corpus, services.library, user_name(user), name, papers, note, services.now())


@app.command(epilog="Example: paperlark collections remove thesis hf:neural-spline-flows --user me")
def remove(name: Name, papers: Papers, user: User, data_dir: DataDir = None) -> None:
    """Take papers out of a collection."""
    from service.discovery import take_out_of_collection

    with opened(data_dir) as services:
        for paper in papers:
            take_out_of_collection(services.corpus, services.library, user_name(user), name, paper)


@app.command(epilog="Example: paperlark collections delete thesis --user me")
def delete(name: Name, user: User, data_dir: DataDir = None) -> None:
    """Remove a collection; its papers stay, and what the user says of them."""
    from service.discovery import delete_collection

    with opened(data_dir) as services:
        delete_collection(services.library, user_name(user), name)
