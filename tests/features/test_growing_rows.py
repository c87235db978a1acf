"""Rows that grow in place, and never under whoever holds fewer of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from service.features.growing_rows import GrowingArray, GrowingRows

PARTS = st.lists(st.integers(0, 120), min_size=1, max_size=6)


def block(seed: int, rows: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 3, (rows, 4)).astype(np.int32)


@given(PARTS)
def test_what_is_appended_comes_behind_and_what_was_there_stays(sizes: list[int]):
    blocks = [block(seed, size) for seed, size in enumerate(sizes)]
    array = GrowingArray.of(blocks[0])
    seen = [array.rows]
    for each in blocks[1:]:
        array = array.appended(each)
        seen.append(array.rows)
    for count, rows in enumerate(seen, 1):
        assert np.array_equal(rows, np.concatenate(blocks[:count]))


def test_nothing_is_copied_while_there_is_room():
    array = GrowingArray.of(block(0, 100))
    assert np.shares_memory(array.appended(block(1, 20)).rows, array.rows)


def test_two_that_grow_from_the_same_rows_do_not_meet():
    array = GrowingArray.of(block(0, 10))
    one, other = array.appended(block(1, 3)), array.appended(block(2, 5))
    assert np.array_equal(one.rows[10:], block(1, 3))
    assert np.array_equal(other.rows[10:], block(2, 5))


@given(PARTS)
def test_sparse_rows_grow_alike(sizes: list[int]):
    blocks = [sparse.csr_array(block(seed, size)) for seed, size in enumerate(sizes)]
    rows = GrowingRows.of(blocks[0])
    for each in blocks[1:]:
        rows = rows.appended(each)
    assert np.array_equal(rows.matrix(4).toarray(), np.concatenate([each.toarray() for each in blocks]))
    assert rows.matrix(6).shape == (sum(sizes), 6)
