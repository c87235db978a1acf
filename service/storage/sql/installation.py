"""What makes a store one installation: a name of its own, and one embedding model for all who share it."""

import uuid

from service.errors import BadInput
from service.storage.sql.database import Database
from service.storage.sql.key_values import read_text, write_text

EMBEDDING_MODEL, NAME = "embedding_model", "installation"  # under which they stand in the state


def claim_model(database: Database, model: str, *, anew: bool) -> None:
    """Make `model` the one whose vectors are kept; raises BadInput when that is another one, unless `anew`."""
    with database.write() as connection:
        known = read_text(connection, EMBEDDING_MODEL)
        if known is not None and known != model and not anew:
            raise BadInput(
                f"This store holds vectors of {known}, and this process is set to {model}; they are never mixed. Set "
                "PAPERLARK_EMBEDDING__MAX_TOKENS as it was, or stop every process and run `paperlark reindex "
                "--new-model`, which embeds every paper anew."
            )
        if known != model:
            write_text(connection, EMBEDDING_MODEL, model)


def name(database: Database) -> str:
    """A name that no other store has, so that several can share a Chroma server."""
    with database.write() as connection:
        found = read_text(connection, NAME)
        if found is None:
            found = uuid.uuid4().hex[:16]
            write_text(connection, NAME, found)
        return found
