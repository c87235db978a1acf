import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from service.recommender.confidence import confidence, evidence

PARTS = arrays(np.float64, st.tuples(st.integers(1, 6), st.just(3)), elements=st.floats(-9, 9))


def test_confidence_falls_with_the_evidence():
    assert [confidence(found, co_likes=False) for found in (20.0, 10.0, 1.0)] == ["high", "medium", "low"]
    assert [confidence(found, co_likes=True) for found in (40.0, 20.0, 10.0)] == ["high", "medium", "low"]


def test_the_evidence_of_one_like_is_what_it_contributes_for_a_like_of_weight_one():
    assert evidence(np.array([[5.0, -1.0]]), np.ones(1)).tolist() == [5, -1]
    assert evidence(np.array([[10.0]]), np.array([2.0])).tolist() == [5]


def test_likes_that_agree_stand_out_more_than_one_of_them():
    assert evidence(np.full((4, 1), 5.0), np.ones(4)).tolist() == [10]


@given(PARTS, st.integers(0, 5))
def test_one_like_more_never_lowers_the_evidence(parts, left_out):
    fewer = np.delete(parts, left_out % len(parts), axis=0)
    if len(fewer):
        assert (evidence(parts, np.ones(len(parts))) >= evidence(fewer, np.ones(len(fewer))) - 1e-9).all()
