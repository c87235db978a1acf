"""Chroma as an index: what goes in is found, what is taken out is not, and what is broken is thrown away."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from service.storage.chroma.index import VectorIndex
from service.storage.vectors import StoredVectors
from tests.stores import InFolders

MODEL = "some-model@1/fp32/256"


def vectors(count: int, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def embedded(count: int, seed: int = 0) -> StoredVectors:
    return StoredVectors(tuple(f"hf:p{number:03}" for number in range(count)), vectors(count, seed))


@pytest.fixture
def open_index(stores: InFolders, tmp_path: Path) -> Iterator[Callable[..., VectorIndex]]:
    opened: list[VectorIndex] = []

    def opening(model: str = MODEL) -> VectorIndex:
        opened.append(stores.index(tmp_path, model))
        return opened[-1]

    yield opening
    for index in opened:
        index.close()
    stores.clear(tmp_path)


def test_the_nearest_come_first_and_as_an_exact_scan_has_them(open_index):
    index, rows = open_index(), embedded(200)
    index.add(rows)
    queries = vectors(5, seed=1)
    exact = np.argsort(-(queries @ rows.vectors.T), axis=1)[:, :10]
    assert index.near(queries, 10) == [[rows.ids[row] for row in best] for best in exact]


def test_asking_for_more_than_there_is_gives_all(open_index):
    index, rows = open_index(), embedded(3)
    index.add(rows)
    assert [sorted(ids) for ids in index.near(rows.vectors[:1], 50)] == [list(rows.ids)]


def test_an_empty_index_answers_with_nothing(open_index):
    index = open_index()
    assert index.near(vectors(2), 5) == [[], []]
    assert index.ids() == set()
    assert index.reaches(np.empty((0, 0), np.float32))


def test_a_deleted_paper_is_not_found_any_more_and_unknown_ids_do_no_harm(open_index):
    index, rows = open_index(), embedded(5)
    index.add(rows)
    index.delete(["hf:p002", "hf:never-there"])
    index.delete([])
    assert index.ids() == set(rows.ids) - {"hf:p002"}
    assert index.count() == 4
    assert "hf:p002" not in index.near(rows.vectors[2:3], 5)[0]


def test_adding_again_replaces_the_vector(open_index):
    index, rows = open_index(), embedded(5)
    index.add(rows)
    moved = vectors(1, seed=9)
    index.add(StoredVectors(("hf:p000",), moved))
    assert index.count() == 5
    assert index.near(moved, 1) == [["hf:p000"]]


def test_it_reaches_its_own_vectors_and_no_others(open_index):
    index, rows = open_index(), embedded(300)
    index.add(rows)
    assert index.reaches(rows.vectors)
    assert not index.reaches(vectors(300, seed=5))


def test_two_papers_with_one_vector_are_both_reached(open_index):
    index, same = open_index(), np.repeat(vectors(1), 4, axis=0)
    index.add(StoredVectors(("a", "b", "c", "d"), same))
    assert index.reaches(same)


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


@pytest.mark.embedded("about the files of Chroma")
@pytest.mark.parametrize("note", ["opening", "0" * 64, "", "\xff"])
def test_files_that_nobody_vouches_for_are_thrown_away(tmp_path: Path, open_index, note: str):
    first = open_index()
    first.add(embedded(5))
    first.close()
    (tmp_path / "chroma.seal").write_text(note)
    assert open_index().ids() == set()


@pytest.mark.embedded("about the files of Chroma")
def test_an_index_is_not_vouched_for_until_it_is_settled(tmp_path: Path, open_index):
    index = open_index()
    assert (tmp_path / "chroma.seal").read_text() == "opening"
    index.settle()
    assert (tmp_path / "chroma.seal").read_text() == "open"


@pytest.mark.embedded("about the files of Chroma")
def test_an_index_in_use_is_trusted_after_a_kill(tmp_path: Path, open_index):
    first, rows = open_index(), embedded(5)
    first.add(rows)
    first.close()
    (tmp_path / "chroma.seal").write_text("open")
    assert open_index().ids() == set(rows.ids)


def test_a_cleared_index_can_be_filled_again(open_index):
    index, rows = open_index(), embedded(5)
    index.add(rows)
    index.clear()
    assert index.ids() == set()
    index.add(rows)
    assert index.near(rows.vectors[3:4], 1) == [["hf:p003"]]


@pytest.mark.embedded("about the files of Chroma")
def test_files_that_chroma_cannot_open_are_thrown_away(tmp_path: Path, open_index):
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"this was an index once " * 500)
    index, rows = open_index(), embedded(5)
    assert index.ids() == set()
    index.add(rows)
    assert index.reaches(rows.vectors)
