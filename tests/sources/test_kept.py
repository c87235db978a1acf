"""What other sources than arXiv leave behind: papers, votes, marks, and where to go on after a break."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from service.errors import SourceUnavailable
from service.settings import HuggingFaceSource, OpenAlexSource, ZoteroSource
from service.sources import SourceStores, fetch
from tests.sources.record_servers import DAY, TODAY, HuggingFace, Item, Zotero, openalex, sources_at
from tests.sources.stores import stores_in
from tests.sources.web_server import Reply, WebServer

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)


@pytest.fixture(name="stores")
def source_stores(stores, tmp_path) -> Iterator[SourceStores]:
    with stores.opened(tmp_path) as database:
        yield stores_in(database)


@pytest.fixture
def web():
    with WebServer() as server:
        yield server


def test_votes_are_kept_by_the_papers_they_are_of_and_read_again_the_next_day(stores, web):
    web.answer = papers = HuggingFace({TODAY - DAY: range(1, 4)})
    source = sources_at(web).of(HuggingFaceSource(source="hf-daily"))
    report = fetch(stores, source, TODAY - DAY, NOW)
    assert (report.seen, report.counts, report.whole_through) == (3, {"created": 3}, TODAY - DAY)
    papers.votes, papers.today = 50, TODAY + DAY
    report = fetch(stores, source, None, NOW + DAY)
    assert (report.counts, report.empty_reason is not None) == ({"unchanged": 3}, True)
    found = {paper_id: votes for paper_id, _, votes, _ in stores.votes.since(NOW)}
    assert found == {f"arxiv:2611.{number:05}": 50 + number for number in range(1, 4)}


def test_the_version_of_a_library_is_kept_for_the_next_fetch_and_not_asked_for_by_an_earlier_one(stores, web):
    web.answer = library = Zotero([Item(number) for number in range(4)], version=3)
    source = sources_at(web).of(ZoteroSource(source="zotero", library="users/123"))
    assert fetch(stores, source, None, NOW).counts == {"created": 4}
    report = fetch(stores, source, None, NOW + DAY)
    assert (report.seen, report.empty_reason) == (0, "The library has not changed since the last fetch.")
    library.items.append(Item(4, version=4))
    library.version = 4
    assert fetch(stores, source, None, NOW + 2 * DAY).counts == {"created": 1}
    assert fetch(stores, source, TODAY - 30 * DAY, NOW + 2 * DAY).seen == 5


def test_what_breaks_off_is_gone_on_with_and_no_record_is_here_twice(stores, web):
    works = openalex({TODAY - DAY: range(20, 125), TODAY: range(125, 130)})
    web.answer = lambda asked: works(asked) if asked.params["cursor"] == "*" else Reply(b"{")
    source = sources_at(web).of(OpenAlexSource(source="openalex", topic="T10102"))
    with pytest.raises(SourceUnavailable, match="cut short"):
        fetch(stores, source, TODAY - 3 * DAY, NOW)
    web.answer = works
    report = fetch(stores, source, None, NOW + DAY / 24)
    assert (report.counts, report.is_done) == ({"created": 10}, True)
    assert stores.corpus.catalog.count() == 110
    assert fetch(stores, source, None, NOW + DAY).empty_reason is not None
