"""Papers about something: the nearest of those that filters allow, and of how many they are."""

from datetime import date

import pytest

from service.discovery import papers_about
from service.settings import IndexSettings
from service.storage import Filters
from tests.corpora import NOW, paper

YEARS = {1: 2020, 4: 2021, 2: 2021, 3: 2021}


@pytest.fixture(params=[0, 20_000], ids=["by chroma", "by exact scan"])
def dated(open_services, request):
    with open_services(index=IndexSettings(exact_below=request.param)) as services:
        services.corpus.add([paper(number, published=date(year, 5, 1)) for number, year in YEARS.items()], NOW)
        yield services.corpus


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (None, {1, 2, 3, 4}),
        (Filters(), {1, 2, 3, 4}),
        (Filters(published_after=date(2021, 1, 1)), {2, 3, 4}),
        (Filters(published_before=date(2020, 12, 31)), {1}),
        (Filters(published_after=date(2022, 1, 1)), set()),
    ],
)
def test_they_are_those_that_the_filters_allow(dated, filters, expected):
    found = papers_about(dated, "glaciers", 10, filters)
    assert {hit.paper.id for hit in found.data} == {paper(number).id for number in expected}
    assert found.total == len(expected)
    nearest = papers_about(dated, "glaciers", 1, filters)
    assert (nearest.data, nearest.total) == (found.data[:1], found.total)
