"""Intervals: repeatable, and as wide as they should be."""

import numpy as np
import pytest

from evals.metrics import bootstrap


def test_an_interval_holds_its_mean_and_is_the_same_every_time():
    values = np.random.default_rng(1).random(50)
    one, again = bootstrap.mean_interval(values, 3), bootstrap.mean_interval(values, 3)
    assert one == again
    assert one.low < one.mean < one.high
    assert one.mean == pytest.approx(values.mean())


def test_an_interval_is_about_as_wide_as_the_normal_one():
    values = np.random.default_rng(1).normal(size=400)
    interval = bootstrap.mean_interval(values, 0)
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.1)


def test_a_constant_gain_is_certain():
    theirs = np.random.default_rng(1).random(20)
    assert bootstrap.paired_difference(theirs + 0.125, theirs, 0) == pytest.approx((0.125, 0.125, 0.125))


def test_groups_count_the_same_whatever_their_size():
    groups = [np.ones(2), np.zeros(200), np.random.default_rng(1).random(30)]
    interval = bootstrap.mean_of_groups(groups, 0)
    assert interval.mean == pytest.approx((1 + groups[2].mean()) / 3)
    alone = bootstrap.mean_interval(groups[2], 0)
    assert interval.high - interval.low == pytest.approx((alone.high - alone.low) / 3, rel=0.1)
