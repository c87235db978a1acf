"""arXiv's authors by its Atom API: pages that shift, empty ones in the middle, and answers that are none."""

from datetime import date, timedelta

import pytest

from service.errors import SourceUnavailable
from service.settings import ArxivSource, FetchSettings
from service.sources import FetchedPage, Sources, Wanted
from tests.sources.arxiv_server import TODAY, ArxivServer, Record
from tests.sources.waits import Waits
from tests.sources.web_server import Reply

DAY = timedelta(days=1)
SINCE = TODAY - 60 * DAY


@pytest.fixture
def server():
    records = [Record(number, created=TODAY - (number + 2) * DAY, changed=TODAY - number * DAY) for number in range(8)]
    with ArxivServer([*records, Record(99, author="R. Roe")]) as server:
        yield server


def pages(server: ArxivServer, wanted: Wanted | None = None, bookmark=None, author="Ada Lovelace", **settings: object):
    sources = Sources(FetchSettings.model_validate(server.settings | {"tries": 1} | settings), ended=Waits())
    return sources.of(ArxivSource(source="arxiv", author=author)).pages(wanted or Wanted(SINCE, SINCE), bookmark)


def ids(found: list[FetchedPage]) -> list[str]:
    return [paper.id for page in found for reading in page.readings for paper in reading.papers]


def test_the_papers_of_an_author_come_page_by_page_the_last_changed_first(server):
    found = list(pages(server))
    assert ids(found) == [f"arxiv:2611.{10_000 + number}" for number in range(8)]
    assert [asked.params["start"] for asked in server.asked] == ["0", "3", "6"]
    assert server.asked[0].params["search_query"] == 'au:"Ada Lovelace"'
    assert [page.whole_through for page in found] == [None, None, TODAY - DAY]


def test_no_more_is_asked_for_than_what_changed_since_with_room_for_what_was_held_back(server):
    server.arxiv.records = [
        Record(number, created=TODAY - 90 * DAY, changed=TODAY - number * 10 * DAY) for number in range(9)
    ]
    list(pages(server, Wanted(TODAY - 365 * DAY, TODAY)))
    assert len(server.asked) == 2  # 0 to 20, and 30 to 50 days old


def test_what_came_out_before_is_left_out_though_it_changed_since(server):
    server.arxiv.records = [Record(1, created=date(2019, 1, 1), changed=TODAY), Record(2, created=SINCE)]
    assert ids(list(pages(server))) == ["arxiv:2611.10002"]


@pytest.mark.parametrize("after", range(3))
def test_a_bookmark_goes_on_behind_its_page_and_the_last_one_leads_to_none(server, after):
    found = list(pages(server))
    assert ids(found[: after + 1] + list(pages(server, bookmark=found[after].bookmark))) == ids(found)


def test_a_paper_that_comes_while_pages_are_read_loses_none_of_them(server):
    before = next(pages(server))
    server.arxiv.records.append(Record(77, changed=TODAY))
    assert set(ids([before, *pages(server, bookmark=before.bookmark)])) >= {
        f"arxiv:2611.{10_000 + n}" for n in range(8)
    }


def test_an_empty_page_in_the_middle_is_asked_for_again(server):
    whole = server.arxiv.atom({"search_query": 'au:"Ada Lovelace"', "start": "900", "max_results": "9"}).encode()
    server.first.append(Reply(whole))
    assert len(ids(list(pages(server, tries=2, wait_s=60.0)))) == 8
    server.answer = lambda _: Reply(whole)
    with pytest.raises(SourceUnavailable, match="of 8 entries those from 0 on are missing"):
        list(pages(server))


def test_nobody_of_that_name_is_one_page_without_papers(server):
    (page,) = pages(server, author="Nobody Here")
    assert (ids([page]), page.whole_through) == ([], TODAY - DAY)


@pytest.mark.parametrize("body", [b"", b"<html>Sorry</html>", b"<feed><entry>", b"<feed></feed>", b"Rate exceeded."])
def test_an_answer_that_is_none_is_a_fault_and_not_an_empty_list(server, body):
    server.answer = lambda _: Reply(body)
    with pytest.raises(SourceUnavailable, match="answers what cannot be read"):
        list(pages(server))


def test_an_error_that_comes_as_an_entry_is_no_paper(server):
    entry = "<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>incorrect id</summary></entry>"
    total = '<o:totalResults xmlns:o="http://a9.com/-/spec/opensearch/1.1/">1</o:totalResults>'
    server.answer = lambda _: Reply(f"<feed>{total}{entry}</feed>".encode())
    with pytest.raises(SourceUnavailable, match="refuses: incorrect id"):
        list(pages(server))


def test_406_is_a_request_to_wait(server):
    server.first.append(Reply(status=406, headers={"Retry-After": "0"}))
    assert len(ids(list(pages(server, tries=2)))) == 8
