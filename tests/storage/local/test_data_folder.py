"""The data folder: one owner at a time, who is named to everybody else, and says where it serves."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.errors import BadInput, DataFolderLocked, StoreBroken
from service.storage.local.data_folder import DataFolder, announced, require_database, serving_url
from tests.corpora import NOW


def test_a_folder_is_made_with_its_parents(tmp_path: Path):
    folder = DataFolder(tmp_path / "a" / "b", NOW)
    assert folder.database.parent == folder.index.parent == tmp_path / "a" / "b"
    assert folder.path.is_dir()
    folder.release()


def test_the_second_owner_is_refused_and_told_who_is_the_first(tmp_path: Path):
    first = DataFolder(tmp_path, NOW)
    with pytest.raises(DataFolderLocked) as caught:
        DataFolder(tmp_path, NOW)
    assert f"process {os.getpid()} on " in caught.value.detail
    assert "since 2026-03-01T12:00:00+00:00" in caught.value.detail
    assert str(tmp_path) in caught.value.detail
    assert "\n" not in caught.value.detail
    first.release()


def test_a_refused_owner_does_not_take_the_lock_away(tmp_path: Path):
    first = DataFolder(tmp_path, NOW)
    for _ in range(3):
        with pytest.raises(DataFolderLocked, match=f"process {os.getpid()}"):
            DataFolder(tmp_path, NOW)
    first.release()


def test_a_released_folder_can_be_taken_again(tmp_path: Path):
    DataFolder(tmp_path, NOW).release()
    DataFolder(tmp_path, NOW).release()
    assert (tmp_path / "lock").read_text() == ""


@pytest.mark.parametrize("left", ["", "not json", "[]", '{"pid": 1}', '{"pid": 99999, "host": "gone"}' * 9])
def test_what_a_dead_owner_left_in_the_lock_file_is_no_hindrance(tmp_path: Path, left: str):
    (tmp_path / "lock").write_text(left)
    folder = DataFolder(tmp_path, NOW)
    assert str(os.getpid()) in (tmp_path / "lock").read_text()
    folder.release()


@pytest.mark.parametrize("content", ["", "[]", "{}", "\0\0"])
def test_an_owner_whose_name_cannot_be_read_still_holds_the_folder(tmp_path: Path, content: str):
    folder = DataFolder(tmp_path, NOW)
    (tmp_path / "lock").write_text(content)
    with pytest.raises(DataFolderLocked, match="in use by another process"):
        DataFolder(tmp_path, NOW)
    folder.release()


def test_a_file_in_the_place_of_the_folder_is_the_callers_mistake(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match=r"data folder .*file cannot be written .*; name another one\."):
        DataFolder(tmp_path / "file", NOW)


@pytest.mark.parametrize("left", ["chroma", "jobs.db", "paperlark.db-wal"])
@pytest.mark.parametrize("database", [None, b""], ids=["gone", "empty"])
def test_a_database_is_missed_by_whatever_was_beside_it(tmp_path: Path, left: str, database: bytes | None):
    (tmp_path / left).write_bytes(b"written last")
    if database is not None:
        (tmp_path / "paperlark.db").write_bytes(database)
    with pytest.raises(StoreBroken, match=f"is missing or empty, but {left} beside it say that it was in use"):
        require_database(tmp_path)
    (tmp_path / "paperlark.db").write_bytes(b"there")
    require_database(tmp_path)


def test_a_folder_without_anything_misses_nothing(tmp_path: Path):
    (tmp_path / "paperlark.db-wal").write_bytes(b"")
    require_database(tmp_path)
    require_database(tmp_path / "nowhere")


URL = "http://127.0.0.1:8000"


def test_where_the_owner_serves_is_told_as_long_as_it_does(tmp_path: Path):
    folder = DataFolder(tmp_path, NOW)
    before = (tmp_path / "lock").read_text()
    assert serving_url(tmp_path) is None
    with announced(tmp_path, URL):
        assert serving_url(tmp_path) == URL
        with pytest.raises(DataFolderLocked, match=f"process {os.getpid()} on .* this command needs it for itself"):
            DataFolder(tmp_path, NOW)
    assert serving_url(tmp_path) is None
    assert (tmp_path / "lock").read_text() == before
    folder.release()


def test_asking_where_a_folder_is_served_takes_nothing_from_its_owner_and_makes_none(tmp_path: Path):
    assert serving_url(tmp_path / "nowhere") is None
    assert not (tmp_path / "nowhere").exists()
    with announced_folder(tmp_path):
        for _ in range(3):
            serving_url(tmp_path)
        with pytest.raises(DataFolderLocked):
            DataFolder(tmp_path, NOW)


@contextmanager
def announced_folder(path: Path) -> Iterator[None]:
    folder = DataFolder(path, NOW)
    with announced(path, URL):
        yield
    folder.release()


def test_what_a_killed_server_left_is_no_address(tmp_path: Path):
    code = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from service.storage.local import DataFolder, announced
folder = DataFolder(Path({str(tmp_path)!r}), datetime.now(UTC))
with announced(folder.path, {URL!r}):
    print("there", flush=True)
    sys.stdin.read()
"""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, text=True) as server:
        assert server.stdout
        assert server.stdout.readline() == "there\n"
        assert serving_url(tmp_path) == URL
        server.send_signal(signal.SIGKILL)
        server.wait()
    assert URL in (tmp_path / "lock").read_text()
    assert serving_url(tmp_path) is None
    DataFolder(tmp_path, NOW).release()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"url": ', '{"url": null}', "\0\0"])
def test_a_note_without_an_address_has_none(tmp_path: Path, content: str):
    folder = DataFolder(tmp_path, NOW)
    (tmp_path / "lock").write_text(content)
    assert serving_url(tmp_path) is None
    folder.release()
