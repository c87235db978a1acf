"""Samples that hardly change with what they are taken from."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.features.hash_sampling import hash_sample, sample_keys

NAMES = st.sets(st.text(max_size=8), min_size=1, max_size=60).map(sorted)


def sample(names: list[str], size: int) -> set[str]:
    return {names[index] for index in hash_sample(sample_keys(names), size).tolist()}


@given(NAMES, st.integers(1, 20))
def test_a_sample_has_as_many_as_asked_for_or_all(names: list[str], size: int):
    indices = hash_sample(sample_keys(names), size)
    assert len(indices) == min(size, len(names))
    assert indices.tolist() == sorted(set(indices.tolist()))


@given(NAMES, st.text(max_size=8), st.integers(1, 20))
def test_one_more_changes_one_member_at_most(names: list[str], other: str, size: int):
    before, after = sample(names, size), sample(sorted({*names, other}), size)
    assert after - before <= {other}
    assert len(before - after) <= 1


@given(NAMES, st.integers(1, 20))
def test_the_order_of_names_does_not_matter(names: list[str], size: int):
    assert sample(names, size) == sample(names[::-1], size)


def test_every_name_is_drawn_as_often_as_any_other():
    names = [f"hf:paper-{number}" for number in range(20_000)]
    indices = hash_sample(sample_keys(names), 2_000)
    tenths = np.histogram(indices, bins=10, range=(0, 20_000))[0]
    assert abs(tenths - 200).max() < 60
