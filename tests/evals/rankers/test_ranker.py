"""How scores become a ranking."""

import numpy as np

from evals.rankers.ranker import Query, ranked


def test_ties_go_to_the_earlier_row_also_where_the_list_is_cut():
    none = np.array([], dtype=np.intp)
    found = ranked(lambda _: np.zeros(3_000))(Query("u", np.array([0, 2]), none))
    assert found.tolist() == [1, *range(3, 1_002)]
