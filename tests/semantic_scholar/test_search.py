"""Search: what it is among, which page is shown, and what is refused because nobody could honour it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import BadInput
from service.semantic_scholar.filters import to_filters
from service.semantic_scholar.schemas import SearchQuery
from tests.semantic_scholar.conftest import SHA

SEARCH = "/graph/v1/paper/search"
MANY = "learning a model of networks from data"  # which many of the papers do


def days(**asked):
    filters = to_filters(SearchQuery(query="x", **asked))
    return filters.published_after, filters.published_before


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2016-2020", date(2016, 1, 1), date(2020, 12, 31)),
        ("2010-", date(2010, 1, 1), None),
        ("-2015", None, date(2015, 12, 31)),
    ],
)
def test_years_are_whole_and_both_ends_count(text, first, last):
    assert days(year=text) == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019-03-05", date(2019, 3, 5), date(2019, 3, 5)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2016-03-05:2020-06", date(2016, 3, 5), date(2020, 6, 30)),
        ("1981-08-25:", date(1981, 8, 25), None),
        (":2015-01", None, date(2015, 1, 31)),
        ("2015:2020", date(2015, 1, 1), date(2020, 12, 31)),
    ],
)
def test_dates_are_as_long_as_they_are_written(text, first, last):
    assert days(publicationDateOrYear=text) == (first, last)


def test_a_year_and_dates_must_both_hold():
    assert days(year="2020-", publicationDateOrYear="2018:2021-05") == (date(2020, 1, 1), date(2021, 5, 31))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("year", text) for text in ("", "-", "20", "2020-01-01", "20202021", "2021-2020", "0000", "twenty", "2019:")),
        *(
            ("publicationDateOrYear", text)
            for text in ("", ":", "2019-02-30", "2020-13", "2020-00", "2021:2020", "2019-3", "a:b")
        ),
        *(("fieldsOfStudy", text) for text in ("", "Alchemy", "Physics,", "physics")),
        *((name, "1") for name in ("publicationTypes", "minCitationCount", "openAccessPdf")),
        ("openAccessPdf", ""),
        ("venue", ""),
        ("venue", "Nature,"),
    ],
)
def test_a_filter_that_cannot_be_honoured_is_refused_and_named(facade, name, value):
    for path in (SEARCH, f"{SEARCH}/match"):
        answer = facade.get(path, params={"query": "kettles", name: value})
        assert answer.status_code == 400
        assert answer.json()["error"].startswith(f"Unacceptable query params: [{name}]: ")


@given(st.text("0123456789-:", max_size=12))
def test_any_text_is_a_range_or_refused(text):
    for name in ("year", "publicationDateOrYear"):
        try:
            first, last = days(**{name: text})
            assert first or last
        except BadInput as error:
            assert name in error.detail


def test_a_search_is_among_the_papers_of_the_venues_named(facade):
    for venue, found in (("CAFE COMPUTING", [SHA]), ("Nature,Café Computing", [SHA]), ("Nature", [])):
        answer = facade.get(SEARCH, params={"query": "kettles teapots saucers", "venue": venue}).json()
        assert [each["paperId"] for each in answer["data"]] == found


def test_pages_join_and_the_last_one_has_no_next(facade):
    whole = facade.get(SEARCH, params={"query": MANY}).json()
    count = len(whole["data"])
    assert (whole["total"], whole["offset"], "next" in whole) == (count, 0, False)
    assert 20 < count < 100
    starts = range(0, count, 10)
    pages = [facade.get(SEARCH, params={"query": MANY, "offset": at, "limit": 10}).json() for at in starts]
    assert [page.get("next") for page in pages] == [*starts[1:], None]
    assert [paper for page in pages for paper in page["data"]] == whole["data"]
    assert facade.get(SEARCH, params={"query": MANY, "offset": 100}).json()["data"] == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"limit": 0}, "/limit: "),
        ({"limit": 101}, "/limit: "),
        ({"limit": "many"}, "/limit: "),
        ({"offset": -1}, "/offset: "),
        ({"offset": 901}, "offset + limit must be <= 1000"),
        ({"query": ""}, "/query: "),
        ({"query": "x" * 1_001}, "/query: "),
        ({"sort": "year"}, "/sort: "),
    ],
)
def test_what_is_no_page_of_a_search_is_refused_and_named(facade, asked, said):
    answer = facade.get(SEARCH, params={"query": "kettles"} | asked)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(said)


@pytest.mark.parametrize("query", ["C++", "水壶を数える", "a -b title:c", "\u0000kettle"])
def test_any_query_with_a_word_is_answered(facade, query):
    for path in (SEARCH, f"{SEARCH}/match"):
        assert facade.get(path, params={"query": query}).status_code in {200, 404}


@pytest.mark.parametrize("query", ['"', "-", "%"])
def test_a_query_without_a_word_is_refused_and_named(facade, query):
    for path in (SEARCH, f"{SEARCH}/match"):
        answer = facade.get(path, params={"query": query})
        assert answer.status_code == 400
        assert answer.json()["error"].startswith("/query: ")


def test_the_match_has_one_paper_and_how_close_its_title_is(facade):
    (best,) = facade.get(f"{SEARCH}/match", params={"query": "Saucers Without Cups", "fields": "year"}).json()["data"]
    assert best == {"paperId": "corpusid:300000001", "year": 2020, "matchScore": 1.0}
    answer = facade.get(f"{SEARCH}/match", params={"query": "Saucers Without Cups", "year": "2021"})
    assert (answer.status_code, answer.json()) == (404, {"error": "Title match not found"})
