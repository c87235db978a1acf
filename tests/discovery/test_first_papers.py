"""The first papers of a search without pages, and of how many they are the first."""

from datetime import date

import pytest

from service.discovery import first_papers
from service.errors import BadInput
from service.papers import Status
from service.settings import IndexSettings
from service.storage import Filters
from tests.corpora import NOW, paper

YEARS = {1: 2020, 4: 2021, 2: 2021, 3: 2021}


@pytest.fixture(params=[0, 20_000], ids=["by chroma", "by exact scan"])
def dated(open_services, request):
    with open_services(index=IndexSettings(exact_below=request.param)) as services:
        services.corpus.add([paper(number, published=date(year, 5, 1)) for number, year in YEARS.items()], NOW)
        yield services.corpus


def test_the_closest_title_is_first_and_all_that_answer_are_counted(dated):
    wanted = paper(3)
    found, total = first_papers(dated, wanted.title, Filters(), 10)
    assert found[0].id == wanted.id
    assert total >= len(found)
    assert first_papers(dated, wanted.title, Filters(), 1) == (found[:1], total)


def test_they_are_those_that_the_filters_allow(dated):
    found, _ = first_papers(dated, paper(1).title, Filters(published_after=date(2021, 1, 1)), 10)
    assert paper(1).id not in {each.id for each in found}
    assert first_papers(dated, paper(1).title, Filters(published_after=date(2022, 1, 1)), 10) == ([], 0)


def test_withdrawn_ones_are_none_of_them(dated):
    wanted = paper(3)
    dated.add([wanted.model_copy(update={"status": Status.WITHDRAWN})], NOW)
    assert wanted.id not in {each.id for each in first_papers(dated, wanted.title, Filters(), 10)[0]}


def test_nothing_is_no_query(dated):
    with pytest.raises(BadInput):
        first_papers(dated, " ", Filters(), 10)
