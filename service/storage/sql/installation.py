"""What makes a database one installation: a name of its own, and one embedding model for all who share it."""

import uuid

import sqlalchemy as sa

from service.errors import BadInput
from service.storage.sql.database import Database
from service.storage.sql.key_values import read_text, write_text
from service.storage.sql.tables import vectors

NAME_KEY = "installation"
_MODEL_KEY = "embedding_model"
_FEEDS_KEY = "feeds"


def installation_name(database: Database) -> str:
    """A name that no other installation has, so that several can share a Chroma server; made at the first call."""
    with database.write() as connection:
        found = read_text(connection, NAME_KEY)
        if found is None:
            found = uuid.uuid4().hex[:16]
            write_text(connection, NAME_KEY, found)
        return found


def feed_authority(database: Database) -> str:
    """What the ids of all feed entries begin with, which go along when the store is moved; made at the first call."""
    with database.read() as connection:
        found = read_text(connection, _FEEDS_KEY)
    return found or _made_authority(database)


def _made_authority(database: Database) -> str:
    with database.write() as connection:
        if (found := read_text(connection, _FEEDS_KEY)) is None:
            found = f"{uuid.uuid4().hex[:16]}.paperlark.invalid"  # a name that nobody can own (RFC 6761)
            write_text(connection, _FEEDS_KEY, found)
        return found


def embedding_model(database: Database) -> str | None:
    """The key of the model whose vectors are used; None before one was set."""
    with database.read() as connection:
        return read_embedding_model(connection)


def set_embedding_model(database: Database, model: str) -> None:
    """Make `model` the one whose vectors are used; raises BadInput when those of another one are."""
    with database.write() as connection:
        known = read_embedding_model(connection)
        if known != model:
            of_known = sa.select(vectors.c.paper_id).where(vectors.c.model == known).limit(1)
            if connection.execute(of_known).first() is not None:
                raise BadInput(_mixed(known, model))
            write_embedding_model(connection, model)


def read_embedding_model(connection: sa.Connection) -> str | None:
    """The model whose vectors are used; None before one was set."""
    return read_text(connection, _MODEL_KEY)


def write_embedding_model(connection: sa.Connection, model: str) -> None:
    """Use the vectors of a model from now on."""
    write_text(connection, _MODEL_KEY, model)


def _mixed(known: str | None, model: str) -> str:
    return (
        f"The vectors here are of {known}, and this process is set to {model}; they are never mixed. Set "
        "PAPERLARK_EMBEDDING__MODEL and PAPERLARK_EMBEDDING__MAX_TOKENS as they were, or run `paperlark reindex "
        "--new-model`, which gives every paper a vector of the new model while others go on."
    )
