"""A SQLite file that another library keeps and can make anew: what is wrong with it, and out of its way."""

import sqlite3
from contextlib import closing
from pathlib import Path

from service.observability import log

_BESIDE = ("-wal", "-shm")


def fault_of(file: Path) -> str | None:
    """What is wrong with a SQLite file, in SQLite's words; None when it is sound or not there."""
    if not file.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)
    return None if found == "ok" else found


def set_aside_if_damaged(file: Path) -> None:
    """Move a damaged file, and what SQLite keeps beside it, to a name of its own, `jobs.db.damaged` say."""
    if (fault := fault_of(file)) is None:
        return
    aside = _free_name(file)
    log.warning("file_set_aside", file=str(file), aside=str(aside), reason=fault)
    file.rename(aside)
    for end in _BESIDE:
        file.with_name(file.name + end).unlink(missing_ok=True)  # of no use without it, and harm to the next one


def _free_name(file: Path) -> Path:
    aside, number = file.with_name(f"{file.name}.damaged"), 1
    while aside.exists():
        number += 1
        aside = file.with_name(f"{file.name}.damaged-{number}")
    return aside
