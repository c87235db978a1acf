"""A backup is of one moment, comes back whole or not at all, and is refused when it is not what it was."""

import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from service.errors import BadInput, DataFolderLocked, DiskFull, StoreBroken
from service.storage import FeedbackEvent, FeedbackKind
from service.storage.backup import Manifest, archive, files, make_backup, restore_backup
from service.storage.local import DATABASE_FILE, DataFolder
from service.storage.sql import Database, newest_revision, read_number, write_number
from tests.corpora import NOW, answers
from tests.faults.test_damage import emptied, halved, smashed
from tests.stores import InFolders

pytestmark = pytest.mark.embedded("backs up the file of a data folder")


def unseen(_done: int, _total: int) -> None:
    """No progress is shown."""


def backed_up(folder: Path, target: Path) -> Manifest:
    return make_backup(folder / DATABASE_FILE, target, NOW, unseen)


@pytest.fixture
def database(stores: InFolders, tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "data").mkdir()
    with stores.opened(tmp_path / "data") as database:
        yield database


@pytest.fixture
def backup(database: Database, tmp_path: Path) -> Path:  # noqa: ARG001  # it must be there
    backed_up(tmp_path / "data", tmp_path / "backup")
    return tmp_path / "backup"


def number(folder: Path, stores: InFolders, name: str) -> int:
    with stores.opened(folder) as database, database.read() as connection:
        return read_number(connection, name)


def test_a_restored_folder_answers_as_the_one_that_was_backed_up(
    small_folder: Path, tmp_path: Path, stores: InFolders, open_services
):
    with open_services(stores.copy(small_folder, tmp_path / "data")) as services:
        liked = FeedbackEvent(services.corpus.catalog.first_ids(1)[0], FeedbackKind.LIKE)
        services.corpus.feedback.record("ann", [liked], NOW)
        made = backed_up(tmp_path / "data", tmp_path / "backup")
        expected = answers(services)
    assert restore_backup(tmp_path / "backup", tmp_path / "restored", NOW, unseen) == made
    with open_services(tmp_path / "restored") as services:
        assert answers(services) == expected
        assert len(services.corpus.feedback.of_user("ann")) == 1
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0


def test_a_backup_is_of_one_moment_while_others_write(database: Database, tmp_path: Path, stores: InFolders):
    done = threading.Event()

    def count() -> None:
        for counted in range(100_000):
            with database.write() as connection:
                write_number(connection, "one", counted)
                write_number(connection, "other", counted)
            if done.is_set():
                return

    writer = threading.Thread(target=count)
    writer.start()
    try:
        for each in range(5):
            backed_up(tmp_path / "data", tmp_path / f"backup{each}")
    finally:
        done.set()
        writer.join()
    for each in range(5):
        folder = tmp_path / f"restored{each}"
        restore_backup(tmp_path / f"backup{each}", folder, NOW, unseen)
        assert number(folder, stores, "one") == number(folder, stores, "other")


def test_a_backup_made_during_a_migration_is_of_the_state_before(database: Database, tmp_path: Path, stores: InFolders):
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE papers RENAME TO half_way")
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        made = backed_up(tmp_path / "data", tmp_path / "backup")
    assert made.revision != "9999"
    restore_backup(tmp_path / "backup", tmp_path / "restored", NOW, unseen)
    with stores.opened(tmp_path / "restored") as restored, restored.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM papers").scalar() == 0


