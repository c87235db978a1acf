"""The SQL database: migrations that can be repeated, transactions that hold, and faults in one sentence."""

import gc
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.schema import CreateTable

from service.errors import DiskFull, StoreAway, StoreBroken, StoreBusy
from service.settings import StoreSettings
from service.storage.sql.database import Database
from service.storage.sql.tables import metadata, state
from tests.stores import InFolders

FILE = "paperlark.db"


def opened(folder: Path, **store: float) -> Database:
    return Database(folder / FILE, StoreSettings(**{"min_free_mb": 0, **store}))


def remember(database: Database, name: str, value: str = "1") -> None:
    with database.write() as connection:
        connection.execute(sa.insert(state).values(name=name, value=value))


def remembered(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.scalars(sa.select(state.c.name).order_by(state.c.name)))


def dump(database: Database) -> dict[str, list[object]]:
    """The schema and every row."""
    with database.read() as connection:
        schema = sa.MetaData()
        schema.reflect(connection)
        tables = schema.sorted_tables
        return {str(CreateTable(table)): connection.execute(table.select()).all() for table in tables}


@pytest.fixture
def database(stores: InFolders, tmp_path: Path) -> Iterator[Database]:
    with stores.opened(tmp_path, busy_timeout_s=0.05, connections=100) as database:
        yield database


def test_the_migrations_build_the_tables_that_the_code_declares(database: Database):
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_again_changes_nothing(stores: InFolders, tmp_path: Path, database: Database):
    remember(database, "kept")
    before = dump(database)
    database.migrate()
    database.close()
    again = stores.database(tmp_path)
    again.migrate()
    assert dump(again) == before
    again.close()
    assert "kept" in repr(before)


def test_a_database_of_a_later_version_is_refused_and_left_as_it_is(database: Database):
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = dump(database)
    with pytest.raises(
        StoreBroken, match=r" was written by another version of Paperlark, a newer one .*9999"
    ) as caught:
        database.migrate()
    assert caught.value.detail.startswith(database.name)
    assert dump(database) == before


@pytest.mark.embedded("damages the files of SQLite")
@pytest.mark.parametrize("content", [b"not a database " * 1_000, b"\0" * 8_192, b"SQLite format 3\0" + b"\xff" * 8_192])
def test_garbage_is_refused_in_one_sentence_that_names_the_file(tmp_path: Path, content: bytes):
    (tmp_path / FILE).write_bytes(content)
    database = opened(tmp_path)
    with pytest.raises(StoreBroken) as caught:
        database.migrate()
    database.close()
    assert str(tmp_path / FILE) in caught.value.detail
    assert "\n" not in caught.value.detail
    assert (tmp_path / FILE).read_bytes() == content


@pytest.mark.embedded("damages the files of SQLite")
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_database_that_was_cut_is_refused(tmp_path: Path, database: Database, share: float):
    for number in range(50):
        remember(database, f"{number}", "x" * 1_000)
    database.close()
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    with pytest.raises(StoreBroken, match=FILE):
        opened(tmp_path).migrate()


@pytest.mark.embedded("damages the files of SQLite")
def test_a_smashed_page_is_found_by_the_check(tmp_path: Path, database: Database):
    for number in range(200):
        remember(database, f"{number:04}", "x" * 1_000)
    assert database.check() == []
    database.close()
    file = tmp_path / FILE
    content = bytearray(file.read_bytes())
    middle = len(content) // 2 // 4_096 * 4_096
    content[middle : middle + 4_096] = b"\xa5" * 4_096
    file.write_bytes(content)
    smashed = opened(tmp_path)
    try:
        found = smashed.check()
    except StoreBroken as error:
        found = [error.detail]
    smashed.close()
    assert found


@pytest.mark.embedded("damages the files of SQLite")
def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path):
    (tmp_path / FILE).mkdir()
    with pytest.raises(StoreBroken, match=FILE):
        opened(tmp_path).migrate()


