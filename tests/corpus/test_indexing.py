"""The index follows the catalog where somebody reads it, and costs a start nothing where nobody does."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from service import embedding
from service.corpus.index_recall import recall_of
from service.storage import Catalog
from service.storage.vector_bytes import StoredVectors
from tests.conftest import TOKENS
from tests.corpora import NOW, paper, serving
from tests.stores import InFolders

PAPERS = 5_000  # as many as an exact scan does better without


@pytest.fixture(scope="module")
def unindexed_folder(stores: InFolders, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of papers with vectors by chance, of which the index knows nothing; to be copied, never opened."""
    folder = tmp_path_factory.mktemp("unindexed") / "data"
    folder.mkdir()
    database = stores.database(folder)
    database.migrate()
    catalog, model = Catalog(database), embedding.load(None).info.key
    catalog.put([paper(number) for number in range(PAPERS)], NOW)
    stale = catalog.vectors.unembedded(model, catalog.vectors.unembedded_ids(model))
    rows = np.random.default_rng(0).normal(size=(PAPERS, embedding.DIM)).astype(np.float32)
    catalog.vectors.save(model, stale, rows / np.linalg.norm(rows, axis=1, keepdims=True))
    database.close()
    return folder


def test_what_nobody_reads_is_not_filled_at_a_start_and_the_service_is_ready(
    unindexed_folder, stores, tmp_path, open_services
):
    stores.copy(unindexed_folder, tmp_path / "data")
    with open_services() as services:
        corpus = services.corpus
        assert corpus.index.count() == 0
        assert corpus.is_complete()
        assert len(corpus.snapshot()) == PAPERS
        corpus.add([paper(PAPERS)], NOW)
        assert corpus.index.count() == 0
        assert len(corpus.snapshot()) == PAPERS + 1


def test_it_is_filled_as_soon_as_it_is_read(unindexed_folder, stores, tmp_path, open_services):
    stores.copy(unindexed_folder, tmp_path / "data")
    with open_services(index={"exact_below": PAPERS - 1}) as services:
        assert services.corpus.index.count() == PAPERS
        assert services.corpus.is_complete()


def test_a_running_service_fills_it_bit_by_bit_when_it_has_become_large_enough(
    unindexed_folder, stores, tmp_path, open_services
):
    stores.copy(unindexed_folder, tmp_path / "data")
    with open_services(index={"exact_below": PAPERS}) as services:
        corpus, counts = services.corpus, list[int]()
        for number in range(PAPERS, PAPERS + 3):
            corpus.add([paper(number)], NOW)
            counts.append(corpus.index.count())
        assert 0 < counts[0] < counts[1] < counts[2] < PAPERS
        assert corpus.approximate_search(corpus.snapshot()) is not None


def test_whoever_asks_for_it_has_it_whole(unindexed_folder, stores, tmp_path, open_services):
    stores.copy(unindexed_folder, tmp_path / "data")
    with open_services() as services:
        services.corpus.reindex()
        assert services.corpus.index.count() == PAPERS
    with open_services() as services:
        assert services.corpus.index.count() == PAPERS
        assert services.corpus.is_complete()


def test_how_much_it_finds_is_measured_where_it_is_read_and_kept(many_folder, stores, tmp_path, open_services):
    stores.copy(many_folder, tmp_path / "data")
    with open_services(embedding=TOKENS) as services:
        assert services.corpus.index_recall() is None
    for _ in range(2):
        with open_services(embedding=TOKENS, index={"exact_below": 0}) as services, serving(services) as client:
            assert services.corpus.index_recall() == 1
            assert client.get("/v1/meta").json()["index_recall"] == 1
            assert "100.0% of the true best 50" in client.get("/readyz").json()["checks"][2]["detail"]


def test_what_it_lacks_is_not_found(many_folder, stores, tmp_path, open_services):
    stores.copy(many_folder, tmp_path / "data")
    with open_services(embedding=TOKENS, index={"exact_below": 0}) as services:
        corpus = services.corpus
        corpus.index.delete(corpus.snapshot().ids[::2])
        assert recall_of(corpus.index, corpus.snapshot()) == pytest.approx(0.5, abs=0.05)
        corpus.reindex()
        assert corpus.index_recall() == 1


def test_papers_that_are_all_alike_count_as_found(open_services, stores, unindexed_folder, tmp_path):
    stores.copy(unindexed_folder, tmp_path / "data")
    with open_services() as services:
        corpus, snapshot = services.corpus, services.corpus.snapshot()
        alike = np.tile(snapshot.papers.dense[:1], (len(snapshot), 1))
        corpus.index.add(StoredVectors(tuple(snapshot.ids)[:600], alike[:600]))
        papers = replace(snapshot.papers, dense=alike)
        assert recall_of(corpus.index, replace(snapshot, papers=papers)) == 1
