"""The marker: any change of a closed folder makes it unsafe, and so does a death at the opening."""

from collections.abc import Callable
from pathlib import Path

import pytest

from service.storage.local.shutdown_marker import ShutdownMarker


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    (folder / "inner").mkdir(parents=True)
    (folder / "one").write_bytes(b"one" * 1_000)
    (folder / "inner" / "two").write_bytes(b"two")
    return folder


def test_a_folder_that_nobody_changed_is_whole(folder: Path):
    ShutdownMarker(folder).mark_closed()
    assert not ShutdownMarker(folder).is_unsafe()


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "one").write_bytes(b"one" * 999 + b"onf"),
        lambda folder: (folder / "one").write_bytes(b""),
        lambda folder: (folder / "one").unlink(),
        lambda folder: (folder / "three").touch(),
        lambda folder: (folder / "one").rename(folder / "inner" / "one"),
        lambda folder: folder.rename(folder.with_name("elsewhere")),
    ],
    ids=["one byte", "emptied", "deleted", "added", "moved", "all gone"],
)
def test_any_change_breaks_it(folder: Path, change: Callable[[Path], object]):
    ShutdownMarker(folder).mark_closed()
    change(folder)
    assert ShutdownMarker(folder).is_unsafe()


def test_a_death_while_opening_breaks_it_and_one_while_open_does_not(folder: Path):
    marker = ShutdownMarker(folder)
    marker.mark_opening()
    assert ShutdownMarker(folder).is_unsafe()
    marker.mark_open()
    assert not ShutdownMarker(folder).is_unsafe()


def test_without_a_note_there_is_nothing_to_break(folder: Path):
    assert not ShutdownMarker(folder).is_unsafe()


def test_a_note_that_cannot_be_written_leaves_none(folder: Path, tmp_path: Path):
    (tmp_path / "files.seal").symlink_to(tmp_path / "no-such-folder" / "note")
    ShutdownMarker(folder).mark_closed()
    assert not (tmp_path / "files.seal").is_symlink()
    assert not ShutdownMarker(folder).is_unsafe()
