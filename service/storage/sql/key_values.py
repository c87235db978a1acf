"""Small named facts beside the tables, and how a row is inserted or replaced."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from service.storage.sql.database import state


def read_number(connection: sa.Connection, name: str) -> int:
    """The number of this name; 0 before it was first written."""
    return int(connection.scalar(sa.select(state.c.value).where(state.c.name == name)) or 0)


def write_number(connection: sa.Connection, name: str, value: int) -> None:
    """Keep a number under a name."""
    upsert(connection, state, {"name": name}, {"value": str(value)})


def read_text(connection: sa.Connection, name: str) -> str | None:
    """The word kept under a name."""
    return connection.scalar(sa.select(state.c.value).where(state.c.name == name))


def write_text(connection: sa.Connection, name: str, value: str) -> None:
    """Keep a word under a name."""
    upsert(connection, state, {"name": name}, {"value": value})


def increment(connection: sa.Connection, name: str) -> int:
    """Count one change more, so that whoever remembers the old number knows to look again; the new number."""
    number = read_number(connection, name) + 1
    write_number(connection, name, number)
    return number


def upsert(connection: sa.Connection, table: sa.Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Update the row of this key, or insert it; within a write transaction nobody comes in between."""
    where = sa.and_(*(table.c[name] == value for name, value in key.items()))
    if connection.execute(sa.update(table).where(where).values(**values)).rowcount == 0:
        connection.execute(sa.insert(table).values(**key, **values))
