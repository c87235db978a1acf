"""What a like did to a list: who is new, who went up, and what the like adds to each score."""

from dataclasses import replace

import pytest

from service.corpus import import_feedback
from service.discovery import changes, recommend, recommendations, recommended_ids
from service.discovery.request import RecommendationRequest
from service.settings import LimitSettings
from service.storage import FeedbackEvent, FeedbackKind
from tests.corpora import NOW, paper
from tests.discovery.lists import names, some


def lists(corpus, ids, seed):
    """A list before and after the like of its third paper."""
    request = RecommendationRequest(some(ids, 2, seed), limit=10)
    before = recommend(corpus, request)
    liked = before.data[2].paper.id
    return before, recommend(corpus, replace(request, liked=(liked, *request.liked))), liked


@pytest.mark.parametrize("seed", range(5))
def test_every_paper_of_the_list_is_new_or_says_how_far_it_went(corpus, ids, seed):
    before, after, liked = lists(corpus, ids, seed)
    was = [name for name in names(before) if name != liked]
    found = changes(names(before), after, liked)
    assert [each.paper_id for each in found] == names(after)
    for place, each in enumerate(found):
        assert each.new == (each.paper_id not in was)
        assert each.places_up == (0 if each.new else was.index(each.paper_id) - place)


@pytest.mark.parametrize("seed", range(5))
def test_what_the_like_adds_is_its_part_of_the_reasons(corpus, ids, seed):
    before, after, liked = lists(corpus, ids, seed)
    found = {each.paper_id: each.contribution for each in changes(names(before), after, liked)}
    for item in after.data:
        assert found[item.paper.id] == {cause.paper_id: cause.contribution for cause in item.because}[liked]
    assert any(found.values())


def test_a_like_that_changes_nothing_moves_nobody_also_where_its_paper_leaves_the_list(corpus, ids):
    before, _, liked = lists(corpus, ids, 0)
    rest = replace(before, data=tuple(item for item in before.data if item.paper.id != liked))
    assert {(each.new, each.places_up, each.contribution) for each in changes(names(before), rest, liked)} == {
        (False, 0, 0.0)
    }


def test_after_the_first_like_what_was_not_shown_before_is_new(corpus):
    first = recommend(corpus, RecommendationRequest((), limit=6))
    liked = first.data[0].paper.id
    after = recommend(corpus, RecommendationRequest((liked,), limit=6))
    assert {each.paper_id for each in changes(names(first), after, liked) if each.new} == {*names(after)} - {
        *names(first)
    }


def test_the_ids_of_a_list_are_those_of_now_and_ranked_once(corpus, ids):
    request = RecommendationRequest(some(ids, 3, 0), limit=10)

    def known():
        return corpus.papers_and_likes().listed

    assert recommended_ids(corpus, request) == tuple(names(recommend(corpus, request)))
    assert known()[request] == recommended_ids(corpus, request)
    known()[request] = ("kept",)
    assert recommended_ids(corpus, request) == ("kept",)
    import_feedback(corpus, LimitSettings(), "ann", [FeedbackEvent(ids[0], FeedbackKind.LIKE)], NOW)
    assert recommended_ids(corpus, request) == tuple(names(recommend(corpus, request)))
    known()[request] = ("kept",)
    corpus.add([paper(9_999)], NOW)
    assert recommended_ids(corpus, request) == tuple(names(recommend(corpus, request)))


def test_how_many_lists_are_remembered_is_bounded(corpus, ids, monkeypatch):
    monkeypatch.setattr(recommendations, "_MOST_LISTED", 3)
    for seed in range(9):
        recommend(corpus, RecommendationRequest(some(ids, 2, seed)))
    assert len(corpus.papers_and_likes().listed) <= 3
