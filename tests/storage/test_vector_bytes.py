"""Vectors as bytes: sound ones come back to the bit, damaged ones do not come back."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from service.storage.vector_bytes import from_bytes, to_bytes

NUMBERS = st.floats(-1, 1, width=32)
SOUND = arrays(np.float32, 4, elements=NUMBERS).map(to_bytes)
ODD = st.one_of(
    st.sampled_from([b"", b"abc", bytes(8), bytes(20)]), st.sampled_from([np.nan, np.inf, -np.inf, 2e6, -1e38])
)


@given(st.lists(SOUND, max_size=8), st.lists(st.tuples(st.integers(0, 8), ODD), max_size=3))
def test_what_is_sound_comes_back_to_the_bit_and_in_order_and_nothing_else(sound, odd):
    rows = [(f"hf:{place}", content) for place, content in enumerate(sound)]
    for place, damage in odd[: len(sound) // 2]:
        content = damage if isinstance(damage, bytes) else to_bytes(np.array([0, 1, damage, 0], dtype=np.float32))
        rows.insert(place, (f"my:{len(rows)}", content))
    found = from_bytes(rows)
    assert found.ids == tuple(f"hf:{place}" for place in range(len(sound)))
    assert [to_bytes(row) for row in found.vectors] == sound


def test_of_nothing_but_damage_nothing_is_left():
    for content in (b"", b"abc", to_bytes(np.full(4, np.nan, dtype=np.float32))):
        found = from_bytes([("hf:a", content), ("hf:b", content)])
        assert (found.ids, len(found.vectors)) == ((), 0)


def test_where_the_length_is_known_most_may_be_damaged():
    sound = to_bytes(np.ones(4, dtype=np.float32))
    assert from_bytes([("hf:a", bytes(8)), ("hf:b", bytes(8)), ("hf:c", sound)], 4).ids == ("hf:c",)
    assert from_bytes([("hf:a", bytes(8))], 4).vectors.shape == (0, 4)
