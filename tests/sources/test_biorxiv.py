"""BioRxiv and medRxiv: pages, versions, journals, categories, and spans of days."""

from dataclasses import replace

import pytest

from service.errors import SourceUnavailable
from service.settings import PreprintsSource
from service.sources import Wanted
from service.sources.biorxiv import preprint
from service.sources.source import Source
from tests.sources.record_servers import DAY, TODAY, Preprint, Preprints, ids, json_reply, papers, sources_at
from tests.sources.web_server import WebServer

SINCE = TODAY - 9 * DAY


@pytest.fixture
def archive():
    return Preprints([Preprint(number, SINCE + number * DAY) for number in range(9)])


@pytest.fixture
def web(archive):
    with WebServer(archive) as server:
        yield server


def source(web: WebServer, **options: object) -> Source:
    return sources_at(web).of(PreprintsSource.model_validate({"source": "biorxiv"} | options))


WANTED = Wanted(SINCE, SINCE, TODAY)


def test_each_span_is_read_to_its_end_although_the_total_is_said_to_be_more(web, archive):
    pages = list(source(web).pages(WANTED, None))
    assert ids(pages) == [f"doi:{each.doi}" for each in archive.posted]
    spans = list(dict.fromkeys(tuple(asked.path.split("/")[3:5]) for asked in web.asked))
    first = SINCE - DAY  # asked for once more
    assert spans == [(str(first), str(first + 6 * DAY)), (str(first + 7 * DAY), str(TODAY))]


def test_a_span_is_whole_at_its_end_and_today_is_not(web):
    whole = [page.whole_through for page in source(web).pages(WANTED, None)]
    assert [day for day in whole if day] == [SINCE + 5 * DAY, TODAY - DAY]


def test_a_bookmark_goes_on_behind_its_page_and_the_last_one_leads_to_none(web):
    pages = list(source(web).pages(WANTED, None))
    for place, page in enumerate(pages):
        assert ids(source(web).pages(WANTED, page.bookmark)) == ids(pages[place + 1 :])


def test_no_day_is_whole_from_that_on_which_a_fetch_was_begun_that_is_gone_on_with_days_later(web):
    pages = source(web).pages(WANTED, None)
    next(page for page in pages if page.whole_through)
    second = next(pages)  # of the span that reaches today
    later = Wanted(SINCE, SINCE, TODAY + 5 * DAY)
    rest = list(source(web).pages(later, second.bookmark))
    assert {page.whole_through for page in rest} == {None, TODAY - DAY}
    assert web.asked[-1].path.split("/")[3:5] == [str(TODAY + DAY), str(TODAY + 5 * DAY)]
    ended = list(source(web).pages(WANTED, None))[-1]
    assert [page.whole_through for page in source(web).pages(later, ended.bookmark)] == [None]


def test_an_answer_that_was_kept_for_days_proves_no_day_that_came_after(web, archive):
    web.answer = lambda asked: replace(archive(asked), headers={"Date": "Thu, 26 Nov 2026 05:00:00 GMT"})
    assert {page.whole_through for page in source(web).pages(WANTED, None)} - {None} == {
        SINCE + 5 * DAY,  # of the span before
        TODAY - 4 * DAY,
    }


def test_a_clock_that_was_set_back_begins_anew_and_one_before_all_asks_for_nothing(web):
    *_, last = source(web).pages(WANTED, None)
    back = Wanted(SINCE, SINCE, TODAY - 4 * DAY)
    assert ids(source(web).pages(back, last.bookmark)) == ids(source(web).pages(back, None)) != []
    asked = len(web.asked)
    assert list(source(web).pages(Wanted(SINCE, SINCE, SINCE - 4 * DAY), None)) == []
    assert len(web.asked) == asked


def test_of_several_versions_the_newest_stands_and_the_paper_came_out_with_the_first(web, archive):
    received = TODAY - 3 * DAY
    archive.posted = [Preprint(1, TODAY - n * DAY, version=3 - n, received=received) for n in (0, 2)]
    (paper,) = papers(source(web).pages(WANTED, None))
    assert (paper.version, paper.published) == (3, received)


