"""The first papers to show: few that stand for all."""

import numpy as np

from service.coldstart import cover
from service.lexicon import Lexicon
from service.taste import features
from tests.topics import corpus

PAPERS, _ = corpus(160)
ALL = np.ones(160, dtype=bool)


def test_eight_papers_stand_for_eight_topics():
    assert {row % 8 for row, _ in cover(PAPERS, ALL, 8)} == set(range(8))


def test_each_adds_less_than_the_one_before_and_none_comes_twice():
    chosen = cover(PAPERS, ALL, 40)
    gains = [gain for _, gain in chosen]
    assert gains == sorted(gains, reverse=True)
    assert len({row for row, _ in chosen}) == 40


def test_a_shorter_list_is_the_beginning_of_a_longer_one():
    assert cover(PAPERS, ALL, 30)[:7] == cover(PAPERS, ALL, 7)


def test_only_what_is_allowed_is_chosen():
    allowed = np.arange(160) % 8 == 3
    assert {row % 8 for row, _ in cover(PAPERS, allowed, 100)} == {3}
    assert len(cover(PAPERS, allowed, 100)) == 20
    assert cover(PAPERS, ~ALL, 5) == []


def test_one_paper_and_copies_of_it_and_no_paper_at_all():
    for rows in ([], [5], [5, 5, 5]):
        papers = PAPERS.take(rows)
        assert [row for row, _ in cover(papers, np.ones(len(rows), dtype=bool), 5)] == list(range(len(rows)))


def test_zero_vectors_are_no_harm():
    words = Lexicon.learn(["", ""])
    papers = features(np.zeros((3, 4), dtype=np.float32), words.rows(["", "", ""]))
    assert len(cover(papers, np.ones(3, dtype=bool), 3)) == 3
