"""What every kind of database must be able to do; SQLite and PostgreSQL each do it in their own way."""

from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.pool import ConnectionPoolEntry

from service.errors import ServiceError, StoreAway, StoreBusy


class Backend(ABC):
    """How one kind of database is opened, how its writers wait for each other, and what its errors mean."""

    read_options: ClassVar[Mapping[str, Any]] = {}  # with which a connection begins a transaction
    write_options: ClassVar[Mapping[str, Any]] = {}
    overwriting_put_off = False  # whether `overwrite_removed` has yet to be done

    def __init__(self, name: str, engine: sa.Engine) -> None:
        """`name` is shown to people, so it has no password."""
        self.name = name
        self.engine = engine

    @abstractmethod
    def process_write_lock(self) -> AbstractContextManager[None]:
        """Held while this process writes, before a connection is taken; raises StoreBusy after the busy timeout."""

    @abstractmethod
    def acquire_write_lock(self, connection: sa.Connection) -> None:
        """Wait for the writers of every process, at the beginning of a transaction; its end releases the lock."""

    @abstractmethod
    def lock(self, name: str) -> AbstractContextManager[None]:
        """A lock that one process at a time holds under this name, and that goes with it, however it ends."""

    @abstractmethod
    def register_process(self, process_id: str) -> None:
        """Let others see, under this id, that the process lives; that ends with it, however it ends."""

    @abstractmethod
    def process_has_ended(self, connection: sa.Connection, process_id: str) -> bool:
        """Whether another process, which registered under this id, has ended."""

    @abstractmethod
    def check(self, connection: sa.Connection) -> list[str]:
        """What is wrong with the database, one sentence each; empty when it is sound as far as can be told."""

    @abstractmethod
    def overwrite_removed(self) -> None:
        """Let nothing of removed rows stay in a file beside the database, as far as this process decides that."""

    @abstractmethod
    def service_error(self, error: exc.DatabaseError) -> ServiceError | None:
        """The error in our words; None for one that only a programmer can mend."""

    @contextmanager
    def translated_errors(self) -> Generator[None]:
        """Raise the database's errors in our words."""
        try:
            yield
        except exc.TimeoutError as error:
            raise StoreBusy("Every connection to the database is in use; try again.", retry_after=1) from error
        except exc.DatabaseError as error:
            if (ours := self.service_error(error)) is None:
                raise
            raise ours from error

    def close(self) -> None:
        """Close every connection.

        A thread that was left behind may finish its transaction, and begins none: nobody would close its connection.
        """
        event.listen(self.engine, "do_connect", _refuse_connection)
        event.listen(self.engine, "checkin", _close_connection)
        self.engine.dispose()


def another_writer() -> StoreBusy:
    """The error of who has waited for the write lock in vain."""
    return StoreBusy("Another writer holds the database; try again.", retry_after=1)


def _refuse_connection(*_: object) -> None:
    raise StoreAway("The database was closed.")


def _close_connection(_: object, record: ConnectionPoolEntry) -> None:
    record.invalidate()
