"""Closest titles: a title that is misspelt or lacks words finds its paper, and another one finds none."""

from datetime import date

import pytest

from service.discovery import closest_title, papers_about
from service.storage import Filters
from tests.corpora import NOW, paper


@pytest.fixture(scope="module")
def titles(corpus, ids):
    return [found.title for found in corpus.catalog.get(ids).values()]


def without_words(title):
    words = title.split()
    return " ".join(words[:1] + words[2:-1] + words[-1:])


def misspelt(title):
    middle = len(title) // 2
    return title[:middle].replace("e", "ee", 1) + title[middle + 1 :]


@pytest.mark.parametrize("change", [str, str.upper, without_words, misspelt], ids=lambda change: change.__name__)
def test_a_title_that_is_not_quite_right_finds_its_paper(corpus, titles, change):
    found = [closest_title(corpus, change(title)) for title in titles[:40]]
    right = [match is not None and match.paper.title == title for match, title in zip(found, titles, strict=False)]
    assert sum(right) == 40


def test_a_title_that_no_paper_has_finds_none(corpus):
    for title in ("Beekeeping in Late Antiquity", "?", "", "養蜂の歴史"):
        assert closest_title(corpus, title) is None


def test_filters_hold(tiny):
    tiny.add([paper(1, published=date(2020, 1, 1)), paper(11, published=date(2021, 1, 1))], NOW)
    since = Filters(published_after=date(2021, 1, 1))
    assert [hit.paper.id for hit in papers_about(tiny, "glaciers", 10, since).data] == [paper(11).id]
    assert closest_title(tiny, "On glaciers, part 1", since).paper.id == paper(11).id
    assert closest_title(tiny, "On glaciers, part 1").paper.id == paper(1).id
    assert papers_about(tiny, "glaciers", 10, Filters(published_after=date(2022, 1, 1))).data == ()
