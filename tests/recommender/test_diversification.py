import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.recommender.background import background_of
from service.recommender.diversification import Quota, diversify, interest_quota
from service.recommender.preference_model import fit
from tests.topics import corpus

PAPERS = corpus(200)
SCORES = np.random.default_rng(0).normal(size=200)


def test_without_diversity_the_best_come_first():
    picks = diversify(SCORES, PAPERS, 10, 0.0)
    assert [row for row, _ in picks] == np.argsort(-SCORES)[:10].tolist()
    assert all(penalty == 0 for _, penalty in picks)


@given(st.integers(0, 60), st.floats(0, 1))
def test_the_order_is_by_the_score_after_penalties_and_names_no_paper_twice(limit, diversity):
    picks = diversify(SCORES, PAPERS, limit, diversity)
    final = [round(SCORES[row] + penalty, 9) for row, penalty in picks]
    assert final == sorted(final, reverse=True)
    assert len({row for row, _ in picks}) == limit


@given(st.integers(0, 60), st.floats(0, 1), st.lists(st.floats(0.01, 1), min_size=1, max_size=5))
def test_every_beginning_of_the_order_is_the_shorter_list_and_keeps_the_quota(limit, diversity, sizes):
    quota = Quota(np.arange(200) % len(sizes), tuple(size / sum(sizes) for size in sizes))
    long = diversify(SCORES, PAPERS, 60, diversity, quota)
    short = diversify(SCORES, PAPERS, limit, diversity, quota)
    assert [row for row, _ in short] == [row for row, _ in long[:limit]]
    served = [int(quota.interest[row]) for row, _ in long[:limit]]
    assert all(served.count(i) >= np.floor(limit * share / 2) for i, share in enumerate(quota.shares))


def test_each_pick_is_the_best_of_all_that_are_left():
    chosen: list[int] = []
    for row, penalty in diversify(SCORES, PAPERS, 30, 0.9):
        similarity = np.clip(PAPERS.centred.astype(float) @ PAPERS.centred[chosen].astype(float).T, 0, 1)
        values = SCORES - 0.9 * similarity.max(axis=1, initial=0) * np.maximum(SCORES, 0)
        values[chosen] = -np.inf
        assert SCORES[row] + penalty == pytest.approx(values.max(), abs=1e-9)
        chosen.append(row)


def test_a_copy_of_a_better_paper_is_pushed_down():
    papers = PAPERS.take([3, 3, 6])
    (first, _), (second, none), (third, penalty) = diversify(np.array([1.0, 0.9, 0.8]), papers, 3, 0.9)
    assert (first, second, third) == (0, 2, 1)
    assert penalty < -0.8 < none


def test_a_user_of_two_topics_keeps_both():
    liked = [3, 11, 19, 27, 35, 43, 51, 59, 6, 14]
    user = fit(PAPERS, liked, [], background_of(PAPERS))
    rows = np.setdiff1d(np.arange(200), liked)
    candidates = PAPERS.take(rows)
    scores = user.scores(candidates)
    scores[rows % 8 == 6] -= 50  # the ranking by itself forgets the smaller topic
    shares = user.shares(np.repeat(np.eye(2), [8, 2], axis=1), candidates)
    quota = interest_quota(shares, [0.5, 0.5])
    forgetful = [rows[row] % 8 for row, _ in diversify(scores, candidates, 12, 0.0)]
    fair = [quota.interest[row] for row, _ in diversify(scores, candidates, 12, 0.3, quota)]
    assert 6 not in forgetful
    assert fair.count(0) >= 3
    assert fair.count(1) >= 3


def test_an_interest_without_candidates_takes_no_place():
    picks = diversify(SCORES, PAPERS, 10, 0.3, Quota(np.zeros(200, dtype=np.intp), (0.5, 0.5)))
    assert len(picks) == 10


def test_fewer_candidates_than_places_are_all_there_is():
    assert len(diversify(SCORES[:3], PAPERS.take([0, 1, 2]), 10, 0.3)) == 3
    assert diversify(SCORES[:0], PAPERS.take([]), 10, 0.3) == []
