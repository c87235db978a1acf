"""The first papers to show: few that stand for all, and what is liked of late."""

import numpy as np
import pytest

from service.features import TermCounts, make_features, sample_keys, tfidf_rows
from service.recommender.representatives import choose_representatives
from tests.topics import corpus

PAPERS = corpus(160)
ALL = np.ones(160, dtype=bool)
NOT_TRENDING = np.zeros(160)


def trending(scores: dict[int, float]) -> np.ndarray:
    trending_scores = np.zeros(160)
    trending_scores[list(scores)] = list(scores.values())
    return trending_scores


MANY_TRENDING = trending({row: 2.0 ** -(turn // 4) for turn, row in enumerate(range(0, 160, 5))})


def rows(trending_scores: np.ndarray, limit: int) -> list[int]:
    return [one.row for one in choose_representatives(PAPERS, ALL, trending_scores, limit)]


def test_eight_papers_stand_for_eight_topics():
    assert {row % 8 for row in rows(NOT_TRENDING, 8)} == set(range(8))


@pytest.mark.parametrize("trending_scores", [NOT_TRENDING, MANY_TRENDING], ids=["none", "many"])
def test_the_best_comes_first_and_none_comes_twice(trending_scores):
    chosen = choose_representatives(PAPERS, ALL, trending_scores, 160)
    scores = [one.score for one in chosen]
    assert scores == sorted(scores, reverse=True)
    assert {one.row for one in chosen} == set(range(160))


@pytest.mark.parametrize("trending_scores", [NOT_TRENDING, MANY_TRENDING], ids=["none", "many"])
def test_a_shorter_list_is_the_beginning_of_a_longer_one(trending_scores):
    longest = choose_representatives(PAPERS, ALL, trending_scores, 160)
    for limit in (1, 7, 30, 159):
        assert choose_representatives(PAPERS, ALL, trending_scores, limit) == longest[:limit]


def test_what_a_representative_adds_is_what_working_it_out_in_full_says():
    chosen = choose_representatives(PAPERS, ALL, MANY_TRENDING, 40)
    vectors = PAPERS.centred.astype(np.float64)
    similarity = vectors @ vectors.T
    best = np.maximum(similarity, 0).mean(axis=1).max()
    for turn, one in enumerate(chosen):
        before = [earlier.row for earlier in chosen[:turn]]
        covered = near = similarity[before].clip(0, 1).max(axis=0, initial=0)
        coverage = np.maximum(similarity - covered, 0).mean(axis=1)
        trend = best * MANY_TRENDING * (1 - near) / (1 + MANY_TRENDING[before].sum())
        assert (one.coverage, one.trending) == pytest.approx((coverage[one.row], trend[one.row]), abs=1e-8)
        free = np.setdiff1d(np.arange(160), before)
        assert one.score == pytest.approx((coverage + trend)[free].max(), abs=1e-8)


def test_what_is_trending_is_among_the_first_and_leaves_room_for_the_rest():
    first = choose_representatives(PAPERS, ALL, MANY_TRENDING, 10)
    assert {one.row % 8 for one in choose_representatives(PAPERS, ALL, MANY_TRENDING, 16)} == set(range(8))
    assert sum(one.trending > 0 for one in first) >= 3
    assert sum(one.trending == 0 for one in first) >= 2
    assert first[0].trending > 0


def test_a_trending_paper_that_resembles_one_already_shown_does_not_crowd_out():
    papers = PAPERS.take([0, 0, 0, *range(1, 120)])
    trending_scores = np.zeros(122)
    trending_scores[:3] = 1
    chosen = choose_representatives(papers, np.ones(122, dtype=bool), trending_scores, 40)
    assert (chosen[0].row, chosen[0].trending > 0) == (0, True)
    assert not {1, 2} & {one.row for one in chosen}


def test_only_what_is_allowed_is_chosen_however_trending_the_rest():
    allowed = np.arange(160) % 8 == 3
    chosen = choose_representatives(PAPERS, allowed, np.ones(160), 100)
    assert {one.row % 8 for one in chosen} == {3}
    assert len(chosen) == 20
    assert choose_representatives(PAPERS, ~ALL, np.ones(160), 5) == []


def test_one_paper_and_copies_of_it_and_no_paper_at_all():
    for rows in ([], [5], [5, 5, 5]):
        papers, count = PAPERS.take(rows), len(rows)
        chosen = choose_representatives(papers, np.ones(count, dtype=bool), np.zeros(count), 5)
        assert [one.row for one in chosen] == list(range(count))


def test_zero_vectors_are_no_harm():
    words = tfidf_rows(TermCounts.of(["", "", ""]))
    papers = make_features(np.zeros((3, 4), dtype=np.float32), words, sample_keys("abc"))
    assert len(choose_representatives(papers, np.ones(3, dtype=bool), np.array([0, 1, 0.5]), 3)) == 3
