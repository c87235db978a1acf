"""From the database of a data folder to an empty one on a server: copied in one transaction, then read back."""

import hashlib
import json
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from service.errors import BadInput, StoreBroken
from service.storage.sql.database import Database
from service.storage.sql.installation import NAME_KEY
from service.storage.sql.probe import PROBE_KEY
from service.storage.sql.schema import revision_of
from service.storage.sql.sqlite import DamagedText
from service.storage.sql.tables import metadata, state, vectors
from service.storage.sql.times import with_utc

RowsRead = Callable[[int], None]  # is called with how many rows more were read

_BATCH = 1_000  # rows read and written at a time


@dataclass(frozen=True, slots=True)
class TableDigest:
    """What a table holds: how many rows, and the SHA-256 of them all in the order of their keys."""

    rows: int
    sha256: str


def copy_store(source: Database, target: Database, progress: Callable[[int, int], None]) -> dict[str, TableDigest]:
    """Copy every table, or none when it fails; then read both sides back and compare. The digest of each table.

    `progress` is called with how many rows were read, of how many. A target that an earlier move filled is only
    compared. Raises BadInput when it has other rows, StoreBroken when the source is damaged or of another version, or
    when what arrived is not what was sent.
    """
    _require_sound(source, target)
    with source.read() as connection:
        total = 3 * sum(_count(connection, table) for table in metadata.sorted_tables)  # copied, and read on both sides
    done = 0

    def rows_read(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, total)

    occupied = copy_tables(source, target, rows_read)
    digests, differing = compare_tables(source, target, rows_read)
    if differing and occupied:
        raise BadInput(
            f"{target.name} is not empty: its table {occupied} has rows, and it is not what a move of {source.name} "
            "left there. Nothing was changed; name an empty database."
        )
    if differing:
        raise StoreBroken(
            f"What {target.name} holds is not what was copied: {', '.join(differing)} differ. {source.name} is as it "
            "was; create the database anew and move again."
        )
    return digests


def copy_tables(source: Database, target: Database, rows_read: RowsRead) -> str | None:
    """Copy every row in one transaction; where a table of the target has rows nothing is copied, and it is named."""
    with target.write() as new:
        for table in metadata.sorted_tables:
            if new.execute(_query(table).limit(1)).first() is not None:
                return table.name
        for table in metadata.sorted_tables:
            _copy_table(source, new, table, rows_read)
    return None


def compare_tables(source: Database, target: Database, rows_read: RowsRead) -> tuple[dict[str, TableDigest], list[str]]:
    """The digest of each table of the source, and the tables whose digest in the target is another one."""
    sent, arrived = _digests(source, rows_read), _digests(target, rows_read)
    return sent, [name for name, digest in sent.items() if arrived[name] != digest]


def _require_sound(source: Database, target: Database) -> None:
    if faults := source.check():
        raise StoreBroken(f"{source.name} is damaged ({faults[0]}); restore it from a backup, and move that.")
    found, wanted = _revision(source), _revision(target)
    if found != wanted:
        raise StoreBroken(
            f"{source.name} was last used by another version of Paperlark (schema {found}, and this one has {wanted}); "
            "run this version's `paperlark doctor` on the folder once."
        )


def _revision(database: Database) -> str | None:
    with database.read() as connection:
        return revision_of(connection)


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def _copy_table(source: Database, new: sa.Connection, table: sa.Table, rows_read: RowsRead) -> None:
    # The index of the target is another one, and holds nothing yet.
    added = {"indexed": False} if table is vectors else {}
    with closing(_batches(source, table)) as batches:
        for rows in batches:
            try:
                new.execute(sa.insert(table), [row | added for row in rows])
            except (exc.DataError, exc.IntegrityError) as error:
                reason = str(error.orig).partition("\n")[0]
                raise StoreBroken(f"PostgreSQL cannot keep a row of {table.name}: {reason}.") from error
            rows_read(len(rows))
    if (counted := table.autoincrement_column) is not None:  # or else its next number would be 1 again
        last = sa.select(sa.func.max(counted)).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence(table.name, counted.name)
        new.execute(sa.select(sa.func.setval(sequence, last)))


def _batches(database: Database, table: sa.Table) -> Generator[list[dict[str, Any]]]:
    """What is moved of a table, some rows at a time; nobody else writes meanwhile."""
    try:
        with database.read() as connection:
            columns: dict[str, sa.Column[Any]] = dict(table.c.items())
            found = connection.execute(_query(table), execution_options={"yield_per": _BATCH})
            for rows in found.mappings().partitions():
                yield [{name: _plain(columns[name], value) for name, value in row.items()} for row in rows]
    except (TypeError, ValueError) as error:
        raise StoreBroken(f"A row of {table.name} is damaged and cannot be read ({error}).") from error


def _query(table: sa.Table) -> sa.Select[Any]:
    """Rows in the order of their keys, without what is one side's own: its name, its probe, what its index holds."""
    query = sa.select(*(column for column in table.c if column is not vectors.c.indexed)).order_by(*table.primary_key)
    return query.where(state.c.name.not_in((NAME_KEY, PROBE_KEY))) if table is state else query


def _plain(column: sa.Column[Any], value: object) -> object:
    """The value, a time in UTC; raises TypeError for one of another type than its column, which SQLite keeps, too.

    So it does for a text that is not UTF-8.
    """
    kind = column.type
    if isinstance(value, DamagedText):
        raise TypeError("not UTF-8")
    if value is not None and not isinstance(kind, sa.JSON) and not isinstance(value, kind.python_type):
        raise TypeError(f"{kind.python_type.__name__} expected, not {type(value).__name__}")
    return with_utc(value).astimezone(UTC) if isinstance(value, datetime) else value


def _digests(database: Database, rows_read: RowsRead) -> dict[str, TableDigest]:
    return {table.name: _digest(database, table, rows_read) for table in metadata.sorted_tables}


def _digest(database: Database, table: sa.Table, rows_read: RowsRead) -> TableDigest:
    count, digest = 0, hashlib.sha256()
    for rows in _batches(database, table):
        for row in rows:
            digest.update(json.dumps(row, sort_keys=True, default=_as_text).encode("ascii") + b"\n")
        count += len(rows)
        rows_read(len(rows))
    return TableDigest(count, digest.hexdigest())


def _as_text(value: object) -> str:
    """What JSON has no form for; a column is of one type on both sides, so the forms cannot be mistaken."""
    match value:
        case bytes():
            return value.hex()
        case date():  # and datetime
            return value.isoformat()
        case _:
            raise TypeError(type(value).__name__)
