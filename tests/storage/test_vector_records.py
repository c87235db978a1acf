"""Vectors of papers: made for every text, told when they change, and indexed once."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from service.papers import Outcome
from service.storage import Catalog, snapshot_id
from tests.corpora import NOW, outcomes, paper
from tests.storage.vectors import MODEL, OTHER, embed
from tests.stores import InFolders


@pytest.fixture
def catalog(stores: InFolders, tmp_path: Path) -> Iterator[Catalog]:
    with stores.opened(tmp_path) as database:
        yield Catalog(database)


def test_a_paper_is_stale_until_its_present_text_has_a_vector(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    assert catalog.vectors.unembedded_ids(MODEL) == sorted([paper(1).id, paper(2).id])
    embed(catalog)
    assert catalog.vectors.unembedded_ids(MODEL) == []
    catalog.put([paper(1, abstract="A new text.")], NOW)
    assert catalog.vectors.unembedded_ids(MODEL) == [paper(1).id]
    assert catalog.vectors.count_unembedded(MODEL) == 1


def test_papers_without_a_vector_are_counted_anew_after_every_change(catalog: Catalog):
    counted = [catalog.vectors.count_unembedded(MODEL)]
    for change in (
        lambda: catalog.put([paper(1), paper(2)], NOW),
        lambda: embed(catalog, only=[paper(1).id]),
        lambda: catalog.put([paper(1, abstract="A new text.")], NOW),
        lambda: catalog.delete(paper(1).id),
        lambda: embed(catalog),
    ):
        change()
        counted += [catalog.vectors.count_unembedded(MODEL), catalog.vectors.count_unembedded(MODEL)]
    assert counted == [0, 2, 2, 1, 1, 2, 2, 1, 1, 0, 0]


def test_new_facts_about_a_paper_do_not_make_its_vector_stale(catalog: Catalog):
    catalog.put([paper(1)], NOW)
    embed(catalog)
    assert outcomes(catalog.put([paper(1, authors=("A. Ash",), url="https://example.org/1")], NOW)) == [Outcome.UPDATED]
    assert catalog.vectors.unembedded_ids(MODEL) == []


def test_vectors_of_two_models_are_never_mixed(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    embed(catalog, MODEL)
    embed(catalog, OTHER, only=[paper(2).id])
    assert catalog.vectors.of_model(MODEL).ids == tuple(sorted([paper(1).id, paper(2).id]))
    assert catalog.vectors.of_model(OTHER).ids == (paper(2).id,)
    assert catalog.vectors.unembedded_ids(OTHER) == [paper(1).id]
    assert catalog.vectors.count_by_model() == {MODEL: 2, OTHER: 1}


def test_a_vector_of_a_text_that_changed_meanwhile_is_not_kept(catalog: Catalog):
    catalog.put([paper(1)], NOW)
    late = catalog.vectors.unembedded(MODEL, [paper(1).id])
    catalog.put([paper(1, abstract="A new text.")], NOW)
    embed(catalog)
    catalog.vectors.save(MODEL, late, np.zeros((1, 3), np.float32))
    assert catalog.vectors.unembedded_ids(MODEL) == []
    assert catalog.vectors.of_model(MODEL).vectors.any()


def test_a_vector_of_a_paper_deleted_meanwhile_is_not_kept(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    late = catalog.vectors.unembedded(MODEL, catalog.vectors.unembedded_ids(MODEL))
    catalog.delete(paper(1).id)
    catalog.vectors.save(MODEL, late, np.ones((2, 3), np.float32))
    assert catalog.vectors.of_model(MODEL).ids == (paper(2).id,)


def test_deleting_a_paper_deletes_its_vectors_of_every_model(catalog: Catalog):
    catalog.put([paper(1)], NOW)
    embed(catalog, MODEL)
    embed(catalog, OTHER)
    assert catalog.delete(paper(1).id) is True
    assert catalog.vectors.count_by_model() == {}
    assert catalog.delete(paper(1).id) is False


def test_a_vector_that_came_after_the_look_at_what_is_sound_is_kept(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    embed(catalog, only=[paper(1).id])
    seen = catalog.version()
    embed(catalog)
    assert catalog.vectors.delete_damaged(MODEL, sound=(), version=seen) == 1
    assert catalog.vectors.unembedded_ids(MODEL) == [paper(1).id]


def test_vectors_come_back_to_the_bit_in_the_order_of_ids(catalog: Catalog):
    catalog.put([paper(number) for number in (3, 1, 2)], NOW)
    unembedded = catalog.vectors.unembedded(MODEL, catalog.vectors.unembedded_ids(MODEL))
    rows = np.random.default_rng(0).normal(size=(3, 5)).astype(np.float32)
    catalog.vectors.save(MODEL, unembedded, rows)
    order = np.argsort([item.id for item in unembedded])
    found = catalog.vectors.of_model(MODEL)
    assert found.ids == tuple(sorted(item.id for item in unembedded))
    assert found.vectors.tobytes() == rows[order].tobytes()


def test_a_vector_waits_for_the_index_until_it_is_marked(catalog: Catalog):
    catalog.put([paper(1), paper(2), paper(3)], NOW)
    embed(catalog)
    assert len(catalog.vectors.unindexed(MODEL, 2)[0].ids) == 2
    catalog.vectors.mark_indexed(MODEL, [paper(1).id, paper(2).id], catalog.version())
    assert catalog.vectors.unindexed(MODEL, 10)[0].ids == (paper(3).id,)
    catalog.vectors.mark_indexed(MODEL, [paper(3).id], catalog.version())
    assert catalog.vectors.count_unindexed(MODEL) == 0
    catalog.put([paper(2, abstract="A new text.")], NOW)
    embed(catalog)
    assert catalog.vectors.unindexed(MODEL, 10)[0].ids == (paper(2).id,)
    catalog.vectors.mark_unindexed(MODEL)
    assert catalog.vectors.count_unindexed(MODEL) == 3


def test_to_a_newcomer_everything_is_a_change(catalog: Catalog):
    catalog.put([paper(2), paper(1), paper(3)], NOW)
    embed(catalog, only=[paper(1).id, paper(2).id])
    changes = catalog.vectors.changes(MODEL)
    assert (changes.version, snapshot_id(changes.content, None)) == (catalog.version(), catalog.snapshot_id())
    both = sorted([paper(1), paper(2)], key=lambda item: item.id)
    assert changes.embedded.ids == tuple(item.id for item in both)
    assert changes.texts == tuple(f"{item.title} {item.abstract}" for item in both)
    assert changes.embedded.vectors.tobytes() == catalog.vectors.of_model(MODEL).vectors.tobytes()
    assert changes.removed == frozenset()


def test_read_in_pages_everything_comes_once_and_what_changed_since_is_left_to_follow(catalog: Catalog):
    records = [paper(number, external_ids={"doi": f"10.1000/{number}"}) for number in range(7)]
    catalog.put(records, NOW)
    embed(catalog)
    before = catalog.vectors.changes(MODEL)
    pages = list(catalog.vectors.pages(MODEL, before.version, size=2))
    assert [len(page.embedded.ids) for page in pages] == [2, 2, 2, 1]
    for field in ("texts", "titles", "authors"):
        assert [text for page in pages for text in getattr(page, field)] == list(getattr(before, field))
    assert [each for page in pages for each in page.embedded.ids] == list(before.embedded.ids)
    assert b"".join(page.embedded.vectors.tobytes() for page in pages) == before.embedded.vectors.tobytes()
    assert {**pages[0].other_ids, **pages[1].other_ids, **pages[2].other_ids, **pages[3].other_ids} == before.other_ids
    catalog.put([paper(2, abstract="A new text.")], NOW)
    read = [each for page in catalog.vectors.pages(MODEL, before.version, size=3) for each in page.embedded.ids]
    assert read == [each for each in before.embedded.ids if each != paper(2).id]
    assert catalog.vectors.changes(MODEL, before.version).embedded.ids == (paper(2).id,)


def test_of_what_somebody_knew_only_what_changed_since_is_told(catalog: Catalog):
    catalog.put([paper(number) for number in range(6)], NOW)
    embed(catalog)
    before = catalog.vectors.changes(MODEL)
    reworded, refound = paper(1, abstract="A new text."), paper(2, categories=("owls",))
    catalog.put([reworded, refound, paper(7)], NOW)
    catalog.delete(paper(3).id)
    changes = catalog.vectors.changes(MODEL, before.version)
    assert changes.embedded.ids == (reworded.id,)
    assert changes.texts == (f"{reworded.title} {reworded.abstract}",)
    assert changes.removed == {paper(3).id}
    embed(catalog)
    later = catalog.vectors.changes(MODEL, changes.version)
    assert later.embedded.ids == tuple(sorted([paper(1).id, paper(7).id]))
    assert later.removed == frozenset()


def test_new_authors_are_told_for_papers_are_searched_by_them(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    embed(catalog)
    before = catalog.vectors.changes(MODEL)
    catalog.put([paper(2, authors=("A. Ash", "B. Birch"))], NOW)
    changes = catalog.vectors.changes(MODEL, before.version)
    assert (changes.embedded.ids, changes.authors) == ((paper(2).id,), ("A. Ash\nB. Birch",))
    assert changes.titles == (paper(2).title,)


def test_a_paper_deleted_and_sent_again_is_a_change_and_not_gone(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    embed(catalog)
    before = catalog.vectors.changes(MODEL)
    catalog.delete(paper(1).id)
    catalog.put([paper(1)], NOW)
    gone = catalog.vectors.changes(MODEL, before.version)
    assert (gone.embedded.ids, gone.removed) == ((), {paper(1).id})
    embed(catalog)
    back = catalog.vectors.changes(MODEL, before.version)
    assert (back.embedded.ids, back.removed) == ((paper(1).id,), frozenset())


def test_as_many_gone_as_came_is_not_taken_for_no_change(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    embed(catalog)
    before = catalog.vectors.changes(MODEL)
    catalog.delete(paper(1).id)
    catalog.put([paper(3)], NOW)
    embed(catalog)
    changes = catalog.vectors.changes(MODEL, before.version)
    assert (changes.embedded.ids, changes.removed) == ((paper(3).id,), {paper(1).id})


def test_changes_of_another_model_are_not_told(catalog: Catalog):
    catalog.put([paper(1), paper(2)], NOW)
    embed(catalog, MODEL)
    before = catalog.vectors.changes(MODEL)
    embed(catalog, OTHER)
    changes = catalog.vectors.changes(MODEL, before.version)
    assert (changes.embedded.ids, changes.removed) == ((), frozenset())


@pytest.mark.embedded("asks SQLite how it would look")
def test_what_waits_for_the_index_is_found_without_reading_every_vector(stores: InFolders, tmp_path: Path):
    asked = list[str]()

    def listen(_connection, _cursor, statement, parameters, _context, _many):
        if "indexed" in statement:
            asked.append(statement.replace("?", "{!r}").format(*parameters))

    with stores.opened(tmp_path) as database:
        records = Catalog(database).vectors
        sa.event.listen(sa.Engine, "before_cursor_execute", listen)
        try:
            records.unindexed(MODEL, 10)
            records.unindexed_ids(MODEL, 10)
            records.count_unindexed(MODEL)
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", listen)
        with database.read() as connection:
            plans = [connection.execute(sa.text(f"EXPLAIN QUERY PLAN {each}")).one().detail for each in asked]
    assert len(plans) == 3
    assert all("USING" in plan and "vectors_unindexed" in plan for plan in plans)
