"""Whether a database takes a write and gives it back: the only proof that it would take the next one."""

from service.errors import StoreBroken
from service.storage.sql.database import Database
from service.storage.sql.key_values import increment, read_number

PROBE_KEY = "probe"


def write_and_read_back(database: Database) -> None:
    """Count one up and read it again; raises StoreBroken when another number comes back, or what the database does."""
    with database.write() as connection:
        written = increment(connection, PROBE_KEY)
    with database.read() as connection:
        found = read_number(connection, PROBE_KEY)
    if found < written:  # another process may have counted on meanwhile
        raise StoreBroken(f"{database.name} does not give back what was written; restart the service.")
