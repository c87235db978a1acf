"""What makes a database one installation: a name of its own, and one embedding model for all who share it."""

import uuid

import sqlalchemy as sa

from service.errors import BadInput
from service.storage.sql.database import Database
from service.storage.sql.key_values import read_text, write_text

NAME_KEY = "installation"
_MODEL_KEY = "embedding_model"


def installation_name(database: Database) -> str:
    """A name that no other installation has, so that several can share a Chroma server; made at the first call."""
    with database.write() as connection:
        found = read_text(connection, NAME_KEY)
        if found is None:
            found = uuid.uuid4().hex[:16]
            write_text(connection, NAME_KEY, found)
        return found


def set_embedding_model(database: Database, model: str, *, replace: bool) -> None:
    """Make `model` the one whose vectors are kept; raises BadInput when another one is, unless it may be replaced."""
    with database.write() as connection:
        known = read_embedding_model(connection)
        if known is not None and known != model and not replace:
            raise BadInput(
                f"This store holds vectors of {known}, and this process is set to {model}; they are never mixed. Set "
                "PAPERLARK_EMBEDDING__MAX_TOKENS as it was, or stop every process and run `paperlark reindex "
                "--new-model`, which embeds every paper anew."
            )
        if known != model:
            write_text(connection, _MODEL_KEY, model)


def read_embedding_model(connection: sa.Connection) -> str | None:
    """The model whose vectors are kept; None before one was set."""
    return read_text(connection, _MODEL_KEY)
