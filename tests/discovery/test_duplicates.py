"""Copies that no id gives away: never to somebody who named their twin, never twice in a list."""

from dataclasses import replace

import pytest

from service.discovery import recommend, recommend_page, similar
from service.discovery.request import RecommendationRequest
from service.settings import LimitSettings
from tests.corpora import NOW
from tests.discovery.lists import made, names, some

LIMITS = LimitSettings()


@pytest.fixture
def copies(corpus, ids):
    """Thirty copies of one paper, and its id."""
    (original,) = some(ids, 1, seed=5)
    paper = corpus.catalog.get([original])[original]
    made_copies = [
        made(f"{paper.title} ({number})", f"{paper.abstract} Part {number}.", f"my:{number}") for number in range(30)
    ]
    corpus.add(made_copies, NOW)
    yield original, {copy.id for copy in made_copies}
    for copy in made_copies:
        corpus.delete(copy.id)


def test_of_thirty_copies_one_is_in_the_list_and_none_where_one_is_named(corpus, ids, copies):
    original, twins = copies
    like, *_ = [name for name in some(ids, 3) if name != original]
    request = RecommendationRequest((like,), limit=100, diversity=0.0)
    found = recommend(corpus, request)
    assert len({original, *twins} & {*names(found)}) == 1
    assert found.excluded["duplicates"] == 30
    for named in (
        replace(request, liked=(like, original)),
        replace(request, disliked=(original,)),
        replace(request, exclude=(original,)),
        replace(request, liked=(), exclude=(original,)),
        replace(request, liked=(), disliked=("my:3",)),
    ):
        assert not {original, *twins} & {*names(recommend(corpus, named))}
    assert not twins & {hit.paper.id for hit in similar(corpus, LIMITS, original, 50).data}
    assert len(twins & {hit.paper.id for hit in similar(corpus, LIMITS, like, 100).data} | {original}) == 1


@pytest.mark.parametrize("liked", [True, False], ids=["likes", "cold start"])
def test_pages_hold_every_paper_once_and_no_copy(corpus, ids, copies, liked):
    original, twins = copies
    like = next(name for name in some(ids, 3) if name != original)
    request = RecommendationRequest((like,) if liked else (), exclude=(original,), limit=25)
    shown, cursor = [], None
    while True:
        page = recommend_page(corpus, LIMITS, request, asked="the same", cursor=cursor)
        shown += names(page.found)
        assert page.found.data
        if (cursor := page.next) is None:
            break
    assert len(shown) == len(set(shown)) == 159 - liked
    assert not twins & {*shown}
