import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from service.features import Features, kernel_matrix, make_features, sample_keys
from service.recommender.preference_model import MOST_LIKES, PreferenceModel, fit, sample_background
from tests.topics import corpus

PAPERS, _ = corpus(400)
BACKGROUND = sample_background(PAPERS, size=150)
ROWS = st.lists(st.integers(0, 399), unique=True, min_size=1, max_size=12)


def fitted(liked: list[int], disliked: list[int] | None = None, weights: list[float] | None = None) -> PreferenceModel:
    return fit(PAPERS, liked, disliked or [], BACKGROUND, weights)


def made(vectors: np.ndarray) -> Features:
    words = sparse.csr_array((len(vectors), 3), dtype=np.float32)
    return make_features(vectors.astype(np.float32), words, sample_keys([str(row) for row in range(len(vectors))]))


@given(ROWS, st.integers(0, 4))
def test_the_parts_and_the_baseline_add_up_to_the_score(rows, disliked):
    user = fitted(rows[disliked:] or rows, rows[:disliked] if len(rows) > disliked else [])
    parts, baseline = user.parts(PAPERS)
    assert parts.shape == (len(user.examples), 400)
    assert np.abs(parts.sum(axis=0) + baseline - user.scores(PAPERS)).max() < 1e-9


@given(ROWS)
def test_a_score_does_not_depend_on_the_candidates_beside_it(rows):
    user = fitted(rows)
    assert np.abs(user.scores(PAPERS.take(rows)) - user.scores(PAPERS)[rows]).max() < 1e-9


@pytest.mark.parametrize("likes", [1, 2, 10])
def test_papers_of_the_liked_topic_rank_first(likes):
    liked = [8 * i + 3 for i in range(likes)]
    scores = fitted(liked).scores(PAPERS)
    scores[liked] = -np.inf
    assert np.mean(np.argsort(-scores)[:20] % 8 == 3) >= 0.9


def test_mean_and_deviation_are_those_of_the_background_that_was_not_named():
    user = fitted([1, 9, 17], [2])
    others = np.setdiff1d(BACKGROUND.rows, [1, 9, 17, 2])
    scores = user.scores(PAPERS.take(others))
    assert scores.mean() == pytest.approx(user.mean, abs=1e-9)
    assert scores.std() == pytest.approx(user.deviation, abs=1e-9)


def test_the_cached_inverse_gives_the_ridge_solution_of_the_whole_system():
    liked, disliked = [int(BACKGROUND.rows[0]), 3, 11], [int(BACKGROUND.rows[5])]
    background = np.setdiff1d(BACKGROUND.rows, [*liked, *disliked])
    papers = PAPERS.take([*liked, *disliked, *background])
    m = len(BACKGROUND.rows)
    ridge = 2 * 20 * np.array([3 / m] * 3 + [1 / (0.3 * m)] + [1] * len(background))
    wanted = np.array([1.0] * 3 + [-1.0] * (1 + len(background)))
    system = kernel_matrix(papers, papers) + 1
    scores = 1 + (kernel_matrix(PAPERS, papers) + 1) @ np.linalg.solve(system + np.diag(ridge), wanted)
    assert np.abs(fitted(liked, disliked).scores(PAPERS) - scores).max() < 1e-8


def test_without_the_top_named_like_a_paper_falls_at_least_as_far_as_without_any_other():
    generator = np.random.default_rng(5)
    held: list[bool] = []
    for topic in range(8):
        for likes in (2, 3, 4, 5, 6):
            liked = generator.permutation(np.arange(topic, 400, 8))[:likes].tolist()
            user = fitted(liked)
            best = PAPERS.take([row for row in np.argsort(-user.scores(PAPERS)).tolist() if row not in liked][:3])
            top = user.parts(best)[0].argmax(axis=0)
            left = np.stack([fitted(liked[:i] + liked[i + 1 :]).scores(best) for i in range(likes)])
            held += [left[like, column] <= left[:, column].min() + 1e-9 for column, like in enumerate(top)]
    assert len(held) == 120
    assert np.mean(held) >= 0.9


