"""Numbers as they are printed."""

from hypothesis import given
from hypothesis import strategies as st

from service.web.numbers import adding_up, signed


@given(st.lists(st.floats(-50, 50), max_size=12))
def test_rounded_parts_add_up_to_the_rounded_sum_and_none_is_far_off(parts):
    found = adding_up(parts)
    assert round(sum(found), 3) == round(round(sum(parts) * 1000) / 1000, 3)
    assert all(abs(one - other) <= 0.0011 for one, other in zip(found, parts, strict=True))


def test_a_number_has_its_sign_and_zero_has_none():
    assert [signed(number) for number in (0.5, -0.5, 0.0, -0.0004)] == [
        "+0.500",
        "\N{MINUS SIGN}0.500",
        "0.000",
        "0.000",
    ]
