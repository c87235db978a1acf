"""Copies that no id gives away: never to somebody who named their twin, never twice in a list."""

from dataclasses import replace

import pytest

from service.discovery import recommend, recommend_page, similar, what_if
from service.discovery.request import RecommendationRequest
from service.settings import LimitSettings
from tests.corpora import NOW
from tests.discovery.lists import made, names, some

LIMITS = LimitSettings()


@pytest.fixture
def copies(corpus, ids):
    """Twelve copies of one paper, and its id."""
    (original,) = some(ids, 1, seed=5)
    paper = corpus.catalog.get([original])[original]
    made_copies = [
        made(f"{paper.title} ({number})", f"{paper.abstract} Part {number}.", f"my:{number}") for number in range(12)
    ]
    corpus.add(made_copies, NOW)
    yield original, {copy.id for copy in made_copies}
    for copy in made_copies:
        corpus.delete(copy.id)


def test_of_twelve_copies_one_is_in_the_list_and_none_where_one_is_named(corpus, ids, copies):
    original, twins = copies
    likes = tuple(name for name in some(ids, 6) if name != original)
    request = RecommendationRequest(likes, limit=200, diversity=0.0)
    found = recommend(corpus, request)
    assert len({original, *twins} & {*names(found)}) == 1
    assert found.excluded["duplicates"] == 12
    for named in (
        replace(request, liked=(*likes, original)),
        replace(request, disliked=(original,)),
        replace(request, exclude=(original,)),
        replace(request, liked=(), exclude=(original,)),
        replace(request, liked=(), disliked=("my:3",)),
    ):
        assert not {original, *twins} & {*names(recommend(corpus, named))}
    assert not twins & {hit.paper.id for hit in similar(corpus, LIMITS, original, 50).data}
    assert len({original, *twins} & {hit.paper.id for hit in similar(corpus, LIMITS, likes[0], 100).data}) <= 1


def test_a_copy_of_a_like_is_still_explained(corpus, ids, copies):
    original, _ = copies
    other = next(name for name in some(ids, 3) if name != original)
    found = what_if(corpus, LIMITS, liked=[original, other], disliked=[], paper_id="my:3", without=[original])
    assert found.without
    assert found.now.score > found.without.score


@pytest.mark.parametrize("liked", [True, False], ids=["likes", "cold start"])
def test_pages_hold_every_paper_once_and_no_copy(corpus, ids, copies, liked):
    original, twins = copies
    likes = tuple(name for name in some(ids, 6) if name != original) if liked else ()
    request = RecommendationRequest(likes, exclude=(original,), limit=25)
    shown, cursor = [], None
    while True:
        page = recommend_page(corpus, LIMITS, request, asked="the same", cursor=cursor)
        shown += names(page.found)
        assert page.found.data
        if (cursor := page.next) is None:
            break
    assert len(shown) == len(set(shown)) == 159 - len(likes)
    assert not twins & {*shown}
