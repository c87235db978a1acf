"""The SQL database: tables, transactions, migrations. SQLite in WAL mode."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import event, exc

from service.errors import DiskFull, StoreBroken, StoreBusy
from service.settings import StoreSettings

metadata = sa.MetaData()

papers = sa.Table(
    "papers",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("abstract", sa.Text, nullable=False),
    sa.Column("raw_title", sa.Text, nullable=False),
    sa.Column("raw_abstract", sa.Text, nullable=False),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("published", sa.Date),
    sa.Column("categories", sa.JSON, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("external_ids", sa.JSON, nullable=False),
    sa.Column("source", sa.JSON, nullable=False),
    sa.Column("text_hash", sa.Text, nullable=False),
    sa.Column("record_hash", sa.Text, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
)

vectors = sa.Table(
    "vectors",
    metadata,
    sa.Column("paper_id", sa.Text, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("model", sa.Text, primary_key=True),
    sa.Column("text_hash", sa.Text, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
    sa.Column("indexed", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
    sa.Index("vectors_by_version", "version"),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("user", sa.Text, primary_key=True),
    sa.Column("paper_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("weight", sa.Float, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("feedback_by_version", "version"),
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("paper_id", sa.Text, sa.ForeignKey("papers.id", ondelete="CASCADE"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("variant", sa.Text, nullable=False),
    sa.Column("source_hash", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("answers_by_paper", "paper_id", "kind", "variant", "created_at"),
)

spending = sa.Table(
    "spending",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("user", sa.Text),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("settled_at", sa.DateTime(timezone=True)),  # null: the call is open, and `nano` is its ceiling
    sa.Column("nano", sa.BigInteger, nullable=False),
    sa.Column("tokens_in", sa.BigInteger, nullable=False),
    sa.Column("tokens_out", sa.BigInteger, nullable=False),
    sa.Index("spending_by_user", "user"),
)

spending_totals = sa.Table(
    "spending_totals",
    metadata,
    sa.Column("user", sa.Text, primary_key=True),  # "" stands for all users
    sa.Column("day", sa.Text, primary_key=True),  # "" stands for all days
    sa.Column("nano", sa.BigInteger, nullable=False),
    sa.Column("open_nano", sa.BigInteger, nullable=False),
    sa.Column("open_calls", sa.BigInteger, nullable=False),
    sa.Column("calls", sa.BigInteger, nullable=False),
    sa.Column("tokens_in", sa.BigInteger, nullable=False),
    sa.Column("tokens_out", sa.BigInteger, nullable=False),
)

state = sa.Table(
    "state",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("request", sa.JSON, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("error", sa.Text),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True)),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Index("jobs_by_status", "status"),
)

job_items = sa.Table(
    "job_items",
    metadata,
    sa.Column("job_id", sa.Text, sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("paper_id", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary),  # what to do, then what came of it
    sa.Column("tokens_in", sa.BigInteger, nullable=False),
    sa.Column("tokens_out", sa.BigInteger, nullable=False),
    sa.Column("nano", sa.BigInteger, nullable=False),
    sa.Index("job_items_by_status", "job_id", "status", "place"),
)

workers = sa.Table(
    "workers",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
)

replies = sa.Table(
    "replies",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("status", sa.Integer),  # null: the request is still under way
    sa.Column("headers", sa.JSON),
    sa.Column("body", sa.LargeBinary),
)


class Database:
    """One SQLite file; many readers, one writer at a time."""

    def __init__(self, path: Path, settings: StoreSettings) -> None:
        self.path = path
        self._floor = settings.min_free_mb * 1024 * 1024
        self._engine = sa.create_engine(
            f"sqlite:///{path}",
            connect_args={"timeout": settings.busy_timeout_s},
            max_overflow=-1,  # the web server bounds its threads; a second bound here could only deadlock
        )
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)

    @contextmanager
    def read(self) -> Generator[sa.Connection]:
        """A transaction that sees one consistent state and never waits for a writer."""
        with _translated(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Generator[sa.Connection]:
        """A transaction that holds the write lock from its first statement; its commit is the acknowledgement.

        Raises DiskFull below the free-disk floor and StoreBusy when another writer does not finish in time.
        """
        self.require_disk()
        with (
            _translated(self.path),
            self._engine.connect().execution_options(immediate=True) as connection,
            connection.begin(),
        ):
            yield connection

    def migrate(self) -> None:
        """Bring the schema to the newest revision; raises StoreBroken for one that this version does not know."""
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
        with self.write() as connection:
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise StoreBroken(f"{self.path} was written by another version of Paperlark ({error}).") from error

    def check(self) -> list[str]:
        """What SQLite's own quick_check finds wrong; empty when the file is sound."""
        with self.read() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
        return [str(line) for line in found if line != "ok"]

    def require_disk(self) -> None:
        """Raise DiskFull when the disk has less room than the floor."""
        free = shutil.disk_usage(self.path.parent).free
        if free < self._floor:
            raise DiskFull(
                f"Only {free // 2**20} MB are free on the disk of {self.path.parent}, below the floor of "
                f"{self._floor // 2**20} MB; make room and try again."
            )

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _prepare(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not by the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    # A deferred BEGIN that reads and then writes fails at once when another writer came in between.
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def _translated(path: Path) -> Generator[None]:
    try:
        yield
    except exc.DatabaseError as error:
        reason = str(error.orig)
        if "locked" in reason:
            raise StoreBusy("Another writer holds the database; try again.", retry_after=1) from error
        if "disk is full" in reason or "disk I/O" in reason:
            raise DiskFull(f"The disk of {path.parent} is full; make room and try again.") from error
        if any(fault in reason for fault in ("malformed", "not a database", "unable to open")):
            raise StoreBroken(
                f"{path} is damaged ({reason}); restore it from a backup or move it away to start afresh."
            ) from error
        raise
