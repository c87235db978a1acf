"""Trending scores: three users make one, later likes count more, and no single like can be read off it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from service.recommender.trending import trending_scores

PAPERS = 6
TODAY = 740_000


def scores(likes: list[tuple[int, int, int]], users: int = 12) -> np.ndarray:
    """The trending scores after likes as (user, paper, day)."""
    who, what, when = np.array(likes, dtype=np.int64).reshape(-1, 3).T
    return trending_scores(sparse.csr_array((when, (who, what)), shape=(users, PAPERS)))


def fans(paper: int, days: list[int]) -> list[tuple[int, int, int]]:
    return [(user, paper, TODAY - age) for user, age in enumerate(days)]


def test_three_users_make_a_score_and_two_make_none():
    assert scores([*fans(0, [0, 0, 0]), *fans(1, [0, 0])]).tolist() == [1, 0, 0, 0, 0, 0]
    assert not scores(fans(1, [0, 0])).any()
    assert not scores([]).any()
    assert trending_scores(sparse.csr_array((0, 0), dtype=np.int64)).shape == (0,)


def test_more_users_make_a_higher_score():
    found = scores([*fans(0, [0] * 4), *fans(1, [0] * 8), *fans(2, [0] * 12)])
    assert 0 < found[0] < found[1] < found[2] == 1


def test_old_popularity_fades():
    """Twelve likes of six weeks ago weigh less than three of today; after a fortnight half is left."""
    assert scores([*fans(0, [42] * 12), *fans(1, [0] * 3)])[:2].tolist() == [0.5, 1]
    assert scores([*fans(0, [14] * 3), *fans(1, [0] * 3)])[:2].tolist() == [0.5, 1]
    assert scores([*fans(0, [3_000] * 12), *fans(1, [0] * 3)])[:2].tolist() == [0, 1]


def test_the_passing_of_time_alone_changes_nothing():
    likes = [*fans(0, [0, 3, 9, 30]), *fans(1, [1, 1, 2]), *fans(2, [5] * 9)]
    later = [(user, paper, day + 1_000) for user, paper, day in likes]
    assert np.array_equal(scores(likes), scores(later))


def test_one_recent_like_of_a_paper_liked_long_ago_raises_it_no_more_than_an_old_one_would():
    others = fans(1, [0, 0, 0])
    recent, old = ([*fans(0, [20, 20, age]), *others] for age in (0, 20))
    assert np.array_equal(scores(recent), scores(old))


@given(st.lists(st.tuples(st.integers(3, 11), st.integers(0, PAPERS - 1), st.integers(0, 90)), max_size=40))
def test_when_a_single_like_was_given_and_one_below_three_cannot_be_seen(likes):
    """A victim likes paper 5, that at most one other user likes, or paper 0, that three like on some day."""
    others = {(user, paper): TODAY - age for user, paper, age in likes if paper != 5}
    honest = [*fans(0, [30, 30, 30]), *((user, paper, day) for (user, paper), day in others.items() if paper)]
    before = scores(honest)
    for age in (0, 45, 4_000):
        assert np.array_equal(before, scores([*honest, (3, 5, TODAY - age)]))
    early, late = (scores([*honest, (3, 0, TODAY - age)]) for age in (0, 30))
    assert np.array_equal(early, late)


@pytest.mark.parametrize("fan", range(20, 100, 9))
def test_one_more_among_many_moves_a_step_of_the_square_root_of_two_or_nothing(fan):
    likes = [*fans(0, [0] * fan), *fans(1, [0] * 100)]
    before, after = (scores(some, users=101) for some in (likes, [*likes, (fan, 0, TODAY)]))
    assert after[0] / before[0] in (1.0, pytest.approx(2**0.5))


def test_the_names_and_the_order_of_users_make_no_difference():
    likes = [*fans(0, [0, 7, 9, 30, 2]), *fans(1, [1, 1, 2]), *fans(2, [5] * 9)]
    turned = [(11 - user, paper, day) for user, paper, day in reversed(likes)]
    assert np.array_equal(scores(likes), scores(turned))
