"""`paperlark reindex`: the index built anew, and an installation moved to another embedding model."""

from pathlib import Path
from typing import Annotated

import typer

from service import settings
from service.cli import console
from service.cli.arguments import DataDir, opened
from service.cli.connection import Server, client_of, server_of
from service.errors import BadInput
from service.observability import configure


def reindex(
    data_dir: DataDir = None,
    server: Server = None,
    new_model: Annotated[
        bool, typer.Option("--new-model", help="Give every paper a vector of the embedding model that is set now.")
    ] = False,
) -> None:
    """Build the Chroma index anew from the catalog; nothing is embedded again, unless the model is a new one.

    With --new-model others go on meanwhile, a server too, by the vectors that there were; start them again afterwards
    with the same settings. A move that was cut off is run again, and goes on where it was.
    """
    if new_model:
        _move(data_dir, server)
    elif address := server_of(data_dir, server):
        with client_of(address) as client, console.progress("Indexing") as progress:
            client.reindex(progress)
    else:
        with opened(data_dir) as services, console.progress("Indexing") as progress:
            services.corpus.reindex(progress)


def _move(data_dir: Path | None, server: str | None) -> None:
    if server:
        raise BadInput("--new-model is not for a --server: run it where the store is, with the settings of the model.")
    current = settings.load(data_dir=data_dir)
    configure(current.log, current.secrets)
    from service.app import move_to_new_model  # chromadb takes seconds to import: `--help` must not wait for it

    with console.progress("Embedding") as progress:
        moved = move_to_new_model(current, progress)
    console.new_model(moved)
