"""A snapshot that follows its catalog change by change, and is the one that a fresh start would read."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from service.corpus.snapshot import EMPTY, Snapshot
from service.features import sample_keys
from service.storage import Catalog
from tests.corpora import NOW, paper
from tests.corpus.catalogs import MODEL, embed, step, steps_of
from tests.stores import InFolders


@pytest.fixture(scope="module")
def catalog(stores: InFolders, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    """One catalog for all examples; each goes on from where the one before it ended."""
    with stores.opened(tmp_path_factory.mktemp("corpus")) as database:
        yield Catalog(database)


def followed(catalog: Catalog, known: tuple[int, Snapshot]) -> tuple[int, Snapshot]:
    since, snapshot = known
    changes = catalog.vectors.changes(MODEL, since)
    return changes.version, snapshot.after(changes)


def arrays(snapshot: Snapshot) -> dict[str, np.ndarray]:
    papers, counts = snapshot.papers, snapshot.counts
    return {
        "dense": papers.dense.reshape(len(snapshot), -1 if len(snapshot) else 0),
        "centred": papers.centred.reshape(len(snapshot), -1 if len(snapshot) else 0),
        "sample keys": papers.sample_keys,
        "document frequencies": counts.document_frequencies,
        **{
            f"{name} {part}": getattr(matrix, part)
            for name, matrix in (("lexical", papers.lexical), ("counts", counts.counts))
            for part in ("data", "indices", "indptr")
        },
    }


def assert_same(one: Snapshot, other: Snapshot) -> None:
    assert (one.id, [*one.ids], {**one.rows}) == (other.id, [*other.ids], {**other.rows})
    assert one.counts.terms == other.counts.terms
    for (name, left), right in zip(arrays(one).items(), arrays(other).values(), strict=True):
        assert (name, left.shape, left.dtype) == (name, right.shape, right.dtype)
        assert left.tobytes() == right.tobytes(), name


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(steps_of("look"))
def test_a_corpus_that_followed_every_change_is_the_one_of_a_fresh_start(catalog: Catalog, steps: list[tuple]):
    known = followed(catalog, (-1, EMPTY))
    for kind, what in steps:
        step(catalog, kind, what)
        if kind == "look":
            known = followed(catalog, known)
    snapshot = followed(catalog, known)[1]
    assert_same(snapshot, followed(catalog, (-1, EMPTY))[1])
    assert snapshot.papers.sample_keys.tolist() == sample_keys(snapshot.ids).tolist()


def test_new_facts_without_new_words_keep_all_that_was_worked_out(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    embed(catalog)
    version, snapshot = followed(catalog, (-1, EMPTY))
    ranker = snapshot.ranker
    catalog.put([paper(1, categories=("owls",))], NOW)
    _, same = followed(catalog, (version, snapshot))
    assert same.ranker is ranker
    assert same.id == catalog.snapshot_id() != snapshot.id


def test_an_old_corpus_stays_as_it_was_when_papers_come_and_go(catalog: Catalog):
    catalog.put([paper(number) for number in range(6)], NOW)
    embed(catalog)
    known = followed(catalog, (-1, EMPTY))
    before = {name: array.tobytes() for name, array in arrays(known[1]).items()}
    catalog.delete(paper(0).id)
    catalog.put([paper(1, "Another text altogether."), paper(20)], NOW)
    embed(catalog)
    assert followed(catalog, known)[1].ids != known[1].ids
    assert {name: array.tobytes() for name, array in arrays(known[1]).items()} == before
