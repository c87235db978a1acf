"""The first papers to show: few that stand for all, and what is liked of late."""

import numpy as np
import pytest

from service.features import TermCounts, make_features, sample_keys, tfidf_rows
from service.recommender.representatives import choose_representatives
from tests.topics import corpus

PAPERS, _ = corpus(160)
ALL = np.ones(160, dtype=bool)
COLD = np.zeros(160)


def hot(heats: dict[int, float]) -> np.ndarray:
    trending_scores = np.zeros(160)
    trending_scores[list(heats)] = list(heats.values())
    return trending_scores


MANY_HOT = hot({row: 2.0 ** -(place // 4) for place, row in enumerate(range(0, 160, 5))})


def rows(trending_scores: np.ndarray, limit: int) -> list[int]:
    return [place.row for place in choose_representatives(PAPERS, ALL, trending_scores, limit)]


def test_eight_papers_stand_for_eight_topics():
    assert {row % 8 for row in rows(COLD, 8)} == set(range(8))


@pytest.mark.parametrize("heat", [COLD, MANY_HOT], ids=["cold", "hot"])
def test_the_best_comes_first_and_none_comes_twice(trending_scores):
    places = choose_representatives(PAPERS, ALL, trending_scores, 160)
    scores = [place.score for place in places]
    assert scores == sorted(scores, reverse=True)
    assert {place.row for place in places} == set(range(160))


@pytest.mark.parametrize("heat", [COLD, MANY_HOT], ids=["cold", "hot"])
def test_a_shorter_list_is_the_beginning_of_a_longer_one(trending_scores):
    longest = choose_representatives(PAPERS, ALL, trending_scores, 160)
    for limit in (1, 7, 30, 159):
        assert choose_representatives(PAPERS, ALL, trending_scores, limit) == longest[:limit]


def test_what_a_place_adds_is_what_working_it_out_in_full_says():
    chosen = choose_representatives(PAPERS, ALL, MANY_HOT, 40)
    vectors = PAPERS.centred.astype(np.float64)
    likeness = vectors @ vectors.T
    worth = np.maximum(likeness, 0).mean(axis=1).max()
    for turn, place in enumerate(chosen):
        before = [earlier.row for earlier in chosen[:turn]]
        covered = near = likeness[before].clip(0, 1).max(axis=0, initial=0)
        coverage = np.maximum(likeness - covered, 0).mean(axis=1)
        trending = worth * MANY_HOT * (1 - near) / (1 + MANY_HOT[before].sum())
        assert (place.coverage, place.trending) == pytest.approx((coverage[place.row], trending[place.row]), abs=1e-8)
        free = np.setdiff1d(np.arange(160), before)
        assert place.score == pytest.approx((coverage + trending)[free].max(), abs=1e-8)


def test_what_is_hot_is_among_the_first_and_leaves_room_for_the_rest():
    first = choose_representatives(PAPERS, ALL, MANY_HOT, 10)
    assert {place.row % 8 for place in choose_representatives(PAPERS, ALL, MANY_HOT, 16)} == set(range(8))
    assert sum(place.trending > 0 for place in first) >= 3
    assert sum(place.trending == 0 for place in first) >= 2
    assert first[0].trending > 0


def test_a_hot_paper_that_resembles_one_already_shown_does_not_crowd_out():
    papers = PAPERS.take([0, 0, 0, *range(1, 120)])
    trending_scores = np.zeros(122)
    trending_scores[:3] = 1
    places = choose_representatives(papers, np.ones(122, dtype=bool), trending_scores, 40)
    assert (places[0].row, places[0].trending > 0) == (0, True)
    assert not {1, 2} & {place.row for place in places}


def test_only_what_is_allowed_is_chosen_however_hot_the_rest():
    allowed = np.arange(160) % 8 == 3
    places = choose_representatives(PAPERS, allowed, np.ones(160), 100)
    assert {place.row % 8 for place in places} == {3}
    assert len(places) == 20
    assert choose_representatives(PAPERS, ~ALL, np.ones(160), 5) == []


def test_one_paper_and_copies_of_it_and_no_paper_at_all():
    for rows in ([], [5], [5, 5, 5]):
        papers, count = PAPERS.take(rows), len(rows)
        places = choose_representatives(papers, np.ones(count, dtype=bool), np.zeros(count), 5)
        assert [place.row for place in places] == list(range(count))


def test_zero_vectors_are_no_harm():
    _, words = tfidf_rows(TermCounts.of(["", "", ""]))
    papers = make_features(np.zeros((3, 4), dtype=np.float32), words, sample_keys("abc"))
    assert len(choose_representatives(papers, np.ones(3, dtype=bool), np.array([0, 1, 0.5]), 3)) == 3
