"""Sorted lists that follow from older ones."""

from typing import TypeVar

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.features.row_merge import RowMerge

NAMES = st.sampled_from("abcdefgh")
LISTS = st.dictionaries(NAMES, st.integers(), max_size=8)
Value = TypeVar("Value")


def after(old: dict[str, Value], new: dict[str, Value], deleted: set[str]) -> dict[str, Value]:
    """What the list is to be, worked out the plain way."""
    return {name: value for name, value in old.items() if name not in deleted} | new


def beside(values: dict[str, int]) -> np.ndarray:
    return np.array([values[name] for name in sorted(values)], dtype=object).reshape(-1, 1)


@given(LISTS, LISTS, st.sets(NAMES))
def test_items_and_what_stands_beside_them_follow(old: dict[str, int], new: dict[str, int], deleted: set[str]):
    deleted -= new.keys()
    merge = RowMerge.of(sorted(old), sorted(new), deleted)
    wanted = after(old, new, deleted)
    assert merge.items(sorted(old), sorted(new)) == tuple(sorted(wanted))
    assert merge.rows(beside(old), beside(new)).tolist() == beside(wanted).tolist()
    removed = {sorted(old)[index] for index in merge.removed}
    assert removed == old.keys() & (new.keys() | deleted)


def test_what_stays_together_is_one_run():
    merge = RowMerge.of("abdefg", "cxyz", {"f"})
    assert merge.runs == ((0, 0, 2), (1, 0, 1), (0, 2, 4), (0, 5, 6), (1, 1, 4))
    assert merge.removed == (4,)


def test_entries_of_items_follow_their_items():
    merge = RowMerge.of("ac", "b", ()).within(np.array([0, 2, 5]), np.array([0, 3]))
    assert merge.runs == ((0, 0, 2), (1, 0, 3), (0, 2, 5))
