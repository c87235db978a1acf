"""Closest titles: a title that is misspelt or lacks words finds its paper, and another one finds none."""

import pytest

from service.discovery import closest_title
from tests.corpora import paper


@pytest.fixture(scope="module")
def papers(corpus, ids):
    return list(corpus.catalog.get(ids).values())


def without_words(title):
    words = title.split()
    return " ".join(words[:1] + words[2:-1] + words[-1:])


def misspelt(title):
    middle = len(title) // 2
    return title[:middle].replace("e", "ee", 1) + title[middle + 1 :]


@pytest.mark.parametrize("change", [str, str.upper, without_words, misspelt], ids=lambda change: change.__name__)
def test_a_title_that_is_not_quite_right_finds_its_paper(papers, change):
    assert [closest_title(change(paper.title), papers).paper for paper in papers] == papers


def test_a_title_that_no_paper_has_finds_none(papers):
    for title in ("Beekeeping in Late Antiquity", "?", "", "養蜂の歴史"):
        assert closest_title(title, papers) is None


def test_of_equal_titles_the_first_is_found():
    twins = [paper(1, id=f"my:{number}") for number in range(3)]
    assert closest_title("On glaciers part 1", twins).paper is twins[0]
    assert closest_title("On glaciers part 1", twins).score == 1.0
