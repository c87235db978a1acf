"""The catalog: what is put is kept, once, and named by its content."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.papers import Outcome, Paper
from service.storage.catalog import Catalog
from tests.corpora import NOW, outcomes, paper
from tests.storage.vectors import MODEL, embed
from tests.stores import InFolders

EMPTY = "s0000000000000000"

ids = st.integers(0, 5)
records = st.builds(
    paper,
    ids,
    abstract=st.sampled_from(["", "One.", "Two."]),
    authors=st.sampled_from([(), ("A. Ash",), ("B. Birch", "C. Cedar")]),
    published=st.sampled_from([None, date(2020, 1, 1), date(2021, 2, 3)]),
    external_ids=st.sampled_from([{}, {"semantic": "1"}, {"issn": "x"}]),
)
changes = st.lists(st.one_of(st.lists(records, min_size=1, max_size=4), ids), max_size=8)


@pytest.fixture(scope="module")
def shared(stores: InFolders, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    """One catalog for all examples of the property; each example leaves it empty."""
    with stores.opened(tmp_path_factory.mktemp("shared")) as database:
        yield Catalog(database)


@pytest.fixture
def catalog(stores: InFolders, tmp_path: Path) -> Iterator[Catalog]:
    with stores.opened(tmp_path, busy_timeout_s=30) as database:
        yield Catalog(database)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes)
def test_after_any_changes_the_catalog_holds_what_a_dict_would(shared: Catalog, done: list[list[Paper] | int]):
    model: dict[str, Paper] = {}
    for change in done:
        if isinstance(change, int):
            doomed = paper(change).id
            assert shared.delete(doomed) == (model.pop(doomed, None) is not None)
        else:
            expected = []
            for record in change:
                before = model.get(record.id)
                model[record.id] = record if before is None else before.updated_by(record)
                same = before is not None and before.record_hash == model[record.id].record_hash
                expected.append(Outcome.UNCHANGED if same else Outcome.CREATED if before is None else Outcome.UPDATED)
            assert outcomes(shared.put(change, NOW)) == expected
    assert shared.get([paper(number).id for number in range(6)]) == model
    assert shared.first_ids(10) == sorted(model)
    assert shared.count() == len(model)
    named = shared.snapshot_id()
    for paper_id in model:
        shared.delete(paper_id)
    assert shared.snapshot_id() == EMPTY
    shared.put(sorted(model.values(), key=lambda item: item.title, reverse=True), NOW)
    assert shared.snapshot_id() == named
    for paper_id in model:
        shared.delete(paper_id)


def test_what_was_put_comes_back_whole(catalog: Catalog):
    full = paper(1, authors=("A. Ash",), published=date(2024, 2, 29), categories=("cs.LG",), url="https://example.org/")
    catalog.put([full, paper(2, abstract="")], NOW)
    assert catalog.get([full.id, paper(2).id, "hf:unknown"]) == {full.id: full, paper(2).id: paper(2, abstract="")}


def test_more_ids_than_one_statement_takes_are_all_found(catalog: Catalog):
    many = [paper(number) for number in range(1_203)]
    catalog.put(many, NOW)
    assert len(catalog.get([item.id for item in many])) == 1_203
    assert len(catalog.vectors.unembedded(MODEL, [item.id for item in many])) == 1_203


def test_the_snapshot_depends_on_what_is_there_and_not_on_how_it_came(catalog: Catalog):
    named = set()
    for order in ((1, 2, 3), (3, 1, 2), (2, 3, 1, 2), (9, 2, 1, 3)):
        for number in order:
            catalog.put([paper(number)], NOW)
        catalog.delete(paper(9).id)
        named.add(catalog.snapshot_id())
        for number in order:
            catalog.delete(paper(number).id)
    assert len(named) == 1
    assert EMPTY not in named


def test_the_snapshot_tells_papers_apart_that_differ_in_one_fact(catalog: Catalog):
    catalog.put([paper(1)], NOW)
    before = catalog.snapshot_id()
    catalog.put([paper(1, authors=("A. Ash",))], NOW)
    assert catalog.snapshot_id() != before


def test_putting_the_same_again_moves_neither_version_nor_snapshot(catalog: Catalog):
    catalog.put([paper(1)], NOW)
    before = (catalog.version(), catalog.snapshot_id())
    assert outcomes(catalog.put([paper(1)], NOW)) == [Outcome.UNCHANGED]
    assert catalog.delete("hf:unknown") is False
    assert (catalog.version(), catalog.snapshot_id()) == before


def test_every_change_of_papers_or_vectors_moves_the_version(catalog: Catalog):
    versions = [catalog.version()]
    for change in (
        lambda: catalog.put([paper(1)], NOW),
        lambda: embed(catalog),
        lambda: catalog.put([paper(1, abstract="Changed.")], NOW),
        lambda: catalog.delete(paper(1).id),
    ):
        change()
        versions.append(catalog.version())
    assert versions == sorted(set(versions))


def test_writers_at_once_lose_no_update(catalog: Catalog):
    """Each thread adds facts of its own to the same papers; read-then-write must not overlap."""
    catalog.put([paper(number) for number in range(5)], NOW)

    def add_facts(worker: int) -> None:
        for number in range(5):
            catalog.put([paper(number, external_ids={f"source{worker}": str(number)})], NOW)

    threads = [threading.Thread(target=add_facts, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = catalog.get([paper(number).id for number in range(5)]).values()
    assert [len(item.external_ids) for item in kept] == [6] * 5
    for item in kept:
        catalog.delete(item.id)
    assert catalog.snapshot_id() == EMPTY
