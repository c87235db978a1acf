"""Metrics against values worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics import ranking


def hits(*ranks: int, of: int = 10):
    return np.isin(np.arange(1, of + 1), ranks)


def test_ndcg_is_what_the_formula_gives_by_hand():
    # DCG 1 + 1/log2(4) = 1.5; ideal 1 + 1/log2(3) = 1.630930
    assert ranking.ndcg(hits(1, 3), 2, 10) == pytest.approx(1.5 / 1.6309297536)


def test_ndcg_looks_at_the_first_k_only():
    assert ranking.ndcg(hits(4), 5, 3) == 0


def test_ndcg_of_a_short_list_is_against_all_that_could_be_found():
    assert ranking.ndcg(hits(1, of=1), 3, 10) == pytest.approx(1 / (1 + 1 / np.log2(3) + 1 / np.log2(4)))


def test_graded_ndcg_discounts_the_first_two_ranks_alike():
    # DCG 3 + 2 + 3/1.584963 + 0 + 1/2.321928 + 2/2.584963 = 8.097171; ideal 3 + 3 + 2/1.584963 + 2/2 + 1/2.321928 + 0
    assert ranking.graded_ndcg(np.array([3.0, 2, 3, 0, 1, 2]), 6) == pytest.approx(8.0971714 / 8.6925361)
    assert ranking.graded_ndcg(np.array([2.0, 3.0]), 2) == 1


def test_graded_ndcg_of_a_pool_without_grades_is_zero():
    assert ranking.graded_ndcg(np.zeros(4), 2) == 0


def test_recall_counts_what_is_found_of_all_there_is():
    assert ranking.recall(hits(1, 3, 9), 6, 5) == pytest.approx(2 / 6)
    assert ranking.recall(hits(), 0, 5) == 0


def test_reciprocal_rank_is_of_the_first_hit():
    assert ranking.reciprocal_rank(hits(4, 5)) == pytest.approx(1 / 4)
    assert ranking.reciprocal_rank(hits()) == 0


def test_average_precision_is_the_mean_over_the_hits():
    assert ranking.average_precision(hits(1, 3, of=4)) == pytest.approx((1 + 2 / 3) / 2)
    assert ranking.average_precision(hits()) == 0


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(1, 30))
def test_no_ranking_is_better_than_all_hits_first(marks, k):
    marked = np.array(marks)
    relevant = int(marked.sum())
    best = ranking.ndcg(np.sort(marked)[::-1], relevant, k)
    assert ranking.ndcg(marked, relevant, k) <= best + 1e-12
    assert best == pytest.approx(1 if relevant else 0)


def test_a_user_with_many_draws_counts_once():
    values = np.array([[1.0], [0.0], [0.5], [0.25]])
    means = ranking.mean_per_user(values, ["b", "b", "a", "b"])
    assert means[:, 0] == pytest.approx([0.5, 1.25 / 3])
