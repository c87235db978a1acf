"""Damage on the disk: the index repairs itself and the answers stay the same; the catalog says what is wrong."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from service import embedding, settings
from service.app import build
from service.errors import StoreBroken
from service.settings import IndexSettings, StoreSettings
from service.storage import Catalog
from service.storage.sql import Database
from tests.corpora import NOW, answers, paper
from tests.faults.processes import run

pytestmark = pytest.mark.embedded("damages files of a data folder")

PAPERS = 1_100  # more than the 1,000 after which Chroma writes its graph to files of its own
THROUGH_CHROMA = IndexSettings(exact_below=0)

Damage = Callable[[Path], None]


def halved(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def smashed(file: Path) -> None:
    content = bytearray(file.read_bytes())
    middle = len(content) // 2 // 4_096 * 4_096
    content[middle : middle + 4_096] = b"\xa5" * len(content[middle : middle + 4_096])
    file.write_bytes(content)


def deleted(file: Path) -> None:
    if file.is_dir():
        shutil.rmtree(file)
    else:
        file.unlink()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A folder of papers with vectors by chance, and what it answers; to be copied, never opened."""
    folder = tmp_path_factory.mktemp("large") / "data"
    folder.mkdir()
    database = Database(folder / "paperlark.db", StoreSettings(min_free_mb=0))
    database.migrate()
    catalog = Catalog(database)
    catalog.put([paper(number) for number in range(PAPERS)], NOW)
    model = embedding.load(None).info.key
    stale = catalog.vectors.unembedded(model, catalog.vectors.unembedded_ids(model))
    rows = np.random.default_rng(0).normal(size=(PAPERS, embedding.DIM)).astype(np.float32)
    catalog.vectors.save(model, stale, rows / np.linalg.norm(rows, axis=1, keepdims=True))
    database.close()
    with build(settings.load(data_dir=folder, index=THROUGH_CHROMA)) as services:
        return folder, answers(services)


@pytest.fixture
def folder(large: tuple[Path, bytes], tmp_path: Path) -> Path:
    return shutil.copytree(large[0], tmp_path / "data")


@pytest.fixture
def expected(large: tuple[Path, bytes]) -> bytes:
    return large[1]


def inside(folder: Path, name: str) -> Path:
    return next((folder / "chroma").rglob(name)) if name else folder / "chroma"


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("", deleted),
        ("chroma.sqlite3", halved),
        ("chroma.sqlite3", emptied),
        ("chroma.sqlite3", smashed),
        ("chroma.sqlite3", deleted),
        ("data_level0.bin", halved),
        ("data_level0.bin", emptied),
        ("data_level0.bin", smashed),
        ("link_lists.bin", deleted),
        ("header.bin", smashed),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_a_damaged_index_is_rebuilt_at_the_next_start(
    folder: Path, expected: bytes, open_services, name: str, damage: Damage
):
    damage(inside(folder, name))
    with open_services(folder, index=THROUGH_CHROMA) as services:
        assert services.corpus.whole()
        assert services.corpus.index.count() == PAPERS
        assert answers(services) == expected


@pytest.mark.parametrize(
    ("name", "damage"),
    [("chroma.sqlite3", halved), ("header.bin", smashed), ("link_lists.bin", deleted)],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_damage_after_a_kill_is_found_by_asking_the_index(
    folder: Path, expected: bytes, open_services, name: str, damage: Damage
):
    (folder / "chroma.seal").write_text("open")
    damage(inside(folder, name))
    with open_services(folder, index=THROUGH_CHROMA) as services:
        assert services.corpus.whole()
        assert answers(services) == expected


@pytest.mark.parametrize("damage", [smashed, emptied])
def test_when_opening_the_index_kills_the_process_the_start_after_it_repairs(
    folder: Path, expected: bytes, damage: Damage
):
    (folder / "chroma.seal").write_text("open")  # as a killed process leaves it: nothing vouches for the files
    damage(inside(folder, "data_level0.bin"))
    run("-m", "tests.faults.reader", folder)  # Chroma 1.5.9 mostly dies of a segmentation fault here
    second = run("-m", "tests.faults.reader", folder)
    assert second.returncode == 0, second.stderr
    assert second.stdout.strip() == hashlib.sha256(expected).hexdigest()


def test_a_sound_index_is_not_rebuilt(folder: Path, open_services):
    graph = inside(folder, "data_level0.bin")
    for note in (None, "open"):
        if note is not None:
            (folder / "chroma.seal").write_text(note)
        with open_services(folder) as services:
            assert services.corpus.whole()
        assert inside(folder, "data_level0.bin") == graph  # a rebuilt collection lies in a folder of another name


@pytest.mark.parametrize("damage", [halved, lambda file: file.write_bytes(b"\0" * 50_000)], ids=["halved", "zeros"])
def test_a_damaged_catalog_is_refused_by_name_and_left_as_it_is(folder: Path, open_services, damage: Damage):
    file = folder / "paperlark.db"
    damage(file)
    before = file.read_bytes()
    with pytest.raises(StoreBroken) as caught, open_services(folder):
        pass
    assert str(file) in caught.value.detail
    assert "\n" not in caught.value.detail
    assert file.read_bytes() == before
    assert inside(folder, "data_level0.bin").is_file()
