"""Rows that were damaged on the disk: one that cannot be read must not take the others of its query with it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from service.errors import RowUnreadable
from service.observability import log
from service.storage.sql import papers

Row = TypeVar("Row")

# What SQLAlchemy and pydantic raise of JSON, a date or a name that is none.
Damage = (ValueError, TypeError)


def read_apart(ids: Sequence[str], read: Callable[[Sequence[str]], dict[str, Row]]) -> dict[str, Row]:
    """What `read` gives of these ids, without those of which it raises a ValueError or TypeError; they are logged."""
    try:
        return read(ids)
    except Damage as error:
        if len(ids) == 1:
            log.error("row_unreadable", paper=ids[0], reason=type(error).__name__)
            return {}
    half = len(ids) // 2
    return read_apart(ids[:half], read) | read_apart(ids[half:], read)


def unreadable(connection: sa.Connection, read: Callable[[Sequence[str]], dict[str, Any]], chunk: int) -> list[str]:
    """The ids of all papers that `read` cannot, in order; reads every paper, `chunk` at a time."""
    ids = list(connection.scalars(sa.select(papers.c.id).order_by(papers.c.id)))
    wrong: list[str] = []
    for start in range(0, len(ids), chunk):
        some = ids[start : start + chunk]
        found = read_apart(some, read)
        wrong += [each for each in some if each not in found]
    return wrong


def raise_unreadable(ids: Sequence[str], read: Callable[[Sequence[str]], object]) -> None:
    """Raise RowUnreadable for the first of these ids that `read` cannot."""
    for each in ids:
        try:
            read([each])
        except Damage as error:
            raise RowUnreadable(each) from error
