"""Arrays come back from their files as they were written, or not at all."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from service.storage.local import MappedArrays

ARRAYS = {
    "vectors": np.random.default_rng(0).normal(size=(300, 8)).astype(np.float32),
    "counts": np.arange(70, dtype=np.int32),
    "flags": np.array([True, False, True]),
    "names": np.frombuffer("owls\nbées\n".encode(), dtype=np.uint8),
    "nothing": np.empty((0, 8), dtype=np.float32),
}


def arrays_in(folder: Path, form: str = "1", min_free_mb: int = 0) -> MappedArrays:
    return MappedArrays(folder, form, min_free_mb)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    with arrays_in(tmp_path).lock():
        arrays_in(tmp_path).write("one", ARRAYS)
    return tmp_path


def sets_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.is_dir())


def test_arrays_come_back_as_they_were(written: Path):
    found = arrays_in(written).read("one")
    assert found.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        rows = found[name].rows
        assert (rows.shape, rows.dtype, rows.tobytes()) == (array.shape, array.dtype, array.tobytes())


def test_what_is_appended_is_copied_nowhere_and_stays_in_the_process(written: Path):
    mine, theirs = (arrays_in(written).read("one")["vectors"] for _ in range(2))
    grown = mine.appended(np.ones((70, 8), dtype=np.float32))
    assert np.shares_memory(grown.rows, mine.rows)
    assert grown.rows[300:].min() == 1
    again = theirs.appended(np.zeros((70, 8), dtype=np.float32))
    assert not again.rows[300:].any()
    assert arrays_in(written).read("one")["vectors"].rows.tobytes() == ARRAYS["vectors"].tobytes()


def test_room_takes_none_of_the_disk(tmp_path: Path):
    arrays_in(tmp_path).folder.mkdir(exist_ok=True)
    arrays_in(tmp_path).write("one", {"large": np.ones((1_000, 1_024), dtype=np.float32)})
    facts = (tmp_path / "one" / "large.npy").stat()
    assert facts.st_size > 1_250 * 4_096
    assert facts.st_blocks * 512 < 1_010 * 4_096


def cut_short(folder: Path) -> None:
    os.truncate(folder / "vectors.npy", 5_000)


def cut_room(folder: Path) -> None:
    os.truncate(folder / "vectors.npy", 128 + ARRAYS["vectors"].nbytes)


def changed(folder: Path) -> None:
    with (folder / "counts.npy").open("r+b") as file:
        file.seek(200)
        file.write(b"\xa5")


def other_type(folder: Path) -> None:
    content = (folder / "counts.npy").read_bytes()
    (folder / "counts.npy").write_bytes(content.replace(b"<i4", b"<u4", 1))


def missing(folder: Path) -> None:
    (folder / "flags.npy").unlink()


def without_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def half_a_manifest(folder: Path) -> None:
    content = (folder / "manifest.json").read_bytes()
    (folder / "manifest.json").write_bytes(content[: len(content) // 2])


def other_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text(json.dumps(["form"]))


DAMAGES = [cut_short, cut_room, changed, other_type, missing, without_manifest, half_a_manifest, other_manifest]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_not_as_it_was_written_is_not_read_and_written_again(written: Path, damage: Callable[[Path], None]):
    damage(written / "one")
    assert arrays_in(written).read("one") is None
    arrays_in(written).write("one", ARRAYS)
    assert arrays_in(written).read("one")["counts"].rows.tolist() == list(range(70))


def test_arrays_of_another_form_are_not_read(written: Path):
    assert arrays_in(written, "2").read("one") is None


def test_a_new_set_takes_the_place_of_the_old_one_which_stays_with_who_has_it(written: Path):
    before = arrays_in(written).read("one")["vectors"].rows
    (written / "unfinished").mkdir()  # by a process that was killed
    (written / "somebody's").mkdir()
    arrays_in(written).write("two", ARRAYS)
    assert sets_in(written) == ["somebody's", "two"]
    assert before.tobytes() == ARRAYS["vectors"].tobytes()


def test_a_full_disk_leaves_what_was_there(written: Path):
    with pytest.raises(OSError, match="No space left"):
        arrays_in(written, min_free_mb=2**40).write("two", ARRAYS)
    assert sets_in(written) == ["one"]
    assert arrays_in(written).read("one") is not None


def test_what_fails_halfway_leaves_what_was_there(written: Path):
    with pytest.raises(FileNotFoundError):
        arrays_in(written).write("two", ARRAYS | {"no/such/folder": ARRAYS["counts"]})
    assert sets_in(written) == ["one"]
    assert arrays_in(written).read("one") is not None
