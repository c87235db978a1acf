"""Damage on the disk: the index repairs itself and the answers stay the same; the catalog says what is wrong."""

import hashlib
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest

from service import embedding, settings
from service.app import build
from service.embedding import encoder
from service.errors import EmbeddingUnavailable, IndexFailed, StoreBroken
from service.settings import IndexSettings, StoreSettings
from service.storage import Catalog
from service.storage.sql import Database
from service.summarization import TextOptions
from tests.api.test_jobs import begun, ended
from tests.bench.embedding import weights_folder
from tests.corpora import NOW, answers, paper, serving
from tests.faults.processes import PAPERLARK, run

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
        assert services.corpus.is_complete()
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
        assert services.corpus.is_complete()
        assert answers(services) == expected


@pytest.mark.parametrize("damage", [smashed, emptied])
@pytest.mark.slow
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
            assert services.corpus.is_complete()
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


def test_a_damaged_file_of_jobs_is_set_aside_and_the_jobs_go_on(
    small_folder: Path, stores, tmp_path: Path, open_services
):
    folder = stores.copy(small_folder, tmp_path / "data")
    file = folder / "jobs.db"
    with open_services(folder) as services, serving(services) as client:
        ids = services.corpus.catalog.first_ids(2)
        ended(client, begun(client, ids))
    smashed(file)
    with open_services(folder) as services:
        waiting = services.jobs.summarize(TextOptions(kinds=("summary",), mode="extractive"), ids)
        with serving(services) as client:
            assert ended(client, f"/v1/jobs/{waiting}")["status"] == "completed"
            assert client.get("/readyz").status_code == 200
    assert (folder / "jobs.db.damaged").exists()
    assert file.is_file()


def test_jobs_that_stand_still_are_told_with_the_way_out(small_folder: Path, stores, tmp_path: Path, open_services):
    folder = stores.copy(small_folder, tmp_path / "data")
    with open_services(folder) as services, serving(services) as client:
        ids = services.corpus.catalog.first_ids(2)
        ended(client, begun(client, ids))
        with closing(sqlite3.connect(folder / "jobs.db")) as jobs:
            jobs.execute("DROP TABLE workflow_status")
        begun(client, ids)
        said = until(lambda: client.get("/readyz").json()["detail"])
        assert "1 job stands still" in said
        assert "move jobs.db out of the data folder" in said


def until(said: Callable[[], str]) -> str:
    for _ in range(100):
        with suppress(KeyError):
            return said()
        time.sleep(0.1)
    raise AssertionError("nothing was said for ten seconds")


@pytest.mark.parametrize("damage", [deleted, emptied], ids=lambda value: value.__name__)
def test_a_catalog_that_is_gone_is_missed_and_not_made_anew(folder: Path, open_services, damage: Damage):
    file = folder / "paperlark.db"
    damage(file)
    with pytest.raises(StoreBroken, match="is missing or empty, but chroma beside it"), open_services(folder):
        pass
    assert not file.exists() or file.stat().st_size == 0


def test_the_sample_does_not_take_the_place_of_a_catalog_that_is_gone(folder: Path):
    deleted(folder / "paperlark.db")
    done = run("-c", PAPERLARK, "serve", "--sample", "--port", "0", "--data-dir", folder)
    assert done.returncode == 1
    assert "paperlark.db is missing or empty" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_file_in_the_place_of_the_index_is_refused_in_a_sentence(folder: Path, open_services):
    shutil.rmtree(folder / "chroma")
    (folder / "chroma").write_text("mine")
    with pytest.raises(IndexFailed, match="is a file where the index needs a folder"), open_services(folder):
        pass
    assert (folder / "chroma").read_text() == "mine"


def test_a_graph_of_the_encoder_that_was_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    graph = tmp_path / "graph.onnx"
    graph.write_bytes(encoder.GRAPH.read_bytes()[:-1] + b"?")
    monkeypatch.setattr(encoder, "GRAPH", graph)
    with pytest.raises(EmbeddingUnavailable, match="install Paperlark again"):
        encoder.LocalEmbedder(weights_folder(), 256, 1).embed(["a text"])  # one that nobody has used yet
