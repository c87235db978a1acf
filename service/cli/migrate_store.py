"""`paperlark migrate-store`: from one process and its data folder to PostgreSQL and a Chroma server."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from service import settings
from service.cli import console
from service.cli.arguments import DataDir, Json
from service.errors import BadInput, IndexFailed
from service.observability import configure
from service.settings import INDEX_URL, STORE_URL, Settings

if TYPE_CHECKING:
    from service.storage.sql import TableDigest

ToStore = Annotated[
    str | None, typer.Option(help=f"postgresql+psycopg://… of an empty database (default: {STORE_URL}).")
]
ToIndex = Annotated[str | None, typer.Option(help=f"http://… of a Chroma server (default: {INDEX_URL}).")]


def migrate_store(
    to_store: ToStore = None, to_index: ToIndex = None, data_dir: DataDir = None, as_json: Json = False
) -> None:
    """Move an installation from its data folder to PostgreSQL and a Chroma server.

    Stop the server first. Everything is copied in one transaction, read back and compared by count and SHA-256; then
    the Chroma server is filled. The folder stays as it is. A move that was cut off is run again.

    Others on this machine can see a password that stands on a command line, so rather set PAPERLARK_STORE__URL.
    """
    target = settings.load(
        data_dir=data_dir,
        store={"url": to_store} if to_store else None,
        index={"url": to_index} if to_index else None,
    )
    configure(target.log, target.secrets)
    if not target.shared:
        raise BadInput(f"Say where to: --to-store and --to-index, or {STORE_URL} and {INDEX_URL}.")
    digests = _moved(target)
    if as_json:
        rows = [{"table": name, **asdict(table_digest)} for name, table_digest in digests.items()]
        sys.stdout.write(json.dumps({"data": rows}) + "\n")
    else:
        console.moved(digests, target)
    _fill_index(target)
    if not as_json:
        console.go_on()


def _moved(target: Settings) -> "dict[str, TableDigest]":
    from service.storage.chroma import ChromaServer
    from service.storage.local import DATABASE_FILE, DataFolder
    from service.storage.sql import Database, copy_store

    file = target.data_dir / DATABASE_FILE
    if not file.is_file():
        raise BadInput(
            f"There is no installation in {target.data_dir} ({DATABASE_FILE} is missing); name its --data-dir."
        )
    folder = DataFolder(target.data_dir, datetime.now(UTC))
    source = Database(file, target.store.model_copy(update={"url": None}))
    database = Database(file, target.store)
    try:
        if target.index.url:  # better refused now than after the copy
            ChromaServer(target.index.url, target.index.timeout_s, target.store.start_s).close()
        database.start()
        with console.progress("Moving") as progress:
            return copy_store(source, database, progress)
    finally:
        database.close()
        source.close()
        folder.release()


def _fill_index(target: Settings) -> None:
    from service.app import build  # chromadb takes seconds to import: `--help` must not wait for it

    with console.progress("Indexing") as progress, build(target, progress=progress) as services:
        if not services.corpus.whole():
            raise IndexFailed(
                f"All rows are moved, but the Chroma server at {target.index.url} does not hold every vector yet; run "
                "the same command again, with a longer PAPERLARK_INDEX__TIMEOUT_S if it was too slow."
            )
