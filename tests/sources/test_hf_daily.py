"""Hugging Face's daily papers: days, votes, weekends, and answers that are none."""

import json
from datetime import date

import pytest

from service.errors import SourceUnavailable
from service.settings import HuggingFaceSource
from service.sources import Wanted
from service.sources.source import Source
from tests.sources.record_servers import DAY, TODAY, HuggingFace, ids, sources_at
from tests.sources.record_servers import papers as papers_of
from tests.sources.web_server import Reply, WebServer


@pytest.fixture
def papers():
    return HuggingFace({TODAY - 2 * DAY: range(1, 4), TODAY: range(10, 12)})


@pytest.fixture
def web(papers):
    with WebServer(papers) as server:
        yield server


def source(web: WebServer) -> Source:
    return sources_at(web).of(HuggingFaceSource(source="hf-daily"))


def wanted(since: date = TODAY - 2 * DAY, today: date = TODAY) -> Wanted:
    return Wanted(since, since, today)


def test_each_day_is_asked_for_and_its_papers_come_with_their_votes_and_say_where_they_were_seen(web):
    pages = list(source(web).pages(wanted(), None))
    assert ids(pages) == [f"arxiv:2611.{number:05}" for number in (1, 2, 3, 10, 11)]
    assert [dict(page.votes) for page in pages if page.votes] == [
        {f"arxiv:2611.{number:05}": 5 + number for number in numbers} for numbers in ((1, 2, 3), (10, 11))
    ]
    paper = papers_of(pages)[0]
    assert (paper.abstract, paper.authors, paper.source.name) == ("We count tide 1.", ("Ada Lovelace",), "hf-daily")


def test_the_days_before_are_asked_for_again_for_their_votes_and_an_empty_day_is_whole(web):
    pages = list(source(web).pages(wanted(since=TODAY), None))
    assert [asked.params["date"] for asked in web.asked] == [str(TODAY - n * DAY) for n in (3, 2, 1, 0)]
    assert [page.whole_through for page in pages] == [TODAY - n * DAY for n in (3, 2, 1)] + [None]


def test_a_long_day_comes_in_pages_and_a_bookmark_goes_on_behind_its_page(web, papers):
    papers.days = {TODAY: range(1, 104)}
    pages = list(source(web).pages(wanted(since=TODAY), None))
    assert len(ids(pages)) == 103
    for place, page in enumerate(pages):
        rest = list(source(web).pages(wanted(since=TODAY), page.bookmark))
        assert ids(rest) == ids(pages[place + 1 :])


def test_a_day_that_has_not_begun_there_is_none_yet_and_a_refusal_of_an_older_one_is_an_error(web, papers):
    papers.today = TODAY - DAY
    pages = list(source(web).pages(wanted(), None))
    assert pages[-1].notes == (f"It has no list of {TODAY} yet.",)
    assert len(ids(pages)) == 3
    papers.today = TODAY - 4 * DAY
    with pytest.raises(SourceUnavailable, match="400"):
        list(source(web).pages(wanted(), None))


def test_votes_that_can_be_none_are_left_out_and_cost_no_paper(web, papers):
    entry = papers.entry(1, TODAY)
    odd = [{**entry, "paper": {**entry["paper"], "upvotes": count}} for count in (-1, "7", None, True, 10**30)]
    odd += [{**entry, "paper": {**entry["paper"], "id": "no id at all"}}, "text", None, {"paper": []}]
    for value in odd:
        web.answer = lambda _, value=value: Reply(json.dumps([papers.entry(2, TODAY), value]).encode())
        (page, *_) = source(web).pages(wanted(since=TODAY), None)
        assert "arxiv:2611.00002" in ids([page])
        assert set(page.votes.values()) <= {7}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!DOCTYPE html><html>Sign in</html>", "a web page"),
        (b'[{"paper": {"id": "2611.000', "cut short"),
        (b"", "empty"),
        (b'{"error": "later"}', "not a list"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_an_answer_that_is_no_list_is_an_error_and_no_empty_day(web, body, said):
    web.answer = lambda _: Reply(body)
    with pytest.raises(SourceUnavailable, match=said):
        list(source(web).pages(wanted(), None))


def test_a_server_that_gives_one_page_for_ever_is_given_up(web, papers):
    full = [papers.entry(number, TODAY) for number in range(100)]
    web.answer = lambda _: Reply(json.dumps(full).encode())
    with pytest.raises(SourceUnavailable, match="again and again"):
        list(source(web).pages(wanted(), None))
    assert len(web.asked) == 2