@pytest.mark.embedded("a server's disk is its own business")
def test_below_the_floor_of_free_disk_writes_are_refused_and_reads_go_on(tmp_path: Path, database: Database):
    remember(database, "before")
    full = opened(tmp_path, min_free_mb=10**9)
    with pytest.raises(DiskFull, match=r"MB are free on the disk of .*, below the floor of 1000000000 MB"):
        remember(full, "after")
    assert remembered(full) == ["before"]
    full.close()


def test_a_write_that_fails_half_way_leaves_nothing(database: Database):
    def half_way() -> None:
        with database.write() as connection:
            connection.execute(sa.insert(state).values(name="half", value="1"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    assert remembered(database) == []


def test_a_second_writer_is_told_to_try_again(database: Database):
    with database.write(), pytest.raises(StoreBusy) as caught:
        remember(database, "second")
    assert caught.value.retry_after == 1
    remember(database, "second")
    assert remembered(database) == ["second"]


def test_a_writer_of_another_process_is_told_to_try_again(stores: InFolders, tmp_path: Path, database: Database):
    # Another object over the same database is to it what another process is.
    other = stores.database(tmp_path, busy_timeout_s=0.05)
    with closing(other), database.write(), pytest.raises(StoreBusy):
        remember(other, "second")
    assert remembered(database) == []


def test_a_reader_does_not_wait_for_a_writer_and_sees_what_was_before(database: Database):
    remember(database, "old")
    with database.write() as connection:
        connection.execute(sa.insert(state).values(name="new", value="1"))
        assert remembered(database) == ["old"]
    assert remembered(database) == ["new", "old"]


def test_a_reader_keeps_seeing_one_moment(database: Database):
    with database.read() as connection:
        before = connection.scalar(sa.select(sa.func.count()).select_from(state))
        remember(database, "meanwhile")
        assert connection.scalar(sa.select(sa.func.count()).select_from(state)) == before


@pytest.mark.embedded("looks into the log of a data folder")
def test_what_a_reader_keeps_in_the_log_is_overwritten_once_it_has_ended(database: Database, tmp_path: Path):
    log = tmp_path / f"{FILE}-wal"
    remember(database, "secret-ann")
    database.overwrite_removed()
    remember(database, "secret-bob")
    with database.read() as connection:
        connection.execute(sa.select(state.c.name)).all()
        database.overwrite_removed()
        assert b"secret-bob" in log.read_bytes()
        remember(database, "others write on")
    database.overwrite_put_off()
    assert log.read_bytes() == b""
    remember(database, "secret-eve")
    database.overwrite_put_off()  # there is nothing to do
    assert b"secret-eve" in log.read_bytes()


@pytest.mark.embedded("looks into the log of a data folder")
def test_what_a_killed_process_left_in_the_log_is_overwritten_by_the_next(database: Database, tmp_path: Path):
    remember(database, "secret")
    other = opened(tmp_path)
    other.overwrite_put_off()
    other.close()
    assert (tmp_path / f"{FILE}-wal").read_bytes() == b""


def test_more_readers_than_the_pool_keeps_do_not_block_each_other(database: Database):
    together = threading.Barrier(30)
    seen: list[list[str]] = []

    def read() -> None:
        with database.read():
            together.wait(20)
            seen.append(remembered(database))

    threads = [threading.Thread(target=read) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [[]] * 30


def test_who_is_in_a_database_that_is_closed_may_finish_and_who_comes_later_is_refused(
    stores: InFolders, tmp_path: Path, database: Database
):
    with database.write() as connection:
        connection.execute(sa.insert(state).values(name="late", value="1"))
        database.close()
    with pytest.raises(StoreAway, match="was closed"), database.read():
        pass
    gc.collect()  # a connection that nobody closed would say so here
    again = stores.database(tmp_path)
    assert remembered(again) == ["late"]
    again.close()
