"""OpenAlex and Crossref: what is asked, cursors that expire, budgets, notices, and what is no paper."""

import pytest

from service.errors import SourceUnavailable
from service.papers import Status
from service.settings import CrossrefSource, OpenAlexSource
from service.sources import Wanted
from service.sources.source import Source
from tests.sources.record_servers import (
    DAY,
    TODAY,
    Works,
    crossref,
    crossref_work,
    ids,
    json_reply,
    openalex,
    openalex_work,
    papers,
    sources_at,
)
from tests.sources.web_server import Reply, WebServer

SINCE = TODAY - 3 * DAY
WANTED = Wanted(SINCE, SINCE, TODAY)


@pytest.fixture
def web():
    with WebServer() as server:
        yield server


def at_openalex(web: WebServer, **options: object) -> Source:
    spec = {"source": "openalex", "topic": "T10102"} | options
    settings = {"contact": "me@example.org", "openalex_key": "secret-key"}
    return sources_at(web, **settings).of(OpenAlexSource.model_validate(spec))


def at_crossref(web: WebServer, **options: object) -> Source:
    spec = {"source": "crossref", "issn": ["1476-4687", "0028-0836"]} | options
    return sources_at(web, contact="me@example.org").of(CrossrefSource.model_validate(spec))


@pytest.fixture(params=["openalex", "crossref"])
def service(request, web) -> tuple[Works, Source]:
    """A service with 205 works of one day, and the source that asks it."""
    made, asked = {"openalex": (openalex, at_openalex), "crossref": (crossref, at_crossref)}[request.param]
    web.answer = made({TODAY - DAY: range(20, 225)})
    return web.answer, asked(web)


def test_all_works_come_page_by_page_and_a_bookmark_goes_on_behind_its_page(service):
    _, source = service
    pages = list(source.pages(WANTED, None))
    assert len(set(ids(pages))) == len(ids(pages)) == 205
    assert pages[0].expected == 205
    assert [page.whole_through for page in pages][-1] == TODAY - DAY
    for place, page in enumerate(pages):
        assert ids(source.pages(WANTED, page.bookmark)) == ids(pages[place + 1 :])


def test_where_a_cursor_has_expired_the_span_is_begun_again_and_said_to_be_and_nothing_is_lost(service):
    works, source = service
    pages = source.pages(WANTED, None)
    before = next(pages)
    works.expire()
    after = list(source.pages(WANTED, before.bookmark))
    assert len(set(ids(after))) == 205
    assert [len(page.notes) for page in after] == [1] + [0] * (len(after) - 1)
    assert "begun again" in after[0].notes[0]


def test_a_service_that_takes_none_of_its_cursors_is_left_for_the_day_and_tried_on_the_next(service, web):
    works, source = service

    def forgetful(asked):
        works.expire()
        return works(asked)

    web.answer = forgetful
    pages = source.pages(WANTED, None)
    first = next(pages)
    with pytest.raises(SourceUnavailable, match="always forgets"):
        list(pages)
    assert len(web.asked) < 20
    web.answer = works
    tomorrow = Wanted(SINCE, SINCE, TODAY + DAY)
    assert len(set(ids(source.pages(tomorrow, first.bookmark)))) == 205


def test_openalex_is_asked_for_a_topic_by_the_day_of_publication_and_once_more_for_works_that_come_late(web):
    web.answer = openalex({})
    list(at_openalex(web, search="tidal waves").pages(WANTED, None))
    (asked,) = web.asked
    first = SINCE - 14 * DAY
    expected = f"from_publication_date:{first},to_publication_date:{TODAY},is_paratext:false,topics.id:T10102"
    assert (asked.params["filter"], asked.params["search"], asked.params["cursor"]) == (expected, "tidal waves", "*")
    assert (asked.params["api_key"], asked.params["mailto"]) == ("secret-key", "me@example.org")


