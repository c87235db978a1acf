"""The application as it is built: same bytes whatever the path, finished work, and a folder given back."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from service import embedding, settings
from service.api import Services
from service.app import build
from service.corpus.present_snapshot import LEARNED_AT_ONCE
from service.errors import DataFolderLocked, DiskFull, StoreBroken
from service.settings import IndexSettings
from service.storage import Catalog
from tests.corpora import NOW, answers, paper
from tests.stores import InFolders


def test_an_empty_folder_stays_empty(empty: Services):
    assert empty.corpus.catalog.count() == 0
    assert empty.corpus.is_complete()


def test_the_bytes_are_the_same_by_exact_scan_and_by_chroma_after_restarts_and_rebuilds(
    stores: InFolders, small_folder: Path, open_services, tmp_path: Path
):
    folder = stores.copy(small_folder, tmp_path / "copy")
    with open_services(folder) as services:
        expected = answers(services)
        assert b'"rank":20' in expected
    with open_services(folder, index=IndexSettings(exact_below=0)) as services:
        assert answers(services) == expected
        services.corpus.reindex()
        assert answers(services) == expected
    with open_services(folder) as services:
        assert answers(services) == expected


def test_a_large_corpus_is_kept_in_files_and_answers_alike_with_them_and_without(
    stores: InFolders, tmp_path: Path, open_services
):
    folder = tmp_path / "data"
    folder.mkdir()
    database = stores.database(folder)
    database.migrate()
    catalog, model = Catalog(database), embedding.load(None).info.key
    catalog.put([paper(number) for number in range(LEARNED_AT_ONCE + 1)], NOW)
    stale = catalog.vectors.unembedded(model, catalog.vectors.unembedded_ids(model))
    rows = np.random.default_rng(0).normal(size=(len(stale), embedding.DIM)).astype(np.float32)
    catalog.vectors.save(model, stale, rows / np.linalg.norm(rows, axis=1, keepdims=True))
    database.close()
    found = []
    for _ in ("made", "read"):
        with open_services() as services:
            found.append(answers(services))
    shutil.rmtree(folder / "snapshots")
    (folder / "snapshots").write_text("a file in their way")
    with open_services() as services:
        found.append(answers(services))
    assert found[0] == found[1] == found[2]


def test_another_order_of_arrival_gives_the_same_bytes(open_services, tmp_path: Path):
    papers = [paper(number) for number in range(12)]
    found = []
    for name, order in (("forwards", papers), ("backwards", papers[::-1])):
        with open_services(tmp_path / name) as services:
            services.corpus.add(order[:5], NOW)
            services.corpus.add(order[5:], NOW)
            found.append(answers(services))
    assert found[0] == found[1]


def test_papers_kept_and_not_embedded_are_embedded_at_the_next_start(stores: InFolders, tmp_path: Path, open_services):
    folder = tmp_path / "data"
    folder.mkdir()
    database = stores.database(folder)
    database.migrate()
    Catalog(database).put([paper(1), paper(2)], NOW)
    database.close()
    with open_services() as services:
        assert tuple(services.corpus.snapshot().ids) == tuple(sorted([paper(1).id, paper(2).id]))
        assert services.corpus.is_complete()


@pytest.mark.embedded("about the files of a data folder")
def test_a_start_that_fails_gives_the_folder_back(tmp_path: Path, open_services):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "paperlark.db").write_bytes(b"not a database " * 1_000)
    with pytest.raises(StoreBroken), open_services():
        pass
    (folder / "paperlark.db").unlink()
    with open_services() as services:
        assert services.corpus.is_complete()


@pytest.mark.embedded("about the files of a data folder")
def test_the_folder_is_given_back_at_the_end(open_services):
    for _ in range(2):
        with open_services() as services, pytest.raises(DataFolderLocked), open_services():
            services.corpus.catalog.count()


@pytest.mark.embedded("about the files of a data folder")
def test_below_the_floor_of_free_disk_nothing_is_written_and_a_start_says_why(small: Services, tmp_path: Path):
    expected, full = answers(small), settings.load(data_dir=tmp_path / "other", store={"min_free_mb": 10**9})
    with pytest.raises(DiskFull, match="below the floor of 1000000000 MB; make room and try again"), build(full):
        pass
    assert answers(small) == expected


def test_the_model_is_named_by_what_would_change_a_vector(open_services):
    with open_services(embedding={"max_tokens": 64}) as services:
        assert services.corpus.model == embedding.load(None, 64).info.key != embedding.load(None).info.key
