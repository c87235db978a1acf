"""The papers to ask about leave less in doubt than any others, the best ones of a list included."""

import numpy as np
import pytest

from service.recommender.background import background_of
from service.recommender.informative_papers import most_informative
from tests.topics import corpus

PAPERS = corpus(160)
BACKGROUND = background_of(PAPERS)
KAPPA = BACKGROUND.similarities(PAPERS) * BACKGROUND.deviation


def doubt(rated: list[int], about: list[int]) -> float:
    """The sum of variances that ratings leave of some papers, by the textbook's formula."""
    own = KAPPA[np.ix_(rated, rated)] + np.eye(len(rated))
    shared = KAPPA[np.ix_(rated, about)]
    return float(np.trace(KAPPA[np.ix_(about, about)] - shared.T @ np.linalg.inv(own) @ shared))


def chosen(rated: list[int], about: list[int], limit: int) -> list[int]:
    found = most_informative(PAPERS.take(about), PAPERS.take(rated), BACKGROUND, limit)
    return [about[each.candidate] for each in found]


@pytest.mark.parametrize("rated", [[], [3], [3, 12], [0, 1, 2, 3, 4]])
def test_the_first_takes_away_more_doubt_than_any_other_and_says_how_much(rated):
    about = list(range(20, 120))
    (first,) = most_informative(PAPERS.take(about), PAPERS.take(rated), BACKGROUND, 1)
    before = doubt(rated, about) if rated else float(np.trace(KAPPA[np.ix_(about, about)]))
    after = [doubt([*rated, each], about) for each in about]
    assert after[first.candidate] == pytest.approx(min(after))
    assert first.share == pytest.approx(1 - min(after) / before, abs=1e-6)


def test_three_that_are_chosen_leave_less_in_doubt_than_the_three_most_like_what_is_liked():
    for liked in ([3, 11], [40, 81], [7, 100]):
        about = [row for row in range(160) if row not in liked]
        likest = sorted(about, key=lambda row: -KAPPA[row, liked].sum())[:3]
        assert doubt([*liked, *chosen(liked, about, 3)], about) < doubt([*liked, *likest], about)


def test_no_two_ask_the_same_and_none_what_is_known():
    topics = [row % 8 for row in chosen([], list(range(160)), 8)]
    assert sorted(topics) == list(range(8))
    assert 5 not in [row % 8 for row in chosen([5, 13, 21, 29], list(range(40, 160)), 7)]


def test_what_comes_first_does_not_depend_on_how_many_are_asked_for_and_none_comes_twice():
    about = list(range(30))
    everything = chosen([31], about, 100)
    assert sorted(everything) == about
    assert chosen([31], about, 4) == everything[:4]
    assert most_informative(PAPERS.take([]), PAPERS.take([1]), BACKGROUND, 3) == []
