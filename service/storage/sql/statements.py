"""How ids are asked for and rows inserted in bulk, and how a row is inserted or replaced."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

_CHUNK = 500  # SQLite's limit of bound variables is far above

T = TypeVar("T")


def in_chunks(values: Iterable[T]) -> Iterator[Sequence[T]]:
    """The values in their order, some at a time: as many as one IN (...) or one INSERT should have."""
    left = iter(values)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk


def upsert(connection: sa.Connection, table: sa.Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Update the row of this key, or insert it; within a write transaction nobody comes in between."""
    where = sa.and_(*(table.c[name] == value for name, value in key.items()))
    if connection.execute(sa.update(table).where(where).values(**values)).rowcount == 0:
        connection.execute(sa.insert(table).values(**key, **values))
