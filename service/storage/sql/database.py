"""The SQL database: transactions, locks and migrations, on a SQLite file or on PostgreSQL."""

import shutil
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_delay, wait_exponential_jitter

from service.errors import DiskFull, ServiceError, StoreAway, StoreBusy
from service.observability import log
from service.settings import StoreSettings
from service.storage.sql.backend import Backend
from service.storage.sql.postgres import PostgresBackend
from service.storage.sql.schema import newest_revision, revision_of, upgrade
from service.storage.sql.sqlite import SqliteBackend


class Database:
    """Many readers, one writer at a time, in whatever process.

    Every method that reaches the database raises StoreBroken when it is damaged, StoreAway when its server cannot be
    reached, and StoreBusy when every connection is in use.
    """

    def __init__(self, path: Path, settings: StoreSettings) -> None:
        """The database that `settings.url` names, or else the SQLite file at `path`; nothing is opened yet."""
        self.path = path
        self._settings = settings
        self._min_free_bytes = settings.min_free_mb * 1024 * 1024
        url = settings.url and settings.url.get_secret_value()
        self._backend: Backend = PostgresBackend(url, settings) if url else SqliteBackend(path, settings)
        self._engine = self._backend.engine
        self._locks: dict[str, threading.Lock] = {}

    @property
    def name(self) -> str:
        """The path or the address, without its password."""
        return self._backend.name

    @contextmanager
    def read(self) -> Generator[sa.Connection]:
        """A transaction that sees one consistent state and never waits for a writer."""
        with (
            self._backend.translated_errors(),
            self._engine.connect().execution_options(**self._backend.read_options) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def write(self, *, below_floor: bool = False) -> Generator[sa.Connection]:
        """A transaction that holds the write lock from its first statement; its commit is the acknowledgement.

        Raises DiskFull below the free-disk floor, unless it is for the little that has to go on `below_floor`;
        StoreBusy when another writer does not finish in time, StoreAway when the server cannot be reached.
        """
        if not below_floor:
            self.require_free_disk()
        with (
            self._backend.translated_errors(),
            self._backend.process_write_lock(),
            self._engine.connect().execution_options(**self._backend.write_options) as connection,
            connection.begin(),
        ):
            self._backend.acquire_write_lock(connection)
            yield connection

    @contextmanager
    def lock(self, name: str) -> Generator[None]:
        """Hold the lock of this name, which one thread of all processes over the same database has at a time.

        Raises StoreBusy when another process holds it for longer than the busy timeout.
        """
        with (
            self._locks.setdefault(name, threading.Lock()),
            self._backend.translated_errors(),
            self._backend.lock(name),
        ):
            yield

    def register_process(self, process_id: str) -> None:
        """Let other processes over the same database see, by `process_has_ended`, whether this one lives."""
        with self._backend.translated_errors():
            self._backend.register_process(process_id)

    def process_has_ended(self, connection: sa.Connection, process_id: str) -> bool:
        """Whether another process, which registered under this id, has ended."""
        return self._backend.process_has_ended(connection, process_id)

    def start(self) -> None:
        """Migrate, waiting for a server that is not up yet; raises StoreAway when it does not come in time."""
        trying = Retrying(
            retry=retry_if_exception_type((StoreAway, StoreBusy))
            if self._settings.url
            else retry_if_exception_type(()),
            stop=stop_after_delay(self._settings.start_s),
            wait=wait_exponential_jitter(multiplier=0.5, max=5, jitter=0.5),
            before_sleep=_log_waiting,
            reraise=True,
        )
        trying(self.migrate)

    def migrate(self) -> None:
        """Bring the schema to the newest revision; raises StoreBroken for one that this version does not know."""
        with self.write(below_floor=self.path.is_file()) as connection:  # who revokes a key begins with it
            if revision_of(connection) != newest_revision():
                self.require_free_disk()
                upgrade(connection, self.name)

    def check(self) -> list[str]:
        """What is wrong with the database as far as it can tell; empty when it is sound."""
        with self.read() as connection:
            return self._backend.check(connection)

    def free_disk(self) -> int | None:
        """Bytes free on our own disk; None where the database is on a server's."""
        return None if self._settings.url else shutil.disk_usage(self.path.parent).free

    def overwrite_removed(self) -> None:
        """Let nothing of removed rows stay in files beside the database; a server sees to that in its own time."""
        with self._backend.translated_errors(), self._backend.process_write_lock():
            self._backend.overwrite_removed()

    def overwrite_put_off(self) -> None:
        """Do what a reader, or the end of a process, has kept `overwrite_removed` from."""
        if self._backend.overwriting_put_off:
            self.overwrite_removed()

    def require_free_disk(self) -> None:
        """Raise DiskFull when our own disk has less room than the settings ask for; a server's is its own business."""
        free = self.free_disk()
        if free is not None and free < self._min_free_bytes:
            raise DiskFull(
                f"Only {free // 2**20} MB are free on the disk of {self.path.parent}, below the floor of "
                f"{self._min_free_bytes // 2**20} MB; make room and try again."
            )

    def close(self) -> None:
        """Close every connection; who comes later is refused with StoreAway."""
        self._backend.close()


def _log_waiting(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    log.warning("waiting_for_the_database", reason=error.detail if isinstance(error, ServiceError) else str(error))
