import numpy as np
import pytest
from scipy import sparse

from service.features import kernel_matrix
from service.recommender.item_cf import CoLikes, Neighbours
from tests.topics import corpus

PAPERS = corpus(120)
NEIGHBOURS = Neighbours(PAPERS, most=10)
ALL = np.arange(120)


def likes(libraries: list[list[int]]) -> sparse.csr_array:
    table = np.zeros((len(libraries), 120))
    for user, rows in enumerate(libraries):
        table[user, rows] = 1
    return sparse.csr_array(table)


def parts(libraries: list[list[int]], liked: list[int], without: int | None = None) -> np.ndarray:
    return CoLikes(likes(libraries), NEIGHBOURS).parts(liked, ALL, without)


def test_a_paper_liked_by_three_others_together_with_a_like_gets_a_share():
    shares = parts([[0, 50]] * 3, [0])
    assert shares[0, 50] > 0
    assert shares[0, 51] == 0


def test_two_users_are_too_few_to_count():
    assert not parts([[0, 50]] * 2 + [[7, 99]] * 4, [0])[:, 50].any()


def test_the_asking_user_is_not_one_of_the_three():
    libraries = [[0, 50]] * 3
    assert not parts(libraries, [0], without=0).any()
    libraries.append([0, 50])
    assert parts(libraries, [0], without=0)[0, 50] > 0


def test_the_asking_users_own_likes_change_nothing():
    others = [[0, 50, 9], [0, 50], [0, 50, 7], [8, 9]]
    with_own = parts([[0, 50, 77], *others], [0, 9], without=0)
    assert np.array_equal(with_own, parts([[], *others], [0, 9], without=0))


@pytest.mark.parametrize("secret", range(0, 120, 7))
def test_who_compares_answers_cannot_see_a_like_that_fewer_than_three_share(secret):
    """An attacker with one made-up account beside the victim, and three honest users who like something else."""
    honest = [[1, 2, 3]] * 3
    attacker, victim = [[0, 50]], [[0, secret]]
    before, after = (parts([*honest, *attacker, *extra], [0], without=3) for extra in ([[]], victim))
    assert np.array_equal(before, after)


def test_one_more_user_below_three_changes_no_visible_number():
    shown = [[0, 50]] * 3
    before = parts([*shown, [60]], [0, 60])
    after = parts([*shown, [60, 70]], [0, 60])
    assert before[0, 50] > 0
    assert np.array_equal(before, after)


def test_the_total_covers_the_parts_and_shows_where_to_look():
    generator = np.random.default_rng(1)
    libraries = [generator.choice(120, 12, replace=False).tolist() for _ in range(40)]
    co_likes = CoLikes(likes(libraries), NEIGHBOURS)
    liked = libraries[4][:5]
    total, summed = co_likes.total(liked, np.ones(5), 4), co_likes.parts(liked, ALL, 4).sum(axis=0)
    assert (total >= summed - 1e-9).all()
    assert summed.any()


def test_a_like_that_everybody_shares_says_less_than_a_rare_one():
    libraries = [[0, 99, 50]] * 3 + [[99, 7]] * 60
    rare, common = parts(libraries, [0, 99])[:, 50]
    assert 0 < common < rare


def test_nobodys_likes_add_nothing():
    assert not parts([], [0, 1]).any()
    assert not CoLikes(likes([]), NEIGHBOURS).total([0], np.ones(1)).any()
    assert parts([[0, 50]] * 3, []).shape == (0, 120)


def test_neighbours_are_the_nearest_papers_by_the_kernel_and_the_paper_itself():
    row = NEIGHBOURS.of([17]).toarray()[0]
    similarity = np.clip(kernel_matrix(PAPERS.take([17]), PAPERS)[0] / 1.7, 0, 1) ** 6
    similarity[17] = 1
    nearest = np.argsort(-similarity)[:11]
    assert set(np.flatnonzero(row)) <= set(nearest)
    assert row[nearest] == pytest.approx(similarity[nearest], abs=1e-8)


def test_neighbours_do_not_depend_on_what_was_asked_before():
    fresh = Neighbours(PAPERS, most=10)
    fresh.of(list(range(100)))
    assert np.array_equal(fresh.of([40, 3]).toarray(), Neighbours(PAPERS, most=10).of([40, 3]).toarray())


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_tiny_corpus_has_neighbours_too(count):
    papers = PAPERS.take(range(count))
    rows = Neighbours(papers).of(list(range(count))).toarray()
    assert rows.shape == (count, count)
    assert np.diag(rows).tolist() == [1] * count


def test_no_neighbour_is_looked_for_where_no_paper_has_three_other_users():
    """A look takes a scan of the corpus: one user's likes must not make everybody's lists slower."""
    co_likes = CoLikes(likes([[0, 50]] * 3 + [[7, 99]] * 2), Unasked(PAPERS))
    assert not co_likes.total([0, 7], np.ones(2), 0).any()
    assert not co_likes.parts([0, 7], ALL, 0).any()
    assert not co_likes.parts([0, 7], np.array([7, 99])).any()
    with pytest.raises(pytest.fail.Exception):
        co_likes.total([0, 7], np.ones(2), 3)


class Unasked(Neighbours):
    """Neighbours that nobody is to ask for."""

    def of(self, papers):
        pytest.fail(f"asked for the neighbours of {papers}", pytrace=False)


def test_neighbours_found_before_papers_came_and_went_are_those_found_afterwards():
    first, gone, asked = PAPERS.take(range(80)), [2, 7, 40, 41], [0, 3, 40, 79]
    before = Neighbours(first, most=10)
    before.of(asked)
    papers = first.appended(PAPERS.take(range(80, 110)), gone).appended(PAPERS.take(range(110, 120)), [5])
    left = np.flatnonzero(papers.present)
    alone = Neighbours(PAPERS.take(left), most=10)
    after = [row for row in asked if papers.present[row]] + [90, 119]
    expected = alone.of(np.searchsorted(left, after).tolist()).toarray()
    for neighbours in (before.followed_by(papers), Neighbours(papers, most=10)):
        assert np.array_equal(neighbours.of(after)[:, left].toarray(), expected)
        assert neighbours.of(after).nnz == np.count_nonzero(expected)
