"""A large file in the format of arXiv's snapshot, stored without vectors: speed, memory, and what kills leave behind.

    python -m tests.bench.bulk [RECORDS [KILLS]]

The file is stored twice: undisturbed, and by a process that is killed at random and begun again. Both must end up with
the same papers. A million records need 12 GB of disk for a while.
"""

import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from service import settings
from service.storage import Catalog
from service.storage.sql import Database
from tests.bench import made_records
from tests.bench.api import resident_mb
from tests.faults.processes import PAPERLARK, start

RECORDS, KILLS = 1_000_000, 8
_LOOK_S = 0.05


class Stored(NamedTuple):
    """What a data folder holds: rows of three tables, the id of the content, and how many of the ids name no paper."""

    papers: int
    other_ids: int
    records: int
    snapshot: str
    missing: int


class Speed(NamedTuple):
    """Of one process from the first page stored to its end; memory in MB."""

    seconds: float
    memory_before: float
    memory_most: float


def main(records: int = RECORDS, kills: int = KILLS) -> None:
    """Print the figures, and end with 1 when the two differ."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = made_records.write(folder / "arxiv.jsonl", records)
        print(f"{records:,} records, {file.stat().st_size / 1e6:.0f} MB")
        speed = store(file, folder / "undisturbed")
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = (used.ru_utime + used.ru_stime) / records
        print(
            f"stored in {speed.seconds:.0f} s, {records / speed.seconds:.0f} a second; CPU {cpu * 1e6:.0f} us a record"
        )
        print(f"memory {speed.memory_before:.0f} MB after the first page, at most {speed.memory_most:.0f} MB")
        undisturbed = stored(folder / "undisturbed", records)
        print(f"database {(folder / 'undisturbed' / 'paperlark.db').stat().st_size / 1e6:.0f} MB, {undisturbed}")
        moments = store_with_kills(file, folder / "killed", kills, records)
        disturbed = stored(folder / "killed", records)
        print(f"killed after {', '.join(f'{moment:,}' for moment in moments)} papers and begun again: {disturbed}")
        if disturbed != undisturbed or disturbed.papers != records or disturbed.missing:
            sys.exit("The two differ, or papers are missing.")


def store(file: Path, folder: Path) -> Speed:
    """Store a file without being disturbed."""
    with _ingesting(file, folder) as process:
        _wait(process, lambda: _count(folder) > 0)
        began, before = time.perf_counter(), resident_mb(process.pid)
        most = before
        while process.poll() is None:
            with suppress(FileNotFoundError, TypeError):  # it ended meanwhile
                most = max(most, resident_mb(process.pid, "VmHWM"))
            time.sleep(_LOOK_S)
        seconds = time.perf_counter() - began
    assert process.returncode == 0, process.returncode
    return Speed(seconds, before, most)


def store_with_kills(file: Path, folder: Path, kills: int, records: int, seed: int = 0) -> list[int]:
    """Store a file, killed when so many papers by chance are there, and begun again; how many there were each time."""
    chance = random.Random(seed)
    moments = sorted(chance.randrange(1, records) for _ in range(kills))
    found: list[int] = []
    for moment in moments:
        with _ingesting(file, folder) as process:
            _wait(process, lambda moment=moment: _count(folder) >= moment)
            time.sleep(chance.uniform(0, 0.3))
            process.kill()
        found.append(_count(folder))
    with _ingesting(file, folder) as process:
        process.wait()
    assert process.returncode == 0, process.returncode
    return found


def stored(folder: Path, records: int) -> Stored:
    """What is there, counted by SQL and looked up by id."""
    database = Database(folder / "paperlark.db", settings.load().store)
    catalog = Catalog(database)
    assert database.check() == []
    with closing(sqlite3.connect(folder / "paperlark.db")) as connection:
        papers, other_ids, kept = (
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("papers", "other_ids", "records")
        )
    wanted = list(made_records.ids(records))
    missing = len(set(wanted) - set(catalog.resolve(wanted)))
    found = Stored(papers, other_ids, kept, catalog.snapshot_id(), missing)
    database.close()
    return found


def _ingesting(file: Path, folder: Path) -> "subprocess.Popen[str]":
    return start("-c", PAPERLARK, "ingest", "--no-embed", "--json", file, "--data-dir", folder, output=False)


def _wait(process: "subprocess.Popen[str]", is_there: Callable[[], bool]) -> None:
    while process.poll() is None and not is_there():
        time.sleep(_LOOK_S)


def _count(folder: Path) -> int:
    """How many papers there are, without counting them: none is ever deleted here."""
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(folder / "paperlark.db")) as connection:
        return connection.execute("SELECT max(rowid) FROM papers").fetchone()[0] or 0
    return 0


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
