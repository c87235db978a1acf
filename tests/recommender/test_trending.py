"""Trending scores: three users make one, later likes count more, and no single like can be read off it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from service.recommender.trending import enough_users_within, likes_within, trending_scores, votes_in_likes

PAPERS = 6
TODAY = 740_000


def matrix(likes: list[tuple[int, int, int]], users: int = 12) -> sparse.csr_array[np.int64]:
    """The days of likes as (user, paper, day)."""
    who, what, when = np.array(likes, dtype=np.int64).reshape(-1, 3).T
    return sparse.csr_array((when, (who, what)), shape=(users, PAPERS))


def scores(likes: list[tuple[int, int, int]], users: int = 12) -> np.ndarray:
    """The trending scores after likes."""
    return trending_scores(matrix(likes, users))


def within(likes: list[tuple[int, int, int]], window: int, users: int = 12) -> np.ndarray:
    """What likes count within a window that ends today."""
    return likes_within(matrix(likes, users), TODAY, window)


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


def test_a_like_counts_one_today_half_in_the_middle_of_the_window_a_quarter_at_its_end_and_then_nothing():
    likes = [*fans(0, [0] * 4), *fans(1, [3] * 4), *fans(2, [6] * 4), *fans(3, [7] * 4)]
    assert within(likes, 6)[:4].tolist() == [4, 2, 1, 0]


def test_two_within_the_window_are_too_few_however_many_there_were_before():
    assert not within(fans(0, [0, 0, 8, 8, 8]), 7).any()
    assert within(fans(0, [0, 0, 7, 8, 8]), 7)[0] > 0


def test_a_like_of_tomorrow_does_not_count_yet():
    assert not within(fans(0, [0, 0, -1]), 7).any()


LIKES = st.dictionaries(st.tuples(st.integers(0, 11), st.integers(0, PAPERS - 1)), st.integers(-1, 40), max_size=24)


def listed(likes: dict[tuple[int, int], int]) -> list[tuple[int, int, int]]:
    return [(user, paper, TODAY - age) for (user, paper), age in likes.items()]


@given(LIKES, st.integers(0, 40), st.sampled_from([1, 7, 30]))
def test_one_user_more_of_a_paper_that_at_most_one_likes_changes_nothing_of_it_or_of_others(likes, age, window):
    few = {(user, paper): at for (user, paper), at in likes.items() if paper or user < 1}
    more = few | {(11, 0): age}
    before, after = within(listed(few), window), within(listed(more), window)
    assert before[0] == after[0] == 0
    assert np.array_equal(before, after)


@given(LIKES, st.sampled_from([1, 7, 30]))
def test_when_one_of_three_liked_a_paper_before_the_last_of_them_is_not_seen(likes, window):
    """Of the latest three only the day of the earliest matters: the other two may have come on any day since."""
    others = {(user, paper): at for (user, paper), at in likes.items() if paper}
    early = others | {(0, 0): window, (1, 0): window, (2, 0): window}
    late = others | {(0, 0): 0, (1, 0): 0, (2, 0): window}
    assert np.array_equal(within(listed(early), window), within(listed(late), window))


@given(LIKES)
def test_what_counts_within_a_window_counts_within_a_longer_one_and_more(likes):
    day, week, month = (within(listed(likes), window) for window in (1, 7, 30))
    assert set(np.flatnonzero(day)) <= set(np.flatnonzero(week)) <= set(np.flatnonzero(month))


@given(LIKES, st.sampled_from([1, 7, 30]))
def test_likes_go_in_steps_of_the_square_root_of_two(likes, window):
    found = within(listed(likes), window)
    steps = 2 * np.log2(found[found > 0])
    assert np.allclose(steps, np.round(steps))


@given(LIKES, st.sampled_from([1, 7, 30]))
def test_whether_enough_users_like_anything_is_told_of_three(likes, window):
    two = {(user, paper): at for (user, paper), at in likes.items() if user < 2}
    assert not enough_users_within(matrix(listed(two)), TODAY, window)
    inside = {user for (user, _), at in likes.items() if 0 <= at <= window}
    assert enough_users_within(matrix(listed(likes)), TODAY, window) == (len(inside) >= 3)


def test_nine_votes_are_as_much_as_one_like_and_a_thousand_as_three():
    votes, today = np.array([0, 9, 99, 999, 2**31 - 1]), np.zeros(5, dtype=int)
    assert votes_in_likes(votes, today, 7)[:4].tolist() == [0, 1, 2, 3]
    assert votes_in_likes(votes, today, 7)[4] < 10
    assert votes_in_likes(votes, today + 7, 7)[1] == pytest.approx(0.25)
