"""Vectors as bytes: sound ones come back to the bit, damaged ones do not come back."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from service.storage.vectors import packed, unpacked

NUMBERS = st.floats(-1, 1, width=32)
SOUND = arrays(np.float32, 4, elements=NUMBERS).map(packed)
ODD = st.one_of(
    st.sampled_from([b"", b"abc", bytes(8), bytes(20)]), st.sampled_from([np.nan, np.inf, -np.inf, 2e6, -1e38])
)


@given(st.lists(SOUND, max_size=8), st.lists(st.tuples(st.integers(0, 8), ODD), max_size=3))
def test_what_is_sound_comes_back_to_the_bit_and_in_order_and_nothing_else(sound, odd):
    rows = [(f"hf:{place}", kept) for place, kept in enumerate(sound)]
    for place, damage in odd[: len(sound) // 2]:
        kept = damage if isinstance(damage, bytes) else packed(np.array([0, 1, damage, 0], dtype=np.float32))
        rows.insert(place, (f"my:{len(rows)}", kept))
    found = unpacked(rows)
    assert found.ids == tuple(f"hf:{place}" for place in range(len(sound)))
    assert [packed(row) for row in found.vectors] == sound


def test_of_nothing_but_damage_nothing_is_left():
    for kept in (b"", b"abc", packed(np.full(4, np.nan, dtype=np.float32))):
        found = unpacked([("hf:a", kept), ("hf:b", kept)])
        assert (found.ids, len(found.vectors)) == ((), 0)
