"""arXiv's categories by OAI-PMH: paging, expired tokens, deleted records, and answers that are none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from service.errors import SourceUnavailable
from service.settings import ArxivSource, FetchSettings
from service.sources import FetchedPage, Sources, Wanted
from service.sources.arxiv_category import ArxivCategory, oai_set
from tests.sources.arxiv_server import TODAY, ArxivServer, Record
from tests.sources.web_server import Reply

DAY = timedelta(days=1)
SINCE = TODAY - 7 * DAY


@pytest.fixture
def server():
    """Ten papers that changed on five days, two on each."""
    records = [Record(number, created=SINCE + DAY, changed=SINCE + (2 + number // 2) * DAY) for number in range(10)]
    with ArxivServer(records) as server:
        yield server


def category(server: ArxivServer, name: str = "cs.LG", **settings: object) -> ArxivCategory:
    sources = Sources(FetchSettings.model_validate(server.settings | {"tries": 1} | settings))
    return sources.of(ArxivSource(source="arxiv", category=name))


def wanted(since: date = SINCE, changed: date | None = None) -> Wanted:
    return Wanted(since, changed or since)


def ids(pages: list[FetchedPage]) -> list[str]:
    return [paper.id for page in pages for reading in page.readings for paper in reading.papers]


def every(server: ArxivServer) -> list[str]:
    return [f"arxiv:{record.id}" for record in server.arxiv.records]


def test_a_list_is_read_page_by_page_to_its_end(server):
    pages = list(category(server).pages(wanted(), None))
    assert ids(pages) == every(server)
    assert [len(page.readings[0].papers) for page in pages] == [3, 3, 3, 1]
    first, second, *_ = (asked.params for asked in server.asked)
    assert first == {"verb": "ListRecords", "metadataPrefix": "arXivRaw", "set": "cs:cs:LG", "from": str(SINCE)}
    assert set(second) == {"verb", "resumptionToken"}


def test_a_day_is_whole_once_a_later_one_begins_and_at_the_end_all_are_before_that_of_the_answer(server):
    pages = list(category(server).pages(wanted(), None))
    # the last of the papers so far changed two, three, five and six days after the first day
    assert [page.whole_through for page in pages] == [SINCE + n * DAY for n in (2, 3, 5)] + [TODAY - DAY]


@pytest.mark.parametrize("after", range(4))
def test_a_bookmark_goes_on_behind_its_page_and_the_last_one_leads_to_none(server, after):
    pages = list(category(server).pages(wanted(), None))
    assert ids(pages[: after + 1] + list(category(server).pages(wanted(), pages[after].bookmark))) == every(server)


def test_a_bookmark_of_another_version_counts_as_none(server):
    for bookmark in ({"place": 7}, {"asked_from": "soon"}, {"asked_from": str(SINCE), "token": 5}):
        assert ids(list(category(server).pages(wanted(), bookmark))) == every(server)


def test_an_expired_token_is_gone_on_from_on_its_last_day_and_that_is_said(server):
    pages = category(server).pages(wanted(), None)
    before = [next(pages), next(pages)]
    server.arxiv.expire()
    after = list(category(server).pages(wanted(), before[-1].bookmark))
    assert set(ids(before + after)) == set(every(server))
    assert len(ids(before + after)) == 10 + 2  # of the last day, what had come already
    assert server.asked[3].params["from"] == str(SINCE + 4 * DAY)
    said = f"The place in its list had expired; it was asked again for all that changed since {SINCE + 4 * DAY}."
    assert after[0].notes == (said,)
    assert all(page.notes == () for page in after[1:])


def test_a_list_out_of_order_is_asked_for_anew_from_its_beginning_and_no_day_of_it_is_whole_before_its_end(server):
    server.arxiv.lost_order = True
    pages = category(server).pages(wanted(), None)
    before = [next(pages), next(pages)]
    assert [page.whole_through for page in before] == [None, None]
    server.arxiv.expire()
    after = list(category(server).pages(wanted(), before[-1].bookmark))
    assert server.asked[3].params["from"] == str(SINCE)
    assert set(ids(after)) == set(every(server))
    assert after[-1].whole_through == TODAY - DAY


def test_a_server_that_takes_none_of_its_tokens_is_given_up(server):
    answer, server.arxiv.page = server.answer, 1  # two records changed on each day

    def forgetful(asked):
        server.arxiv.expire()
        return answer(asked)

    server.answer = forgetful
    with pytest.raises(SourceUnavailable, match="takes none of the tokens"):
        list(category(server).pages(wanted(), None))
    assert len(server.asked) < 12


def test_a_server_that_sends_one_page_for_ever_is_given_up(server):
    page = server.arxiv
    first = next(category(server).pages(wanted(), None))
    token = first.bookmark["token"]
    body = page.said(f"<ListRecords>{page.records[0].oai}<resumptionToken>{token}</resumptionToken></ListRecords>")
    server.answer = lambda _: Reply(body.encode())
    with pytest.raises(SourceUnavailable, match="the same page"):
        list(category(server).pages(wanted(), None))


def test_all_that_there_is_can_be_asked_for(server):
    assert ids(list(category(server).pages(wanted(date(1991, 8, 14)), None))) == every(server)
    assert server.asked[0].params["from"] == "2005-09-16"


def test_an_answer_of_many_megabytes_is_read(server):
    server.arxiv.page = 300
    server.arxiv.records = [Record(number, spaces=20_000) for number in range(300)]
    (page,) = category(server).pages(wanted(), None)
    assert len(ids([page])) == 300


def test_new_is_what_came_out_since_and_not_what_changed_since(server):
    server.arxiv.records = [
        Record(1, created=SINCE),
        Record(2, created=SINCE - DAY),
        Record(3, created=date(2019, 1, 1), version=3),
        Record(4, created=SINCE + DAY, version=2),
    ]
    assert ids(list(category(server).pages(wanted(), None))) == ["arxiv:2611.10001", "arxiv:2611.10004"]


def test_a_paper_that_was_held_back_comes_though_its_date_is_before_the_last_whole_day(server):
    server.arxiv.records = [
        Record(1, created=SINCE + DAY, changed=TODAY),
        Record(2, created=SINCE - DAY, changed=TODAY),
    ]
    assert ids(list(category(server).pages(wanted(SINCE, TODAY - DAY), None))) == ["arxiv:2611.10001"]


def test_deleted_records_are_no_papers_and_a_page_of_them_alone_is_no_fault(server):
    server.arxiv.records = [replace(record, deleted=record.number < 3) for record in server.arxiv.records]
    pages = list(category(server).pages(wanted(), None))
    assert ids(pages) == every(server)[3:]
    server.arxiv.records = [replace(record, deleted=True) for record in server.arxiv.records]
    pages = list(category(server).pages(wanted(), None))
    assert (ids(pages), pages[-1].whole_through) == ([], TODAY - DAY)


def test_nothing_new_is_one_page_without_papers(server):
    server.arxiv.records = []
    (page,) = category(server).pages(wanted(), None)
    assert (page.readings, page.whole_through) == ([], TODAY - DAY)


def test_an_answer_of_yesterday_makes_no_day_whole_that_it_does_not_know(server):
    server.arxiv.answered = TODAY - DAY
    assert list(category(server).pages(wanted(), None))[-1].whole_through == TODAY - 2 * DAY


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><body>Rate exceeded.</body></html>",
        b"<html><body>Down for maintenance</body></html>",
        b"",
        b"Rate exceeded.",
        b"<OAI-PMH><ListRecords></ListRecords></OAI-PMH>",
        b"\xff\xfe\x00<",
    ],
)
def test_an_answer_that_is_none_is_a_fault_and_not_an_empty_list(server, body):
    server.answer = lambda _: Reply(body)
    with pytest.raises(SourceUnavailable, match="answers what cannot be read"):
        list(category(server).pages(wanted(), None))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_an_answer_that_was_cut_is_a_fault_even_where_its_length_does_not_tell(server, share):
    whole = server.arxiv
    body = whole.oai({"verb": "ListRecords", "metadataPrefix": "arXivRaw", "set": "cs", "from": str(SINCE)}).encode()
    server.answer = lambda _: Reply(body[: int(len(body) * share)])
    with pytest.raises(SourceUnavailable, match="cut short"):
        list(category(server).pages(wanted(), None))


def test_a_refusal_names_the_server_and_its_reason(server):
    server.answer = lambda _: Reply(server.arxiv.error("badArgument", "Invalid set.").encode())
    with pytest.raises(SourceUnavailable, match=r"refuses: badArgument Invalid set\."):
        list(category(server).pages(wanted(), None))


@pytest.mark.parametrize(
    ("category", "name"),
    {
        "cs.LG": "cs:cs:LG",
        "cs": "cs",
        "astro-ph.EP": "physics:astro-ph:EP",
        "hep-th": "physics:hep-th",
        "physics.optics": "physics:physics:optics",
        "cond-mat.str-el": "physics:cond-mat:str-el",
        "q-bio.NC": "q-bio:q-bio:NC",
        "math-ph": "physics:math-ph",
    }.items(),
)
def test_a_category_has_the_name_of_its_set(category, name):
    assert oai_set(category) == name
