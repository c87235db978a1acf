"""What differs between SQLite and PostgreSQL: how they are opened, how writers take turns, what their errors mean."""

import threading
import zlib
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.pool import ConnectionPoolEntry

from service.errors import BadInput, DiskFull, ServiceError, StoreAway, StoreBroken, StoreBusy
from service.settings import STORE_URL, StoreSettings

_WRITERS = 0x7061_7065_726C  # the advisory lock that writers of one PostgreSQL database take in turn
_READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_FINAL = ("password authentication failed", "does not exist", "no pg_hba.conf entry")  # waiting does not mend these


class SqliteEngine:
    """One file; BEGIN IMMEDIATE is the turn to write."""

    reading: Mapping[str, Any] = {}
    writing: Mapping[str, Any] = {"immediate": True}

    def __init__(self, path: Path, settings: StoreSettings) -> None:
        self.name = str(path)
        self._folder = path.parent
        self.engine = sa.create_engine(
            f"sqlite:///{path}",
            connect_args={"timeout": settings.busy_timeout_s},
            max_overflow=-1,  # the web server bounds its threads; a second bound here could only deadlock
        )
        event.listen(self.engine, "connect", _prepare)
        event.listen(self.engine, "begin", _begin)
        self._patience = settings.busy_timeout_s
        self._writing = threading.Lock()

    @contextmanager
    def write_queue(self) -> Generator[None]:
        """Wait behind this process's other writers: SQLite itself only looks again, after ever longer sleeps."""
        if not self._writing.acquire(timeout=self._patience):
            raise _busy()
        try:
            yield
        finally:
            self._writing.release()

    def lock_for_writing(self, connection: sa.Connection) -> None:
        """The turn was taken when the transaction began."""

    @contextmanager
    def exclusive(self, _name: str) -> Generator[None]:
        """One process owns the data folder, so there is nobody to wait for."""
        yield

    def announce(self, name: str) -> None:
        """There is nobody to be seen by."""

    def has_ended(self, _connection: sa.Connection, _name: str) -> bool:
        """Whether the process of this name has ended: every other one that had the data folder has."""
        return True

    def close(self) -> None:
        """Close every connection."""
        _shut(self.engine)

    def check(self, connection: sa.Connection) -> list[str]:
        """What SQLite's own quick_check finds wrong; empty when the file is sound."""
        found = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
        return [str(line) for line in found if line != "ok"]

    def fault(self, error: exc.DatabaseError) -> ServiceError | None:
        """The fault in our words; None for one that only a programmer can mend."""
        reason = str(error.orig)
        if "locked" in reason:
            return _busy()
        if "disk is full" in reason or "disk I/O" in reason:
            return DiskFull(f"The disk of {self._folder} is full; make room and try again.")
        if any(fault in reason for fault in ("malformed", "not a database", "unable to open", "not decode")):
            return StoreBroken(
                f"{self.name} is damaged ({reason}); restore it from a backup or move it away to start afresh."
            )
        return None


