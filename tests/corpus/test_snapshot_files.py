"""A snapshot in files says what the catalog says, and whatever is wrong with the files, so does every answer."""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from service.corpus import SnapshotFiles
from service.corpus.present_snapshot import PresentSnapshot
from service.corpus.snapshot import Snapshot
from service.storage import Catalog
from service.storage.sql import Database, set_embedding_model
from tests.corpora import NOW, paper
from tests.corpus.catalogs import MODEL, embed
from tests.corpus.test_present_snapshot import content
from tests.stores import InFolders

in_memory = partial(PresentSnapshot, model=MODEL, learned_at_once=4)


@pytest.fixture(scope="module")
def database(stores: InFolders, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with stores.opened(tmp_path_factory.mktemp("files")) as database:
        set_embedding_model(database, MODEL)
        yield database


@pytest.fixture
def catalog(database: Database) -> Catalog:
    """A catalog with 30 papers from which an epoch was learned, a few of which have changed since."""
    catalog = Catalog(database)
    for paper_id in catalog.first_ids(1_000):
        catalog.delete(paper_id)
    catalog.put([paper(number, external_ids={"doi": f"10.1000/{number}"}) for number in range(30)], NOW)
    embed(catalog)
    in_memory(catalog).learn()
    catalog.put([paper(3, "Owls and owls."), paper(40)], NOW)
    catalog.delete(paper(5).id)
    embed(catalog)
    return catalog


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "snapshots"


def by_files(catalog: Catalog, folder: Path, min_free_mb: int = 0) -> PresentSnapshot:
    return in_memory(catalog, files=SnapshotFiles(folder, min_free_mb))


def sets_in(folder: Path) -> list[Path]:
    return [each for each in folder.iterdir() if each.is_dir()]


def is_mapped(snapshot: Snapshot) -> bool:
    base = snapshot.papers.dense
    while isinstance(base.base, np.ndarray):
        base = base.base
    return isinstance(base, np.memmap)


def test_a_start_by_files_knows_what_one_without_them_knows(catalog: Catalog, folder: Path):
    expected = content(in_memory(catalog).get())
    for _ in ("made", "found"):
        snapshot = by_files(catalog, folder).get()
        assert is_mapped(snapshot)
        assert content(snapshot) == expected
        assert snapshot.kept_id("doi:10.1000/7") == paper(7).id


def test_files_are_made_once_and_follow_what_is_learned(catalog: Catalog, folder: Path):
    by_files(catalog, folder).get()
    (first,) = sets_in(folder)
    made = (first / "manifest.json").stat().st_mtime_ns
    catalog.put([paper(number) for number in range(50, 60)], NOW)
    embed(catalog)
    live = by_files(catalog, folder)
    live.get()
    assert (first / "manifest.json").stat().st_mtime_ns == made
    live.learn()
    (second,) = sets_in(folder)
    assert second.name == live.get().epoch.hash != first.name
    assert is_mapped(live.get())
    assert content(live.get()) == content(in_memory(catalog).get()) == content(by_files(catalog, folder).get())


def test_a_process_that_takes_over_an_epoch_shares_the_files_of_the_one_that_learned_it(catalog: Catalog, folder: Path):
    one, other = by_files(catalog, folder), by_files(catalog, folder)
    other.get()
    catalog.put([paper(number) for number in range(50, 60)], NOW)
    embed(catalog)
    one.learn()
    other.learn()
    assert is_mapped(other.get())
    assert content(one.get()) == content(other.get())


def test_damaged_files_are_made_again_and_never_served(catalog: Catalog, folder: Path):
    expected = content(by_files(catalog, folder).get())
    (kept,) = sets_in(folder)
    os.truncate(kept / "centred.npy", 200)
    with capture_logs() as logs:
        assert content(by_files(catalog, folder).get()) == expected
    assert [each["event"] for each in logs] == ["snapshot_files_damaged"]
    assert (kept / "centred.npy").stat().st_size > 200


def test_where_they_cannot_be_kept_papers_are_served_from_memory(catalog: Catalog, folder: Path):
    expected = content(in_memory(catalog).get())
    with capture_logs() as logs:
        snapshot = by_files(catalog, folder, min_free_mb=2**40).get()
    assert content(snapshot) == expected
    assert not is_mapped(snapshot)
    assert [each["event"] for each in logs] == ["snapshot_not_kept"]
    assert sets_in(folder) == []


def test_of_two_that_need_them_at_once_one_makes_them(catalog: Catalog, folder: Path):
    known = in_memory(catalog).get()
    epoch, made = known.epoch, []

    def make() -> Snapshot:
        made.append(1)
        return known.by(epoch)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: SnapshotFiles(folder).kept(epoch, make), range(4)))
    assert len(made) == 1
    assert all(is_mapped(each) for each in found)


def test_an_epoch_of_which_no_paper_is_left_has_no_files(catalog: Catalog, folder: Path):
    for paper_id in catalog.first_ids(1_000):
        catalog.delete(paper_id)
    assert by_files(catalog, folder).get().size == 0
    assert sets_in(folder) == []
    catalog.put([paper(1)], NOW)
    embed(catalog)
    assert by_files(catalog, folder).get().present_ids == {paper(1).id}


def test_files_may_go_at_any_time(catalog: Catalog, folder: Path):
    live = by_files(catalog, folder)
    expected = content(live.get())
    shutil.rmtree(folder)
    assert content(live.get()) == expected
    assert content(by_files(catalog, folder).get()) == expected


def test_what_the_catalog_has_no_epoch_of_is_never_read_from_files(catalog: Catalog, folder: Path):
    """As after a restored backup, whose versions count on from an earlier one."""
    by_files(catalog, folder).get()
    for paper_id in catalog.first_ids(1_000):
        catalog.delete(paper_id)
    catalog.put([paper(number, "Another text.") for number in range(30)], NOW)
    embed(catalog)
    in_memory(catalog).learn()
    assert content(by_files(catalog, folder).get()) == content(in_memory(catalog).get())
