import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from service.features import Features, make_features, sample_keys
from service.recommender.background import background_of
from service.recommender.preference_model import PreferenceModel, fit
from tests.topics import corpus

PAPERS = corpus(400)
BACKGROUND = background_of(PAPERS)
ROWS = st.lists(st.integers(0, 399), unique=True, min_size=1, max_size=12)


def fitted(liked: list[int], disliked: list[int] | None = None, weights: list[float] | None = None) -> PreferenceModel:
    return fit(PAPERS, liked, disliked or [], BACKGROUND, weights)


def made(vectors: np.ndarray) -> Features:
    words = sparse.csr_array((len(vectors), 3), dtype=np.float32)
    return make_features(vectors.astype(np.float32), words, sample_keys([str(row) for row in range(len(vectors))]))


@given(ROWS, st.integers(0, 4))
def test_the_contributions_add_up_to_the_score(rows, disliked):
    user = fitted(rows[disliked:] or rows, rows[:disliked] if len(rows) > disliked else [])
    contributions = user.contributions(PAPERS)
    assert contributions.shape == (len(user.examples), 400)
    assert np.abs(contributions.sum(axis=0) - user.scores(PAPERS)).max() < 1e-9


@given(ROWS)
def test_a_score_does_not_depend_on_the_candidates_beside_it(rows):
    user = fitted(rows)
    assert np.abs(user.scores(PAPERS.take(rows)) - user.scores(PAPERS)[rows]).max() < 1e-9


@pytest.mark.parametrize("likes", [1, 2, 10])
def test_papers_of_the_liked_topic_rank_first(likes):
    liked = [8 * i + 3 for i in range(likes)]
    scores = fitted(liked).scores(PAPERS)
    scores[liked] = -np.inf
    assert np.mean(np.argsort(-scores)[:20] % 8 == 3) >= (0.6 if likes == 1 else 0.9)


@given(st.integers(0, 399), st.integers(2, 6))
def test_a_dislike_lowers_the_papers_most_like_it_and_says_so(disliked, likes):
    liked = [row for row in range(3, 400, 8) if row != disliked][:likes]
    before, after = fitted(liked), fitted(liked, [disliked])
    own = PAPERS.take([disliked])
    assert after.scores(own)[0] < before.scores(own)[0]
    assert after.contributions(own)[-1, 0] < 0


def test_a_dislike_counts_against_its_topic():
    twins = list(range(10, 400, 8))
    assert fitted([3], [2]).scores(PAPERS.take(twins)).mean() < fitted([3]).scores(PAPERS.take(twins)).mean()


def test_a_muted_like_says_nothing():
    muted, without = fitted([3, 11, 6], weights=[1, 0, 1]), fitted([3, 6])
    assert muted.likes.tolist() == [3, 6]
    assert muted.scores(PAPERS).tobytes() == without.scores(PAPERS).tobytes()


def test_a_like_of_twice_the_weight_adds_twice_as_much():
    once, twice = (fitted([3, 6], weights=[weight, 1]).contributions(PAPERS) for weight in (1, 2))
    assert np.abs(2 * once[0] - twice[0]).max() < 1e-9
    assert np.array_equal(once[1], twice[1])


def test_without_any_like_every_paper_has_the_score_of_the_background():
    assert not fitted([]).scores(PAPERS).any()
    assert fitted([], [3]).scores(PAPERS.take([3]))[0] < 0


def test_a_group_of_likes_adds_what_it_would_score_alone():
    shares = fitted([3, 6, 9]).shares(np.array([[1.0, 0, 0], [0, 1, 1]]), PAPERS)
    for share, alone in zip(shares, (fitted([3]), fitted([6, 9])), strict=True):
        assert np.abs(share - alone.scores(PAPERS)).max() < 1e-9


@pytest.mark.parametrize("liked", [[3], [3, 11, 6], list(range(100))])
def test_the_scan_is_the_score_in_single_precision(liked):
    user = fitted(liked, [9])
    assert np.abs(user.scores(PAPERS) - user.scan(PAPERS)).max() < 1e-5 * max(1, np.abs(user.scores(PAPERS)).max())


def test_the_same_likes_give_the_same_bytes():
    fresh = corpus(400)
    again = fit(fresh, [3, 6], [9], background_of(fresh)).scores(fresh)
    assert again.tobytes() == fitted([3, 6], [9]).scores(PAPERS).tobytes()


@pytest.mark.parametrize("count", [1, 2, 3, 9])
@pytest.mark.parametrize("kind", ["different", "identical", "zero"])
def test_a_degenerate_corpus_gives_finite_scores(count, kind):
    vectors = np.zeros((count, 4)) if kind == "zero" else np.tile([0.6, 0.8, 0, 0], (count, 1))
    if kind == "different":
        vectors = np.eye(9)[:count]
    papers = made(vectors)
    background = background_of(papers)
    for liked, disliked in (([0], []), ([0], [count - 1]), (list(range(count)), [])):
        user = fit(papers, liked, disliked, background)
        assert np.isfinite(user.scores(papers)).all()
        assert np.abs(user.contributions(papers).sum(axis=0) - user.scores(papers)).max() < 1e-9


def test_identical_papers_get_identical_scores():
    papers = PAPERS.take([0, 1, 2, 3, 3, 3, 4, 5])
    user = fit(papers, [0, 1], [], background_of(papers))
    scores = user.scores(papers)
    assert np.abs(scores[3:6] - scores[3]).max() < 1e-9


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_number_that_is_not_finite_is_refused(bad):
    vectors = np.eye(4)
    vectors[2, 1] = bad
    with pytest.raises(ValueError, match="not finite"):
        made(vectors)


def test_embeddings_and_words_of_different_papers_are_refused():
    with pytest.raises(ValueError, match="4 embeddings, but 3 rows"):
        make_features(np.eye(4, dtype=np.float32), sparse.csr_array((3, 2), dtype=np.float32), sample_keys("abcd"))


@pytest.mark.parametrize("weights", [[1.0], [1.0, -1.0], [1.0, np.nan]])
def test_weights_that_mean_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="like"):
        fitted([3, 6], weights=weights)
