"""The index follows the catalog where somebody reads it, and costs a start nothing where nobody does."""

from pathlib import Path

import numpy as np
import pytest

from service import embedding
from service.storage import Catalog
from tests.corpora import NOW, paper
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