@given(st.integers(0, 399), st.integers(2, 6))
def test_a_dislike_lowers_the_papers_most_like_it_and_says_so(disliked, likes):
    liked = [row for row in range(3, 400, 8) if row != disliked][:likes]
    before, after = fitted(liked), fitted(liked, [disliked])
    own = PAPERS.take([disliked])
    assert after.scores(own)[0] < before.scores(own)[0]
    assert after.parts(own)[0][-1, 0] < 0


def test_a_dislike_counts_against_its_topic_with_one_like_too():
    twins = list(range(10, 400, 8))
    assert fitted([3], [2]).scores(PAPERS.take(twins)).mean() < fitted([3]).scores(PAPERS.take(twins)).mean()


def test_a_muted_like_says_nothing():
    muted, without = fitted([3, 11, 6], weights=[1, 1, 0]), fitted([3, 11])
    assert muted.likes.tolist() == [3, 11]
    assert np.corrcoef(muted.scores(PAPERS), without.scores(PAPERS))[0, 1] > 0.999


def test_a_like_of_more_weight_adds_more():
    def share(weight: float) -> float:
        parts, _ = fitted([3, 6], weights=[weight, 1]).parts(PAPERS.take([11]))
        return parts[0, 0]

    assert share(3) > share(1) > share(0.3)


def test_equal_weights_change_nothing():
    plain, weighed = fitted([3, 6, 9]).scores(PAPERS), fitted([3, 6, 9], weights=[2.5] * 3).scores(PAPERS)
    assert np.abs(plain - weighed).max() < 1e-9


@pytest.mark.parametrize("liked", [[3], [3, 11, 6]])
def test_the_scan_is_the_score_in_single_precision(liked):
    user = fitted(liked, [9])
    assert np.abs(user.scores(PAPERS) - user.scan(PAPERS)).max() < 1e-5


def test_standard_scores_have_mean_zero_and_deviation_one_over_the_background():
    user = fitted([1, 9, 17])
    others = np.setdiff1d(BACKGROUND.rows, [1, 9, 17])
    standard = user.standardised(user.scores(PAPERS.take(others)))
    assert standard.mean() == pytest.approx(0, abs=1e-9)
    assert standard.std() == pytest.approx(1, abs=1e-9)


def test_likes_beyond_the_first_ones_do_not_count():
    many = np.random.default_rng(0).integers(0, 400, 50_000).tolist()
    user = fitted(many, many)
    assert user.likes.tolist() == many[:MOST_LIKES]
    assert len(user.dislikes) == MOST_LIKES
    assert np.isfinite(user.scores(PAPERS)).all()


def test_the_same_likes_give_the_same_bytes():
    fresh, _ = corpus(400)
    again = fit(fresh, [3, 6], [9], sample_background(fresh, size=150)).scores(fresh)
    assert again.tobytes() == fitted([3, 6], [9]).scores(PAPERS).tobytes()


@pytest.mark.parametrize("count", [1, 2, 3, 9])
@pytest.mark.parametrize("kind", ["different", "identical", "zero"])
def test_a_degenerate_corpus_gives_finite_scores(count, kind):
    vectors = np.zeros((count, 4)) if kind == "zero" else np.tile([0.6, 0.8, 0, 0], (count, 1))
    if kind == "different":
        vectors = np.eye(9)[:count]
    papers = made(vectors)
    background = sample_background(papers)
    for liked, disliked in (([0], []), ([0], [count - 1]), (list(range(count)), [])):
        user = fit(papers, liked, disliked, background)
        parts, baseline = user.parts(papers)
        assert np.isfinite(user.scores(papers)).all()
        assert np.abs(parts.sum(axis=0) + baseline - user.scores(papers)).max() < 1e-9


def test_identical_papers_get_identical_scores():
    papers = PAPERS.take([0, 1, 2, 3, 3, 3, 4, 5])
    user = fit(papers, [0, 1], [], sample_background(papers))
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


@pytest.mark.parametrize("weights", [[1.0], [1.0, -1.0], [1.0, np.nan], [0.0, 0.0]])
def test_weights_that_mean_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="like"):
        fitted([3, 6], weights=weights)


def test_no_likes_are_no_model_and_no_papers_no_background():
    with pytest.raises(ValueError, match="at least one like"):
        fitted([], [3])
    with pytest.raises(ValueError, match="empty corpus"):
        sample_background(made(np.zeros((0, 4))))
