import numpy as np
import pytest
from scipy import sparse

from service.features import make_features, sample_keys
from service.recommender.background import background_of
from tests.topics import corpus

PAPERS = corpus(400)
BACKGROUND = background_of(PAPERS)


def kernel(papers, others):
    return BACKGROUND.examples(papers).kernel(BACKGROUND.vectors(others))


def test_the_similarity_is_what_a_gaussian_process_keeps_after_zeros_all_over_the_corpus():
    """By papers, from the textbook: K - K (K + n/12 I)^-1 K, for coordinates alone, and the words beside them."""
    coordinates = BACKGROUND.vectors(PAPERS).vectors
    plain = coordinates @ coordinates.T
    kept = plain - plain @ np.linalg.solve(plain + 400 / 12 * np.eye(400), plain)
    words = (PAPERS.lexical @ PAPERS.lexical.T).toarray()
    common = coordinates[:, [-2]] @ coordinates[:, [-2]].T
    assert np.abs(kernel(PAPERS, PAPERS) - (kept + words - common)).max() < 1e-5


def test_a_similarity_is_the_same_from_both_sides():
    similarities = BACKGROUND.similarities(PAPERS)
    assert np.array_equal(similarities, similarities.T)
    assert np.abs(similarities - kernel(PAPERS, PAPERS) / BACKGROUND.deviation).max() < 1e-9


def test_unrelated_papers_deviate_by_about_one_from_a_similarity_of_about_none():
    topics = np.arange(400) % 8
    unrelated = BACKGROUND.similarities(PAPERS)[topics[:, None] != topics]
    assert abs(np.median(unrelated)) < 1
    assert 0.5 < unrelated.std() < 2


def test_papers_of_one_topic_are_more_alike_than_others():
    topics = np.arange(400) % 8
    similarities = BACKGROUND.similarities(PAPERS)
    within = similarities[(topics[:, None] == topics) & ~np.eye(400, dtype=bool)]
    assert np.median(within) > 2


def test_the_paper_nearest_to_the_mean_is_the_most_typical_and_half_of_all_are_less_than_usual():
    found = BACKGROUND.typicality(PAPERS.dense)
    assert np.argmax(found) == np.argmax(PAPERS.dense @ PAPERS.dense.mean(axis=0))
    assert np.median(found) == pytest.approx(0, abs=1e-6)


def test_an_empty_corpus_has_no_background():
    nothing = make_features(np.zeros((0, 4), np.float32), sparse.csr_array((0, 3), dtype=np.float32), sample_keys(()))
    with pytest.raises(ValueError, match="empty corpus"):
        background_of(nothing)
