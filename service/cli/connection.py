"""Whom a command asks: a server that is named, the one that has the data folder, or nobody but this process."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service import settings
from service.cli.arguments import load_sample, opened
from service.errors import BadInput

if TYPE_CHECKING:
    from service.client import Client

Server = Annotated[
    str | None,
    typer.Option(help="http://… of a running server (default: the one that has the data folder).", show_default=False),
]

_EVERYWHERE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104


def server_of(data_dir: Path | None, server: str | None) -> str | None:
    """The address to ask: the one that is named, or that of the owner of the folder; None when nobody serves it.

    Raises BadInput when both are named.
    """
    if server is not None and data_dir is not None:
        raise BadInput("Take one of: a --server, a --data-dir.")
    current = settings.load(data_dir=data_dir, server=server)
    if current.server is not None and data_dir is None:
        return str(current.server)
    if current.shared:
        return None
    from service.storage.local import serving_url  # SQLAlchemy takes its time to import: `--help` must not wait for it

    return serving_url(current.data_dir)


def client_of(address: str) -> "Client":
    """A client of a server, with the key of the settings."""
    from service.client import Client

    return Client(address, key=settings.load().key.get_secret_value() or None)


@contextmanager
def connected(data_dir: Path | None, server: str | None, *, sample: bool = False) -> Generator["Client"]:
    """A client of the server of a data folder or, where there is none, of the same application in this process.

    A folder that nobody serves gets the sample corpus first, where that is wanted and it has no papers.
    """
    from service.client import Client

    if address := server_of(data_dir, server):
        with client_of(address) as client:
            yield client
        return
    with opened(data_dir, quiet=True) as services:
        from service.cli.in_process import InProcess

        if sample:
            load_sample(services)
        with Client(_own_address(services.settings), transport=InProcess(services)) as client:
            yield client


def _own_address(current: settings.Settings) -> str:
    """Where a server with these settings is reached from this machine: what an answer names opens once it runs."""
    host = "localhost" if current.host in _EVERYWHERE else current.host
    port = f":{current.port}" if current.port else ""
    return f"http://[{host}]{port}" if ":" in host else f"http://{host}{port}"