def one_byte_changed(file: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        entry = packed.getinfo("paperlark.db")
    content = bytearray(file.read_bytes())
    content[entry.header_offset + 30 + len(entry.filename)] ^= 0xFF  # the first behind its header; some say nothing
    file.write_bytes(content)


def text(file: Path) -> None:
    file.write_text("no backup")


def another_database(file: Path) -> None:
    repacked(file, lambda made: made, b"SQLite format 3\0" + b"\0" * 4_080)


def a_lie_about_its_size(file: Path) -> None:
    repacked(file, lambda made: made.model_copy(update={"size": 10}))


def no_manifest(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("paperlark.db", b"")


def repacked(file: Path, change: Callable[[Manifest], Manifest], database: bytes | None = None) -> None:
    made = archive.read_manifest(file)
    content = file.with_name("content")
    content.write_bytes(b"".join(archive.unpacked(file)) if database is None else database)
    archive.pack(file, change(made), content)


DAMAGES = [halved, emptied, smashed, one_byte_changed, text, another_database, a_lie_about_its_size, no_manifest]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda value: value.__name__)
def test_what_is_no_whole_backup_is_refused_and_leaves_nothing(backup: Path, damage: Callable[[Path], None]):
    damage(backup)
    folder = backup.parent / "restored"
    with pytest.raises(BadInput, match="no backup of Paperlark, or was cut short or changed") as caught:
        restore_backup(backup, folder, NOW, unseen)
    assert str(backup) in caught.value.detail
    assert not folder.exists() or [file.name for file in folder.iterdir()] == ["lock"]


@pytest.mark.parametrize("newer", [{"revision": "9998"}, {"format": 2}])
def test_a_backup_of_a_newer_schema_or_form_is_refused_by_the_version_that_made_it(
    backup: Path, newer: dict[str, object]
):
    repacked(backup, lambda made: made.model_copy(update=newer | {"version": "7.1"}))
    with pytest.raises(BadInput, match=r"made by Paperlark 7\.1.*install that version, or a later one"):
        restore_backup(backup, backup.parent / "restored", NOW, unseen)


def test_a_folder_that_is_not_empty_or_in_use_is_left_as_it_is(backup: Path):
    folder = backup.parent / "restored"
    folder.mkdir()
    (folder / DATABASE_FILE).write_text("mine")
    with pytest.raises(BadInput, match=r"is not empty \(paperlark\.db\); restore into an empty --data-dir"):
        restore_backup(backup, folder, NOW, unseen)
    assert (folder / DATABASE_FILE).read_text() == "mine"
    (folder / DATABASE_FILE).unlink()
    owner = DataFolder(folder, NOW)
    with pytest.raises(DataFolderLocked):
        restore_backup(backup, folder, NOW, unseen)
    owner.release()


def test_too_little_room_is_told_before_anything_is_written(backup: Path):
    repacked(backup, lambda made: made.model_copy(update={"size": 2**60}))
    with pytest.raises(DiskFull, match="too little room"):
        restore_backup(backup, backup.parent / "restored", NOW, unseen)
    assert [file.name for file in (backup.parent / "restored").iterdir()] == ["lock"]


def test_a_backup_does_not_fill_the_disk_that_others_write_to(database: Database, tmp_path: Path):
    with pytest.raises(DiskFull, match="too little room"):
        make_backup(database.path, tmp_path / "backup", NOW, unseen, min_free_mb=2**40)
    assert [file.name for file in tmp_path.iterdir()] == ["data"]


def test_a_backup_is_never_written_over_and_needs_an_installation_and_a_folder(backup: Path):
    data, elsewhere = backup.parent / "data", backup.parent / "elsewhere"
    with pytest.raises(BadInput, match="exists; name another file"):
        backed_up(data, backup)
    with pytest.raises(BadInput, match="There is no installation in"):
        backed_up(elsewhere, backup.parent / "new")
    with pytest.raises(BadInput, match="cannot be written"):
        backed_up(data, elsewhere / "new")
    elsewhere.mkdir()
    (elsewhere / DATABASE_FILE).write_bytes(b"")
    with pytest.raises(BadInput, match="holds no installation"):
        backed_up(elsewhere, backup.parent / "new")
    assert not [file for file in backup.parent.iterdir() if file.name.startswith(".") or file.name == "new"]
    assert files.revision_in(data / DATABASE_FILE) == newest_revision()


def test_a_database_that_cannot_be_read_is_not_called_damaged(database: Database, tmp_path: Path):
    database.close()
    (tmp_path / "data" / f"{DATABASE_FILE}-wal").mkdir()  # in the way of what whoever reads opens
    with pytest.raises(BadInput, match=r"cannot be read by this user \(unable to open .*as the user of the service"):
        backed_up(tmp_path / "data", tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_a_damaged_database_is_not_backed_up(database: Database, tmp_path: Path):
    with database.write() as connection:
        for each in range(300):
            write_number(connection, f"{each} " * 300, each)
    database.close()
    smashed(tmp_path / "data" / DATABASE_FILE)
    with pytest.raises(StoreBroken, match="a backup of it would be, too"):
        backed_up(tmp_path / "data", tmp_path / "backup")
    assert not (tmp_path / "backup").exists()
