"""The SQL database: tables, transactions, migrations; a SQLite file, or PostgreSQL."""

import shutil
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_delay, wait_exponential_jitter

from service.errors import DiskFull, ServiceError, StoreAway, StoreBroken, StoreBusy
from service.observability import log
from service.settings import StoreSettings
from service.storage.sql.engines import Engine, PostgresEngine, SqliteEngine, translated

metadata = sa.MetaData()

# By code point, as SQLite and Python sort, whatever the language of the database.
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

papers = sa.Table(
    "papers",
    metadata,
    sa.Column("id", _TEXT, primary_key=True),
    sa.Column("title", _TEXT, nullable=False),
    sa.Column("abstract", _TEXT, nullable=False),
    sa.Column("raw_title", _TEXT, nullable=False),
    sa.Column("raw_abstract", _TEXT, nullable=False),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("published", sa.Date),
    sa.Column("categories", sa.JSON, nullable=False),
    sa.Column("url", _TEXT),
    sa.Column("external_ids", sa.JSON, nullable=False),
    sa.Column("source", sa.JSON, nullable=False),
    sa.Column("text_hash", _TEXT, nullable=False),
    sa.Column("record_hash", _TEXT, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
)

vectors = sa.Table(
    "vectors",
    metadata,
    sa.Column("paper_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("model", _TEXT, primary_key=True),
    sa.Column("text_hash", _TEXT, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
    sa.Column("indexed", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
    sa.Index("vectors_by_version", "version"),
    sa.Index(
        "vectors_unindexed",
        "model",
        "paper_id",
        sqlite_where=sa.text("NOT indexed"),
        postgresql_where=sa.text("NOT indexed"),
    ),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("user", _TEXT, primary_key=True),
    sa.Column("paper_id", _TEXT, primary_key=True),
    sa.Column("kind", _TEXT, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("weight", sa.Float, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("feedback_by_version", "version"),
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("key", _TEXT, primary_key=True),
    sa.Column("paper_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), nullable=False),
    sa.Column("kind", _TEXT, nullable=False),
    sa.Column("variant", _TEXT, nullable=False),
    sa.Column("source_hash", _TEXT, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("answers_by_paper", "paper_id", "kind", "variant", "created_at"),
)

spending = sa.Table(
    "spending",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("model", _TEXT, nullable=False),
    sa.Column("user", _TEXT),
    sa.Column("day", _TEXT, nullable=False),
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
    sa.Column("user", _TEXT, primary_key=True),  # "" stands for all users
    sa.Column("day", _TEXT, primary_key=True),  # "" stands for all days
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
    sa.Column("name", _TEXT, primary_key=True),
    sa.Column("value", _TEXT, nullable=False),
)

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", _TEXT, primary_key=True),
    sa.Column("kind", _TEXT, nullable=False),
    sa.Column("request", sa.JSON, nullable=False),
    sa.Column("status", _TEXT, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("error", _TEXT),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True)),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Index("jobs_by_status", "status"),
)

job_items = sa.Table(
    "job_items",
    metadata,
    sa.Column("job_id", _TEXT, sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("paper_id", _TEXT, nullable=False),
    sa.Column("status", _TEXT, nullable=False),
    sa.Column("body", sa.LargeBinary),  # what to do, then what came of it
    sa.Column("tokens_in", sa.BigInteger, nullable=False),
    sa.Column("tokens_out", sa.BigInteger, nullable=False),
    sa.Column("nano", sa.BigInteger, nullable=False),
    sa.Index("job_items_by_status", "job_id", "status", "place"),
)

workers = sa.Table(
    "workers",
    metadata,
    sa.Column("id", _TEXT, primary_key=True),
    sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
)

replies = sa.Table(
    "replies",
    metadata,
    sa.Column("key", _TEXT, primary_key=True),
    sa.Column("fingerprint", _TEXT, nullable=False),
    sa.Column("owner", _TEXT, nullable=False),
    sa.Column("user", _TEXT),  # of whom the answer tells
    sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("status", sa.Integer),  # null: the request is still under way
    sa.Column("headers", sa.JSON(none_as_null=True)),
    sa.Column("body", sa.LargeBinary),
)


class Database:
    """Many readers, one writer at a time, in whatever process."""

    def __init__(self, path: Path, settings: StoreSettings) -> None:
        """The database that `settings.url` names, or else the SQLite file at `path`."""
        self.path = path
        self._settings = settings
        self._floor = settings.min_free_mb * 1024 * 1024
        url = settings.url and settings.url.get_secret_value()
        self._dialect: Engine = PostgresEngine(url, settings) if url else SqliteEngine(path, settings)
        self._engine = self._dialect.engine
        self.name = self._dialect.name
        self._turns: dict[str, threading.Lock] = {}

    @contextmanager
    def read(self) -> Generator[sa.Connection]:
        """A transaction that sees one consistent state and never waits for a writer."""
        with (
            translated(self._dialect),
            self._engine.connect().execution_options(**self._dialect.reading) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def write(self) -> Generator[sa.Connection]:
        """A transaction that holds the write lock from its first statement; its commit is the acknowledgement.

        Raises DiskFull below the free-disk floor, StoreBusy when another writer does not finish in time, StoreAway
        when the server cannot be reached.
        """
        self.require_disk()
        with (
            translated(self._dialect),
            self._dialect.write_queue(),
            self._engine.connect().execution_options(**self._dialect.writing) as connection,
            connection.begin(),
        ):
            self._dialect.lock_for_writing(connection)
            yield connection

    @contextmanager
    def exclusive(self, name: str) -> Generator[None]:
        """Work that nobody else does meanwhile, in this process or in another one over the same database.

        Raises StoreBusy when another process does it for longer than the busy timeout.
        """
        with self._turns.setdefault(name, threading.Lock()), translated(self._dialect), self._dialect.exclusive(name):
            yield

    def announce(self, name: str) -> None:
        """Let other processes over the same database see, by `has_ended`, whether the one that has this name lives."""
        with translated(self._dialect):
            self._dialect.announce(name)

    def has_ended(self, connection: sa.Connection, name: str) -> bool:
        """Whether another process, that showed itself under this name, has ended."""
        return self._dialect.has_ended(connection, name)

    def start(self) -> None:
        """Migrate, waiting for a server that is not up yet; raises StoreAway when it does not come in time."""
        trying = Retrying(
            retry=retry_if_exception_type((StoreAway, StoreBusy))
            if self._settings.url
            else retry_if_exception_type(()),
            stop=stop_after_delay(self._settings.start_s),
            wait=wait_exponential_jitter(multiplier=0.5, max=5, jitter=0.5),
            before_sleep=_waiting,
            reraise=True,
        )
        trying(self.migrate)

    def migrate(self) -> None:
        """Bring the schema to the newest revision; raises StoreBroken for one that this version does not know."""
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
        with self.write() as connection:
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise StoreBroken(f"{self.name} was written by another version of Paperlark ({error}).") from error

    def check(self) -> list[str]:
        """What is wrong with the database as far as it can tell; empty when it is sound."""
        with self.read() as connection:
            return self._dialect.check(connection)

    def require_disk(self) -> None:
        """Raise DiskFull when our own disk has less room than the floor."""
        if self._settings.url:
            return
        free = shutil.disk_usage(self.path.parent).free
        if free < self._floor:
            raise DiskFull(
                f"Only {free // 2**20} MB are free on the disk of {self.path.parent}, below the floor of "
                f"{self._floor // 2**20} MB; make room and try again."
            )

    def close(self) -> None:
        """Close every connection."""
        self._dialect.close()


def _waiting(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    log.warning("waiting_for_the_database", reason=error.detail if isinstance(error, ServiceError) else str(error))
