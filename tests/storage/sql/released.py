"""Databases as every released schema left them: python -m tests.storage.sql.released FOLDER writes a file of each."""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from service.settings import StoreSettings
from service.storage import sql
from service.storage.sql import Database
from tests.corpora import NOW, paper

MIGRATIONS = Path(sql.__file__).with_name("migrations")
REVISIONS = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
ROWS = 2  # of each table

_ORDINARY = {
    sa.String: "a text {number}",
    sa.JSON: {},
    sa.LargeBinary: b"{}",
    sa.Date: date(2026, 3, 1),
    sa.DateTime: NOW,
    sa.Boolean: False,
    sa.Float: 0.5,
}
# What a column of this name has instead, of whichever table.
_OWN = {"kind": "like", "status": "completed", "day": "2026-03-01"}


def write(file: Path, revision: str) -> None:
    """A database of this revision at `file`, with rows in every table that it has."""
    database = Database(file, StoreSettings(min_free_mb=0))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        tables = sa.MetaData()
        tables.reflect(connection)
        known: dict[str, list[dict[str, Any]]] = {}
        for table in tables.sorted_tables:
            if table.name not in {"alembic_version", "state"}:
                known[table.name] = [_row(table, number, known) for number in range(ROWS)]
                connection.execute(sa.insert(table), known[table.name])
    database.close()


def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in the order of their keys."""
    with database.read() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        return {
            table.name: [dict(row) for row in connection.execute(_ordered(table)).mappings()]
            for table in tables.sorted_tables
        }


def _ordered(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table).order_by(*table.primary_key)


def _row(table: sa.Table, number: int, known: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    needed = [column for column in table.c if not column.nullable and column.server_default is None]
    if table.name == "papers":
        return _paper_row(needed, number)
    return {column.name: _value(column, number, known) for column in needed}


def _paper_row(columns: Iterable[sa.Column[Any]], number: int) -> dict[str, Any]:
    record = paper(number)
    facts = record.model_dump(mode="json") | {"text_hash": record.text_hash, "record_hash": record.record_hash}
    facts |= {"title_key": record.id, "created_at": NOW, "updated_at": NOW}
    return {column.name: facts[column.name] for column in columns}


def _value(column: sa.Column[Any], number: int, known: dict[str, list[dict[str, Any]]]) -> object:
    for key in column.foreign_keys:
        return known[key.column.table.name][number][key.column.name]
    if column.name in _OWN:
        return _OWN[column.name]
    ordinary = next((value for kind, value in _ORDINARY.items() if isinstance(column.type, kind)), number)
    return ordinary.format(number=number) if isinstance(ordinary, str) else ordinary


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for each in REVISIONS:
        (folder / each).mkdir(parents=True)
        write(folder / each / "paperlark.db", each)
