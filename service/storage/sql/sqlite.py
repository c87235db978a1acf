"""SQLite: one file in the data folder, which one process owns."""

import json
import threading
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import event, exc

from service.errors import DiskFull, ServiceError, StoreBroken, Unavailable
from service.settings import StoreSettings
from service.storage.sql.backend import Backend, another_writer

_READER_MS = 100  # for which a checkpoint waits


class DamagedText(str):
    """A text that is not UTF-8 on the disk, with a replacement character for what is none."""

    __slots__ = ()


class SqliteBackend(Backend):
    """One file; BEGIN IMMEDIATE takes the write lock."""

    write_options: ClassVar[Mapping[str, Any]] = {"immediate": True}

    def __init__(self, path: Path, settings: StoreSettings) -> None:
        engine = sa.create_engine(
            f"sqlite:///{path}",
            connect_args={"timeout": settings.busy_timeout_s},
            json_deserializer=_read_json,
            max_overflow=-1,  # the web server bounds its threads; a second bound here could only deadlock
        )
        super().__init__(str(path), engine)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "do_connect", self._require_unmoved)
        self._path, self._folder = path, path.parent
        self._file: tuple[int, int] | None = None  # device and inode, once a connection has it open
        self._busy_timeout_s = settings.busy_timeout_s
        self._write_lock = threading.Lock()
        self.overwriting_put_off = True  # by a process that was killed, for all we know

    @contextmanager
    def process_write_lock(self) -> Generator[None]:
        """Wait behind this process's other writers: SQLite itself only looks again, after ever longer sleeps.

        Raises StoreBroken when the file is not the one that was opened: what is written would go with it.
        """
        self._require_unmoved()
        if not self._write_lock.acquire(timeout=self._busy_timeout_s):
            raise another_writer()
        try:
            yield
        finally:
            self._write_lock.release()

    def acquire_write_lock(self, connection: sa.Connection) -> None:
        """The lock was taken when the transaction began."""

    def lock(self, name: str) -> AbstractContextManager[None]:  # noqa: ARG002
        """One process owns the data folder, so there is nobody to wait for."""
        return nullcontext()

    def register_process(self, process_id: str) -> None:
        """There is nobody to be seen by."""

    def process_has_ended(self, connection: sa.Connection, process_id: str) -> bool:  # noqa: ARG002
        """Every other process that had the data folder has."""
        return True

    def check(self, connection: sa.Connection) -> list[str]:
        """What SQLite's own quick_check finds wrong; empty when the file is sound."""
        found = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
        return [str(line) for line in found if line != "ok"]

    def overwrite_removed(self) -> None:
        """Copy the write-ahead log, which has pages as they were, and begin it anew; a reader puts that off.

        It waits as long as a request may read, and not for a backup: nobody could write meanwhile.
        """
        with closing(self.engine.raw_connection()) as connection:  # in a transaction it would wait for itself
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {_READER_MS}")
            try:
                row = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {round(self._busy_timeout_s * 1_000)}")
        self.overwriting_put_off = row is None or row[0] != 0

    def service_error(self, error: exc.DatabaseError) -> ServiceError | None:
        """The error in our words; None for one that only a programmer can mend."""
        reason = str(error.orig)
        if "locked" in reason:
            return another_writer()
        if "disk is full" in reason or "disk I/O" in reason:
            return DiskFull(f"The disk of {self._folder} is full; make room and try again.")
        return self._unavailable(reason) or self._broken(reason)

    def _unavailable(self, reason: str) -> Unavailable | None:
        """What is not the file's fault."""
        if "readonly" in reason:
            return Unavailable(
                f"{self.name} cannot be written ({reason}); let this user write the file and its folder."
            )
        if "unable to open" in reason and self._path.is_file():
            return Unavailable(
                f"{self.name} cannot be opened ({reason}): this user may not, or too many files are open (`ulimit -n`)."
            )
        return None

    def _broken(self, reason: str) -> StoreBroken | None:
        if "no such" in reason:
            return StoreBroken(f"{self.name} lacks a part of it ({reason}); restore it from a backup.")
        if any(fault in reason for fault in ("malformed", "not a database", "unable to open")):
            return StoreBroken(
                f"{self.name} is damaged ({reason}); restore it from a backup or move it away to start afresh."
            )
        return None

    def _require_unmoved(self, *_: object) -> None:
        """Remember which file is open; raise StoreBroken when another one, or none, has its name now."""
        try:
            found = self._path.stat()
        except OSError:
            found = None
        file = found and (found.st_dev, found.st_ino)
        if self._file is None:
            self._file = file
        elif file != self._file:
            raise StoreBroken(
                f"{self.name} was moved away or replaced while it was open, so nothing more is written; put it back "
                "and restart the service."
            )


def _read_text(raw: bytes) -> str:
    """A text as it lies in the file: one that is damaged must not take the others of its query with it."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return DamagedText(raw.decode(errors="replace"))


def _read_json(text: str) -> object:
    if isinstance(text, DamagedText):
        raise TypeError("The JSON is not UTF-8.")
    return json.loads(text)


def _prepare(connection: SqliteConnection, _record: object) -> None:
    connection.text_factory = _read_text
    connection.isolation_level = None  # transactions are begun by _begin, not by the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    # A deferred BEGIN that reads and then writes fails at once when another writer came in between.
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
