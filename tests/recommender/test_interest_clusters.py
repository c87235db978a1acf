import numpy as np
import pytest

from service.features import TermCounts, make_features, sample_keys, tfidf_rows
from service.recommender.background import background_of
from service.recommender.interest_clusters import cluster_interests
from tests.topics import texts


def apart(noise: float = 0.3, count: int = 400):
    """Eight topics far from each other."""
    generator = np.random.default_rng(2)
    vectors = generator.normal(size=(8, 32))[np.arange(count) % 8] + generator.normal(size=(count, 32)) * noise
    words = texts(count)
    rows = tfidf_rows(TermCounts.of(words))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return make_features(vectors.astype(np.float32), rows, sample_keys(words))


PAPERS = apart()
BACKGROUND = background_of(PAPERS)


def test_two_topics_are_two_interests_the_larger_first():
    liked = [3, 6, 11, 14, 19, 22, 27]
    first, second = cluster_interests(PAPERS, liked, BACKGROUND)
    assert first.rows == (3, 11, 19, 27)
    assert second.rows == (6, 14, 22)
    assert first.weight + second.weight == pytest.approx(1)
    assert first.medoid in first.rows


def test_likes_of_one_topic_are_one_interest():
    (only,) = cluster_interests(PAPERS, list(range(3, 163, 8)), BACKGROUND)
    assert len(only.rows) == 20
    assert only.weight == 1


def test_likes_that_resemble_nothing_liked_are_interests_of_their_own_and_none_are_none():
    assert [interest.rows for interest in cluster_interests(PAPERS, [1, 2, 3, 9], BACKGROUND)] == [(1, 9), (2,), (3,)]
    assert cluster_interests(PAPERS, [], BACKGROUND) == ()


def test_interests_do_not_depend_on_the_order_of_the_likes():
    liked = [3, 6, 11, 14, 19, 22, 27]
    found = {frozenset(interest.rows) for interest in cluster_interests(PAPERS, liked, BACKGROUND)}
    assert found == {frozenset(interest.rows) for interest in cluster_interests(PAPERS, liked[::-1], BACKGROUND)}


def test_there_are_no_more_interests_than_asked_for():
    assert len(cluster_interests(PAPERS, list(range(64)), BACKGROUND, most=3)) <= 3


def test_every_like_belongs_to_one_interest_also_beyond_those_that_are_clustered():
    liked = [row for row in range(400) if row % 8 in (3, 6)]
    found = cluster_interests(PAPERS, liked, BACKGROUND)
    assert [sorted({row % 8 for row in interest.rows}) for interest in found] == [[3], [6]]
    many = apart(count=8_800)
    thousands = [row for row in range(8_800) if row % 8 in (3, 6)]
    found = cluster_interests(many, thousands, background_of(many))
    assert sorted(row for interest in found for row in interest.rows) == thousands


def test_identical_papers_are_one_interest():
    papers = PAPERS.take([5] * 10 + list(range(6, 200)))
    assert len(cluster_interests(papers, list(range(10)), background_of(papers))) == 1