def test_openalex_by_the_day_on_which_it_added_a_work_and_by_concept(web):
    web.answer = lambda _: json_reply({"results": [], "meta": {}})
    list(at_openalex(web, topic="C41008148", by="created").pages(WANTED, None))
    assert web.asked[0].params["filter"].startswith(f"from_created_date:{SINCE - DAY},to_created_date:{TODAY}")
    assert web.asked[0].params["filter"].endswith("concepts.id:C41008148")


def test_what_openalex_calls_retracted_is_and_what_came_out_before_is_left_out(web):
    web.answer = openalex({TODAY - DAY: [13, 14], SINCE - 2 * DAY: [15]})
    found = papers(at_openalex(web).pages(WANTED, None))
    assert [(paper.id, paper.status) for paper in found] == [
        ("doi:10.5555/oa.13", Status.RETRACTED),
        ("doi:10.5555/oa.14", None),
    ]
    assert found[0].external_ids["openalex"] == "W14"
    assert (found[0].abstract, found[0].source.name) == ("We see moons", "openalex")


def test_what_was_registered_or_added_in_these_days_is_kept_whenever_it_came_out(web):
    web.answer = lambda _: json_reply({"message": {"items": [crossref_work(1, TODAY - 300 * DAY)]}})
    assert ids(at_crossref(web).pages(WANTED, None)) == ["doi:10.5555/cr.1"]
    web.answer = lambda _: json_reply({"results": [openalex_work(1, TODAY - 300 * DAY)], "meta": {}})
    assert ids(at_openalex(web, by="created").pages(WANTED, None)) == ["doi:10.5555/oa.1"]
    assert ids(at_openalex(web).pages(WANTED, None)) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "53578"},
        {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "53578"},
        {"X-RateLimit-Remaining": "4", "X-RateLimit-Credits-Required": "10", "X-RateLimit-Reset": "53578"},
    ],
)
def test_a_budget_that_is_spent_until_midnight_ends_the_fetch_and_says_for_how_long(web, headers):
    web.answer = lambda _: Reply(b'{"error": "Insufficient budget"}', 429, headers)
    with pytest.raises(SourceUnavailable, match="wait for 53,578 s") as error:
        list(at_openalex(web).pages(WANTED, None))
    assert (error.value.retry_after, len(web.asked)) == (53_578, 1)
    assert "secret-key" not in str(error.value)


def test_a_key_that_a_refusal_repeats_is_not_passed_on(web):
    web.answer = lambda _: json_reply({"error": "the key secret-key is not known"}, 401)
    with pytest.raises(SourceUnavailable, match=r"401: .*the key \*\*\* is not known"):
        list(at_openalex(web).pages(WANTED, None))


def test_crossref_is_asked_for_journals_by_the_day_of_registration(web):
    web.answer = crossref({})
    list(at_crossref(web, query="tidal energy").pages(WANTED, None))
    (asked,) = web.asked
    assert asked.params["filter"] == (
        f"from-created-date:{SINCE - DAY},until-created-date:{TODAY},issn:1476-4687,issn:0028-0836"
    )
    assert (asked.params["query"], asked.params["mailto"], asked.params["rows"]) == (
        "tidal energy",
        "me@example.org",
        "200",
    )


def test_a_figure_at_crossref_is_no_paper_and_a_notice_of_retraction_is_understood(web):
    web.answer = crossref({TODAY: [6, 7, 8]})
    found = papers(at_crossref(web).pages(WANTED, None))
    assert [paper.id for paper in found] == ["doi:10.5555/cr.6", "doi:10.5555/cr.8"]
    assert found[1].updates == {"doi:10.5555/cr.1": Status.RETRACTED}
    assert (found[0].title, found[0].abstract, found[0].source.name) == ("On wave 6", "We ride waves.", "crossref")


@pytest.mark.parametrize(
    "body", [b'{"message": "Internal error"}', b'{"results": {}, "message": {"items": null}}', b"[]"]
)
def test_an_answer_without_its_list_is_an_error_and_no_empty_span(service, web, body):
    _, source = service
    web.answer = lambda _: Reply(body)
    with pytest.raises(SourceUnavailable, match="no list of"):
        list(source.pages(WANTED, None))
