"""Small facts by name, in the table `state`."""

import sqlalchemy as sa

from service.storage.sql.statements import upsert
from service.storage.sql.tables import state

_VALUE = sa.select(state.c.value).where(state.c.name == sa.bindparam("asked"))  # made once: requests ask for versions


def read_number(connection: sa.Connection, name: str) -> int:
    """The number of this name; 0 before it was first written."""
    return int(read_text(connection, name) or 0)


def write_number(connection: sa.Connection, name: str, value: int) -> None:
    """Keep a number under a name."""
    write_text(connection, name, str(value))


def read_text(connection: sa.Connection, name: str) -> str | None:
    """The text of this name; None before it was first written."""
    return connection.scalar(_VALUE, {"asked": name})


def write_text(connection: sa.Connection, name: str, value: str) -> None:
    """Keep a text under a name."""
    upsert(connection, state, {"name": name}, {"value": value})


def increment(connection: sa.Connection, name: str) -> int:
    """Count one change more, so that whoever remembers the old number knows to look again; the new number."""
    number = read_number(connection, name) + 1
    write_number(connection, name, number)
    return number
