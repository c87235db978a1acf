"""PostgreSQL: a database on a server, which several processes share."""

import threading
import zlib
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import event, exc

from service.errors import BadInput, DiskFull, ServiceError, StoreAway, StoreBroken, Unavailable
from service.settings import STORE_URL, StoreSettings
from service.storage.sql.backend import Backend, another_writer

_WRITE_LOCK = 0x7061_7065_726C  # the key of the advisory lock that the writers of one database take
# SQLSTATE: lock not available, serialization failure, deadlock, too many connections, query cancelled.
_BUSY = frozenset({"55P03", "40001", "40P01", "53300", "57014"})
_LACKING = frozenset({"42P01", "42703", "3F000"})  # undefined table, column, schema
_DISK_FULL, _READ_ONLY = "53100", "25006"
_REFUSALS = ("password authentication failed", "does not exist", "no pg_hba.conf entry")  # waiting does not mend these


class PostgresBackend(Backend):
    """A database on a server; an advisory lock lets one writer in at a time, so versions are committed in order."""

    read_options: ClassVar[Mapping[str, Any]] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

    def __init__(self, url: str, settings: StoreSettings) -> None:
        """Raises BadInput that names the setting when the address cannot be read."""
        try:
            address = sa.make_url(url)
        except exc.ArgumentError:
            raise BadInput.at(STORE_URL, "is not an address SQLAlchemy can read.") from None
        engine = sa.create_engine(
            address,
            connect_args={"connect_timeout": 5, "keepalives_idle": 10},
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=5,
            max_overflow=settings.connections - 5,
            pool_timeout=settings.busy_timeout_s,
        )
        super().__init__(address.render_as_string(hide_password=True), engine)
        event.listen(engine, "connect", self._prepare)
        self._server = f"{address.host}:{address.port or 5432}"
        self._lock_timeout_ms = round(settings.busy_timeout_s * 1000)
        self._registration: sa.Connection | None = None  # holds the lock by which others see that this process lives
        self._registering = threading.Lock()

    def process_write_lock(self) -> AbstractContextManager[None]:
        """Writers wait in the server, where those of other processes do."""
        return nullcontext()

    def acquire_write_lock(self, connection: sa.Connection) -> None:
        """Wait for the writers before; the lock goes with the transaction, however it ends."""
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITE_LOCK)))

    @contextmanager
    def lock(self, name: str) -> Generator[None]:
        """Hold an advisory lock on a connection of its own; it goes with the process, however that ends."""
        key = _lock_key(name)
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.select(sa.func.pg_advisory_lock(key)))
            try:
                yield
            finally:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))

    def register_process(self, process_id: str) -> None:
        """Hold a shared advisory lock, taken again when the server was away: it goes with the process."""
        with self._registering:
            if self._registration is not None:
                try:
                    self._registration.exec_driver_sql("SELECT 1")
                except exc.DatabaseError:  # the server was away, and the lock is gone
                    self._unregister_process()
            if self._registration is None:
                self._registration = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                self._registration.execute(sa.select(sa.func.pg_advisory_lock_shared(_lock_key(process_id))))

    def process_has_ended(self, connection: sa.Connection, process_id: str) -> bool:
        """Whether nobody holds the lock of this process any more."""
        return connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_lock_key(process_id)))).scalar_one()

    def check(self, connection: sa.Connection) -> list[str]:
        """What would make answers differ from those on SQLite; damage is for PostgreSQL's own tools to find."""
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        return [] if encoding == "UTF8" else [f"the database has the encoding {encoding}, not UTF8"]

    def close(self) -> None:
        """Close every connection."""
        with self._registering:
            self._unregister_process()
        super().close()

    def overwrite_removed(self) -> None:
        """The server does so by itself, when it vacuums."""

    def service_error(self, error: exc.DatabaseError) -> ServiceError | None:
        """The error in our words; None for one that only a programmer can mend."""
        state = getattr(error.orig, "sqlstate", None) or ""
        if known := self._error_of_state(state, error):
            return known
        if not state and (refused := self._refusal(error)):
            return refused
        if isinstance(error, exc.OperationalError) or error.connection_invalidated or state[:2] in {"08", "57"}:
            return StoreAway(f"PostgreSQL at {self._server} cannot be reached ({_first_line(error)}); try again.")
        return None

    def _error_of_state(self, state: str, error: exc.DatabaseError) -> ServiceError | None:
        if state in _BUSY:
            return another_writer()
        if state == _DISK_FULL:
            return DiskFull(f"The disk of the database at {self._server} is full; make room and try again.")
        if state == _READ_ONLY:
            return Unavailable(f"PostgreSQL at {self._server} takes no writes ({_first_line(error)}).")
        if state in _LACKING:
            return StoreBroken(f"{self.name} lacks a part of it ({_first_line(error)}); restore it from a backup.")
        return None

    def _refusal(self, error: exc.DatabaseError) -> BadInput | None:
        """What the driver did not even send, or the server did not let in."""
        if any(sign in str(error.orig) for sign in _REFUSALS):
            return BadInput.at(STORE_URL, f"PostgreSQL at {self._server} refuses: {_first_line(error)}")
        if isinstance(error, exc.DataError) and "NUL" in str(error.orig):
            return BadInput("A name or a text has the character NUL, which PostgreSQL does not keep.")
        if isinstance(error, exc.ProgrammingError):
            return BadInput.at(STORE_URL, f"cannot be used: {_first_line(error)}")
        return None

    def _prepare(self, connection: Any, _record: object) -> None:  # noqa: ANN401  # psycopg's own
        # Times come back in the zone of the session; a writer that hangs must not hold the lock for ever.
        for name, value in (
            ("TimeZone", "UTC"),
            ("lock_timeout", f"{self._lock_timeout_ms}ms"),
            ("idle_in_transaction_session_timeout", "60s"),
        ):
            connection.execute(f"SET {name} = '{value}'")
        connection.commit()

    def _unregister_process(self) -> None:
        registration, self._registration = self._registration, None
        if registration is not None:
            registration.invalidate()  # or else the lock would go back into the pool with its connection
            registration.close()


def _lock_key(name: str) -> int:
    return zlib.crc32(name.encode())


def _first_line(error: exc.DatabaseError) -> str:
    """The driver's first line that says something; it names host, user and database, never the password."""
    lines = [line.strip() for line in str(error.orig).splitlines() if line.strip()]
    return lines[0] if lines else type(error.orig).__name__
