"""A file that can be made anew is moved out of the way when it is damaged, and never when it is sound."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from service.storage.sql import set_aside_if_damaged
from tests.faults.test_damage import emptied, halved, smashed


def zeroed(file: Path) -> None:
    file.write_bytes(b"\0" * 50_000)


def a_folder(file: Path) -> None:
    file.unlink()
    (file / "inside").mkdir(parents=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "jobs.db")) as connection:
        connection.executescript("PRAGMA journal_mode=WAL; CREATE TABLE steps (name TEXT PRIMARY KEY)")
        connection.executemany("INSERT INTO steps VALUES (?)", [(f"{number} " * 500,) for number in range(60)])
        connection.commit()
    return tmp_path / "jobs.db"


@pytest.mark.parametrize("damage", [halved, smashed, zeroed, a_folder], ids=lambda value: value.__name__)
def test_a_damaged_file_gets_another_name_and_so_does_the_next(file: Path, damage: Callable[[Path], None]):
    content = file.read_bytes()
    for aside in ("jobs.db.damaged", "jobs.db.damaged-2"):
        damage(file)
        set_aside_if_damaged(file)
        assert not file.exists()
        assert file.with_name(aside).exists()
        file.write_bytes(content)


def test_a_log_of_a_file_that_is_set_aside_goes_with_it(file: Path):
    file.with_name("jobs.db-wal").write_bytes(b"of the other one")
    zeroed(file)
    set_aside_if_damaged(file)
    assert [path.name for path in file.parent.iterdir()] == ["jobs.db.damaged"]


def test_a_sound_file_an_empty_one_and_none_stay_as_they_are(file: Path):
    content = file.read_bytes()
    set_aside_if_damaged(file)
    assert file.read_bytes() == content
    emptied(file)
    set_aside_if_damaged(file)
    assert file.read_bytes() == b""
    file.unlink()
    set_aside_if_damaged(file)
    assert list(file.parent.iterdir()) == []