class PostgresEngine:
    """A database on a server; an advisory lock is the turn to write, so versions are committed in their order."""

    reading: Mapping[str, Any] = _READING
    writing: Mapping[str, Any] = {}

    def __init__(self, url: str, settings: StoreSettings) -> None:
        try:
            address = sa.make_url(url)
        except exc.ArgumentError:
            raise BadInput.at(STORE_URL, "is not an address SQLAlchemy can read.") from None
        self.name = address.render_as_string(hide_password=True)
        self._place = f"{address.host}:{address.port or 5432}"
        self._patience = round(settings.busy_timeout_s * 1000)
        self.engine = sa.create_engine(
            address,
            connect_args={"connect_timeout": 5, "keepalives_idle": 10},
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=5,
            max_overflow=settings.connections - 5,
            pool_timeout=settings.busy_timeout_s,
        )
        event.listen(self.engine, "connect", self._prepare)
        self._shown: sa.Connection | None = None
        self._showing = threading.Lock()

    @contextmanager
    def write_queue(self) -> Generator[None]:
        """Writers wait in the server, where those of other processes do."""
        yield

    def lock_for_writing(self, connection: sa.Connection) -> None:
        """Wait for the writers before; the lock goes with the transaction, however it ends."""
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITERS)))

    @contextmanager
    def exclusive(self, name: str) -> Generator[None]:
        """Hold an advisory lock on a connection of its own; it goes with the process, however that ends."""
        key = _key(name)
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.select(sa.func.pg_advisory_lock(key)))
            try:
                yield
            finally:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))

    def announce(self, name: str) -> None:
        """Let others see that this process lives, by an advisory lock: it goes with the process, however that ends."""
        with self._showing:
            if self._shown is not None:
                try:
                    self._shown.exec_driver_sql("SELECT 1")
                except exc.DatabaseError:  # the server was away, and the lock is gone
                    self._hide()
            if self._shown is None:
                self._shown = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                self._shown.execute(sa.select(sa.func.pg_advisory_lock_shared(_key(name))))

    def has_ended(self, connection: sa.Connection, name: str) -> bool:
        """Whether the process that showed itself under this name has ended."""
        return connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_key(name)))).scalar_one()

    def close(self) -> None:
        """Close every connection."""
        with self._showing:
            self._hide()
        _shut(self.engine)

    def _hide(self) -> None:
        shown, self._shown = self._shown, None
        if shown is not None:
            shown.invalidate()  # or else the lock would go back into the pool with its connection
            shown.close()

    def check(self, connection: sa.Connection) -> list[str]:
        """What would make answers differ from those on SQLite; damage is for PostgreSQL's own tools to find."""
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        return [] if encoding == "UTF8" else [f"the database has the encoding {encoding}, not UTF8"]

    def fault(self, error: exc.DatabaseError) -> ServiceError | None:
        """The fault in our words; None for one that only a programmer can mend."""
        state = getattr(error.orig, "sqlstate", None) or ""
        if state in {"55P03", "40001", "40P01", "53300", "57014"}:
            return _busy()
        if state == "53100":
            return DiskFull(f"The disk of the database at {self._place} is full; make room and try again.")
        if not state and (refused := self._refused(error)):
            return refused
        if isinstance(error, exc.OperationalError) or error.connection_invalidated or state[:2] in {"08", "57"}:
            return StoreAway(f"PostgreSQL at {self._place} cannot be reached ({_line(error)}); try again.")
        return None

    def _refused(self, error: exc.DatabaseError) -> BadInput | None:
        """What the driver did not even send, or the server did not let in."""
        if any(sign in str(error.orig) for sign in _FINAL):
            return BadInput.at(STORE_URL, f"PostgreSQL at {self._place} refuses: {_line(error)}")
        if isinstance(error, exc.DataError) and "NUL" in str(error.orig):
            return BadInput("A name or a text has the character NUL, which PostgreSQL does not keep.")
        if isinstance(error, exc.ProgrammingError):
            return BadInput.at(STORE_URL, f"cannot be used: {_line(error)}")
        return None

    def _prepare(self, connection: Any, _record: object) -> None:  # noqa: ANN401  # psycopg's own
        # Times come back in the zone of the session; a writer that hangs must not hold the turn for ever.
        for name, value in (
            ("TimeZone", "UTC"),
            ("lock_timeout", f"{self._patience}ms"),
            ("idle_in_transaction_session_timeout", "60s"),
        ):
            connection.execute(f"SET {name} = '{value}'")
        connection.commit()


Engine = SqliteEngine | PostgresEngine


@contextmanager
def translated(engine: Engine) -> Generator[None]:
    """Raise the database's faults in our words."""
    try:
        yield
    except exc.TimeoutError as error:
        raise StoreBusy("Every connection to the database is in use; try again.", retry_after=1) from error
    except exc.DatabaseError as error:
        if (fault := engine.fault(error)) is None:
            raise
        raise fault from error


def _prepare(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not by the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    # A deferred BEGIN that reads and then writes fails at once when another writer came in between.
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _shut(engine: sa.Engine) -> None:
    """A thread that was left behind may finish its transaction, and begins none: nobody would close its connection."""
    event.listen(engine, "do_connect", _refuse)
    event.listen(engine, "checkin", _end)
    engine.dispose()


def _refuse(*_: object) -> None:
    raise StoreAway("The database was closed.")


def _end(_: object, record: ConnectionPoolEntry) -> None:
    record.invalidate()


def _busy() -> StoreBusy:
    return StoreBusy("Another writer holds the database; try again.", retry_after=1)


def _key(name: str) -> int:
    return zlib.crc32(name.encode())


def _line(error: exc.DatabaseError) -> str:
    """The driver's first line that says something; it names host, user and database, never the password."""
    lines = [line.strip() for line in str(error.orig).splitlines() if line.strip()]
    return lines[0] if lines else type(error.orig).__name__
