import numpy as np

from service.features import kernel_matrix
from service.recommender.confidence import abstains, confidences, unrelated_similarity
from tests.topics import corpus

PAPERS, _ = corpus(400)


def test_almost_no_two_papers_of_different_topics_are_as_similar_as_the_bound():
    similarity = kernel_matrix(PAPERS, PAPERS)
    apart = (np.arange(400)[:, None] - np.arange(400)) % 8 != 0
    assert (similarity[apart] < unrelated_similarity(PAPERS)).mean() > 0.98


def test_the_bound_is_the_same_each_time():
    assert unrelated_similarity(PAPERS) == unrelated_similarity(corpus(400)[0])


def test_a_paper_alone_has_nothing_to_compare_with():
    assert unrelated_similarity(PAPERS.take([0])) == 0


def test_confidence_falls_with_the_score():
    scores, near = np.array([9.0, 4.5, 1.0]), np.full(3, 0.9)
    assert confidences(scores, near, 0.4, co_likes=False) == ("high", "medium", "low")
    assert confidences(np.array([30.0, 9, 6]), near, 0.4, co_likes=True) == ("high", "medium", "low")


def test_a_paper_no_closer_than_unrelated_ones_is_never_sure_by_content():
    assert confidences(np.array([9.0]), np.array([0.3]), 0.4, co_likes=False) == ("low",)


def test_nothing_close_and_nobody_else_is_a_reason_to_abstain():
    assert abstains(np.array([0.1, 0.4]), np.zeros(2), 0.4)
    assert not abstains(np.array([0.1, 0.41]), np.zeros(2), 0.4)
    assert not abstains(np.array([0.1, 0.4]), np.array([0.2, 0]), 0.4)
    assert abstains(np.zeros(0), np.zeros(0), 0.4)
