"""Chroma as an index: what goes in is found, and what is taken out is not."""

import numpy as np
import pytest

from service.storage import StoredVectors
from tests.storage.chroma.rows import embedded, vectors


def test_the_nearest_come_first_and_as_an_exact_scan_has_them(open_index):
    index, rows = open_index(), embedded(200)
    index.add(rows)
    queries = vectors(5, seed=1)
    exact = np.argsort(-(queries @ rows.vectors.T), axis=1)[:, :10]
    assert index.nearest(queries, 10) == [[rows.ids[row] for row in best] for best in exact]


def test_asking_for_more_than_there_is_gives_all(open_index):
    index, rows = open_index(), embedded(3)
    index.add(rows)
    assert [sorted(ids) for ids in index.nearest(rows.vectors[:1], 50)] == [list(rows.ids)]


def test_an_empty_index_answers_with_nothing(open_index):
    index = open_index()
    assert index.nearest(vectors(2), 5) == [[], []]
    assert index.ids() == set()
    assert index.finds(np.empty((0, 0), np.float32))


def test_a_deleted_paper_is_not_found_any_more_and_unknown_ids_do_no_harm(open_index):
    index, rows = open_index(), embedded(5)
    index.add(rows)
    index.delete(["hf:p002", "hf:never-there"])
    index.delete([])
    assert index.ids() == set(rows.ids) - {"hf:p002"}
    assert index.count() == 4
    assert "hf:p002" not in index.nearest(rows.vectors[2:3], 5)[0]


def test_adding_again_replaces_the_vector(open_index):
    index, rows = open_index(), embedded(5)
    index.add(rows)
    moved = vectors(1, seed=9)
    index.add(StoredVectors(("hf:p000",), moved))
    assert index.count() == 5
    assert index.nearest(moved, 1) == [["hf:p000"]]


def test_it_reaches_its_own_vectors_and_no_others(open_index):
    index, rows = open_index(), embedded(300)
    index.add(rows)
    assert index.finds(rows.vectors)
    assert not index.finds(vectors(300, seed=5))


def test_two_papers_with_one_vector_are_both_reached(open_index):
    index, same = open_index(), np.repeat(vectors(1), 4, axis=0)
    index.add(StoredVectors(("a", "b", "c", "d"), same))
    assert index.finds(same)


def test_what_was_added_is_there_after_opening_again(open_index):
    rows = embedded(20)
    first = open_index()
    first.add(rows)
    first.close()
    assert open_index().ids() == set(rows.ids)


def test_another_model_has_a_collection_of_its_own(open_index):
    one, rows = open_index(), embedded(5)
    one.add(rows)
    one.close()
    other = open_index("some-model@1/fp32/128")
    assert other.ids() == set()
    other.close()
    assert open_index().ids() == set(rows.ids)


def test_clearing_takes_the_collections_of_other_models_along(open_index):
    one = open_index()
    one.add(embedded(5))
    one.close()
    other = open_index("some-model@1/fp32/128")
    other.clear()
    other.close()
    assert open_index().ids() == set()


def test_a_cleared_index_can_be_filled_again(open_index):
    index, rows = open_index(), embedded(5)
    index.add(rows)
    index.clear()
    assert index.ids() == set()
    index.add(rows)
    assert index.nearest(rows.vectors[3:4], 1) == [["hf:p003"]]


@pytest.mark.parametrize(("lost", "is_whole"), [(0, True), (10, True), (30, False), (100, False)])
def test_an_index_may_miss_a_few_vectors_as_among_near_copies_and_not_many(open_index, lost: int, is_whole: bool):
    index, rows, others = open_index(), embedded(100), vectors(100, seed=9)
    index.add(StoredVectors(rows.ids, np.concatenate([others[:lost], rows.vectors[lost:]])))
    assert index.count() == 100
    assert index.finds(rows.vectors) is is_whole
