"""Formulas as plain text."""

import pytest

from service.extractive.formulas import has_formula_source, with_readable_formulas


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at Re_{tau}approx 180 it holds", "at Re_τ ≈ 180 it holds"),
        ("in mathcal{O}(d^k) steps", "in O(d^k) steps"),
        ("a rate of approx1%", "a rate of ≈ 1%"),
        ("scaled by 1/text{depth}", "scaled by 1/depth"),
    ],
)
def test_what_can_mean_one_thing_only_is_rendered(text, expected):
    assert with_readable_formulas(text) == expected
    assert not has_formula_source(expected)


@pytest.mark.parametrize(
    "text", ["we call it \\tool", "by~sokol2020one it", "of widetilde Theta(d^{kq})", "cai2022achieve has"]
)
def test_what_nobody_can_read_is_seen(text):
    assert has_formula_source(with_readable_formulas(text))