def test_a_new_version_of_a_preprint_from_before_dois_had_days_is_no_new_paper(web):
    entry = Preprint(1, TODAY, version=2).entry | {"doi": "10.1101/123456"}
    old = [entry, entry | {"doi": "10.1101/123457", "version": "1"}]
    web.answer = lambda asked: json_reply({"collection": old if asked.path.endswith("/0/json") else []})
    assert set(ids(source(web).pages(WANTED, None))) == {"doi:10.1101/123457"}


def test_a_new_version_of_an_old_preprint_is_no_new_paper(web, archive):
    archive.posted = [Preprint(1, TODAY, version=2, received=TODAY - 90 * DAY)]
    assert ids(source(web).pages(WANTED, None)) == []


def test_the_doi_of_the_journal_is_another_id_and_what_says_that_there_is_none_is_not(web, archive):
    archive.posted = [
        Preprint(1, TODAY, published="10.1371/journal.pone.0256482"),
        Preprint(2, TODAY, published="NA"),
        Preprint(3, TODAY, published="a journal"),
    ]
    found = papers(source(web).pages(WANTED, None))
    assert [paper.external_ids.get("doi") for paper in found] == ["10.1371/journal.pone.0256482", None, "a journal"]


def test_a_category_is_asked_for_as_the_server_has_it_and_others_are_left_out(web, archive):
    archive.posted = [Preprint(1, TODAY, category="cell biology"), Preprint(2, TODAY)]
    assert ids(source(web, category="Cell Biology").pages(WANTED, None)) == [f"doi:{archive.posted[0].doi}"]
    assert web.asked[0].params == {"category": "cell_biology"}
    archive.posted = [Preprint(number, TODAY) for number in range(2, 9)] + archive.posted
    web.answer = lambda asked: archive(replace(asked, params={}))  # one that knows none
    assert ids(source(web, category="cell_biology").pages(WANTED, None)) == [f"doi:{archive.posted[-2].doi}"]


@pytest.mark.parametrize("written", ["2026-11-29", "2026/11/29", "29 November 2026", "20261129"])
def test_a_day_is_compared_as_a_day_however_it_is_written(web, written):
    entry = Preprint(1, TODAY).entry | {"date": written}
    web.answer = lambda _: json_reply({"collection": [entry] if len(web.asked) == 1 else []})
    assert len(ids(source(web).pages(Wanted(TODAY, TODAY, TODAY), None))) == 1


@pytest.mark.parametrize("written", ["2026-6-30", "30 June 2026", "2026-06"])
def test_and_one_before_is_before(web, written):
    entry = Preprint(1, TODAY).entry | {"date": written}
    web.answer = lambda _: json_reply({"collection": [entry] if len(web.asked) == 1 else []})
    assert ids(source(web).pages(Wanted(TODAY, TODAY, TODAY), None)) == []


@pytest.mark.parametrize("written", ["2026-02-30", "0000-00-00", "in press", None, [], "12"])
def test_a_date_that_cannot_be_read_costs_the_date_and_never_the_paper(web, written):
    entry = Preprint(1, TODAY).entry | {"date": written}
    web.answer = lambda _: json_reply({"collection": [entry] if len(web.asked) == 1 else []})
    assert [paper.published for paper in papers(source(web).pages(Wanted(TODAY, TODAY, TODAY), None))] == [None]


def test_a_record_of_which_nothing_is_as_documented_is_passed_over(web):
    entries = [
        {},
        {"title": 7},
        {"doi": {"x": 1}, "title": None},
        "text",
        {"title": "On one", "version": "new", "doi": 9},
    ]
    web.answer = lambda _: json_reply({"collection": entries if len(web.asked) == 1 else []})
    assert ids(source(web).pages(WANTED, None)) == ["hf:on-one"]
    assert preprint({}, "biorxiv")["title"] is None


def test_a_refusal_that_is_json_is_no_empty_span(web):
    web.answer = lambda _: json_reply({"messages": [{"status": "too many requests"}]})
    with pytest.raises(SourceUnavailable, match="no list of collection"):
        list(source(web).pages(WANTED, None))
