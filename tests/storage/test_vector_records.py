"""The catalog: what is put is kept, once, and named by its content."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.papers import Paper
from service.storage.catalog import Catalog, Outcome, UnembeddedPaper
from service.storage.sql.database import Database
from tests.corpora import NOW, paper
from tests.stores import InFolders

MODEL, OTHER = "model/256", "model/128"
EMPTY = "s0000000000000000"

ids = st.integers(0, 5)
records = st.builds(
    paper,
    ids,
    abstract=st.sampled_from(["", "One.", "Two."]),
    authors=st.sampled_from([(), ("A. Ash",), ("B. Birch", "C. Cedar")]),
    published=st.sampled_from([None, date(2020, 1, 1), date(2021, 2, 3)]),
    external_ids=st.sampled_from([{}, {"semantic": "1"}, {"dblp": "x"}]),
)
changes = st.lists(st.one_of(st.lists(records, min_size=1, max_size=4), ids), max_size=8)


@pytest.fixture(scope="module")
def shared(stores: InFolders, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    """One catalog for all examples of the property; each example leaves it empty."""
    with stores.opened(tmp_path_factory.mktemp("shared")) as database:
        yield Catalog(database)


@pytest.fixture
def database(stores: InFolders, tmp_path: Path) -> Iterator[Database]:
    with stores.opened(tmp_path, busy_timeout_s=30) as database:
        yield database


@pytest.fixture
def catalog(database: Database) -> Catalog:
    return Catalog(database)


def embed(catalog: Catalog, model: str = MODEL, only: list[str] | None = None) -> list[UnembeddedPaper]:
    """Give every stale paper, or those in `only`, a vector that names its text."""
    stale = catalog.stale(model, catalog.unembedded_ids(model) if only is None else only)
    rows = [[len(item.title), len(item.abstract), sum(item.abstract.encode())] for item in stale]
    catalog.save_vectors(model, stale, np.array(rows, dtype=np.float32).reshape(len(stale), 3))
    return stale


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
            assert shared.put(change, NOW) == expected
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
    assert len(catalog.stale(MODEL, [item.id for item in many])) == 1_203


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
    assert catalog.put([paper(1)], NOW) == [Outcome.UNCHANGED]
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


def test_a_paper_is_stale_until_its_present_text_has_a_vector(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    assert catalog.unembedded_ids(MODEL) == sorted([paper(1).id, paper(2).id])
    embed(catalog)
    assert catalog.unembedded_ids(MODEL) == []
    catalog.put([paper(1, abstract="A new text.")], NOW)
    assert catalog.unembedded_ids(MODEL) == [paper(1).id]
    assert catalog.count_unembedded(MODEL) == 1


def test_new_facts_about_a_paper_do_not_make_its_vector_stale(catalog: Catalog):
    catalog.put([paper(1)], NOW)
    embed(catalog)
    assert catalog.put([paper(1, authors=("A. Ash",), url="https://example.org/1")], NOW) == [Outcome.UPDATED]
    assert catalog.unembedded_ids(MODEL) == []


def test_vectors_of_two_models_are_never_mixed(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    embed(catalog, MODEL)
    embed(catalog, OTHER, only=[paper(2).id])
    assert catalog.embedded(MODEL).ids == tuple(sorted([paper(1).id, paper(2).id]))
    assert catalog.embedded(OTHER).ids == (paper(2).id,)
    assert catalog.unembedded_ids(OTHER) == [paper(1).id]
    assert catalog.models() == {MODEL: 2, OTHER: 1}


def test_a_vector_of_a_text_that_changed_meanwhile_is_not_kept(catalog: Catalog):
    catalog.put([paper(1)], NOW)
    late = catalog.stale(MODEL, [paper(1).id])
    catalog.put([paper(1, abstract="A new text.")], NOW)
    embed(catalog)
    catalog.save_vectors(MODEL, late, np.zeros((1, 3), np.float32))
    assert catalog.unembedded_ids(MODEL) == []
    assert catalog.embedded(MODEL).vectors.any()


def test_a_vector_of_a_paper_deleted_meanwhile_is_not_kept(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    late = catalog.stale(MODEL, catalog.unembedded_ids(MODEL))
    catalog.delete(paper(1).id)
    catalog.save_vectors(MODEL, late, np.ones((2, 3), np.float32))
    assert catalog.embedded(MODEL).ids == (paper(2).id,)


def test_deleting_a_paper_deletes_its_vectors_of_every_model(catalog: Catalog):
    catalog.put([paper(1)], NOW)
    embed(catalog, MODEL)
    embed(catalog, OTHER)
    assert catalog.delete(paper(1).id) is True
    assert catalog.models() == {}
    assert catalog.delete(paper(1).id) is False


def test_a_vector_that_came_after_the_look_at_what_is_sound_is_kept(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    embed(catalog, only=[paper(1).id])
    seen = catalog.version()
    embed(catalog)
    assert catalog.drop_vectors(MODEL, sound=(), version=seen) == 1
    assert catalog.unembedded_ids(MODEL) == [paper(1).id]


def test_vectors_come_back_to_the_bit_in_the_order_of_ids(catalog: Catalog):
    catalog.put([paper(number) for number in (3, 1, 2)], NOW)
    stale = catalog.stale(MODEL, catalog.unembedded_ids(MODEL))
    rows = np.random.default_rng(0).normal(size=(3, 5)).astype(np.float32)
    catalog.save_vectors(MODEL, stale, rows)
    order = np.argsort([item.id for item in stale])
    found = catalog.embedded(MODEL)
    assert found.ids == tuple(sorted(item.id for item in stale))
    assert found.vectors.tobytes() == rows[order].tobytes()


def test_a_vector_waits_for_the_index_until_it_is_marked(catalog: Catalog):
    catalog.put([paper(1), paper(2), paper(3)], NOW)
    embed(catalog)
    assert len(catalog.unindexed(MODEL, 2)[0].ids) == 2
    catalog.mark_indexed(MODEL, [paper(1).id, paper(2).id], catalog.version())
    assert catalog.unindexed(MODEL, 10)[0].ids == (paper(3).id,)
    catalog.mark_indexed(MODEL, [paper(3).id], catalog.version())
    assert catalog.count_unindexed(MODEL) == 0
    catalog.put([paper(2, abstract="A new text.")], NOW)
    embed(catalog)
    assert catalog.unindexed(MODEL, 10)[0].ids == (paper(2).id,)
    catalog.mark_unindexed(MODEL)
    assert catalog.count_unindexed(MODEL) == 3


def test_to_a_newcomer_everything_is_a_change(catalog: Catalog):
    catalog.put([paper(2), paper(1), paper(3)], NOW)
    embed(catalog, only=[paper(1).id, paper(2).id])
    changes = catalog.changes(MODEL)
    assert (changes.version, changes.snapshot_id) == (catalog.version(), catalog.snapshot_id())
    both = sorted([paper(1), paper(2)], key=lambda item: item.id)
    assert changes.embedded.ids == tuple(item.id for item in both)
    assert changes.texts == tuple(f"{item.title} {item.abstract}" for item in both)
    assert changes.embedded.vectors.tobytes() == catalog.embedded(MODEL).vectors.tobytes()
    assert changes.gone == frozenset()


def test_of_what_somebody_knew_only_what_changed_since_is_told(catalog: Catalog):
    catalog.put([paper(number) for number in range(6)], NOW)
    embed(catalog)
    before = catalog.changes(MODEL)
    reworded, refound = paper(1, abstract="A new text."), paper(2, authors=("A. Ash",))
    catalog.put([reworded, refound, paper(7)], NOW)
    catalog.delete(paper(3).id)
    changes = catalog.changes(MODEL, before.version, frozenset(before.embedded.ids))
    assert changes.embedded.ids == (reworded.id,)
    assert changes.texts == (f"{reworded.title} {reworded.abstract}",)
    assert changes.gone == {paper(3).id}
    embed(catalog)
    later = catalog.changes(MODEL, changes.version, frozenset(before.embedded.ids) - changes.gone)
    assert later.embedded.ids == tuple(sorted([paper(1).id, paper(7).id]))
    assert later.gone == frozenset()


def test_a_paper_deleted_and_sent_again_is_a_change_and_not_gone(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    embed(catalog)
    before = catalog.changes(MODEL)
    catalog.delete(paper(1).id)
    catalog.put([paper(1)], NOW)
    gone = catalog.changes(MODEL, before.version, frozenset(before.embedded.ids))
    assert (gone.embedded.ids, gone.gone) == ((), {paper(1).id})
    embed(catalog)
    back = catalog.changes(MODEL, before.version, frozenset(before.embedded.ids))
    assert (back.embedded.ids, back.gone) == ((paper(1).id,), frozenset())


def test_as_many_gone_as_came_is_not_taken_for_no_change(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    embed(catalog)
    before = catalog.changes(MODEL)
    catalog.delete(paper(1).id)
    catalog.put([paper(3)], NOW)
    embed(catalog)
    changes = catalog.changes(MODEL, before.version, frozenset(before.embedded.ids))
    assert (changes.embedded.ids, changes.gone) == ((paper(3).id,), {paper(1).id})


def test_changes_of_another_model_are_not_told(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    embed(catalog, MODEL)
    before = catalog.changes(MODEL)
    embed(catalog, OTHER)
    changes = catalog.changes(MODEL, before.version, frozenset(before.embedded.ids))
    assert (changes.embedded.ids, changes.gone) == ((), frozenset())


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
