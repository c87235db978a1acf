"""Feeds of others speak of papers: they bring new ones and fill gaps, and replace nothing."""

from typing import Any

import pytest

from service.papers import Paper, Source, make_paper
from service.settings import UrlSource
from service.sources import SourceStores, fetch, preview_fetch
from service.sources.feed import read_feed
from service.sources.web_file import speaks_of_others
from tests.sources.record_servers import TODAY, sources_at
from tests.sources.stores import stores_in
from tests.sources.test_fetch import NOW
from tests.sources.test_web_file import item, rss
from tests.sources.web_server import Reply, WebServer

ID = "arxiv:1706.03762"
LINK = "https://arxiv.org/abs/1706.03762v9"
GUID = "oai:arXiv.org:1706.03762v9"
DAY = "<pubDate>Sat, 28 Nov 2026 09:00:00 GMT</pubDate>"


@pytest.fixture(name="stores")
def source_stores(stores, tmp_path):
    with stores.opened(tmp_path) as database:
        yield stores_in(database)


@pytest.fixture
def web():
    with WebServer() as server:
        yield server


def known(stores: SourceStores, abstract: str = "We have a model.", **facts: Any) -> Paper:
    paper = make_paper("Attention", abstract, source=Source(name="arxiv"), id=ID, **facts)
    stores.corpus.catalog.put([paper], NOW)
    return stores.corpus.catalog.get([ID])[ID]


def feed_at(web: WebServer, *items: str):
    web.answer = lambda _: Reply(rss(*items))
    return sources_at(web).of(UrlSource.model_validate({"source": "url", "url": f"{web.url}/feed"}))


@pytest.mark.parametrize("guid", ["17", GUID])
@pytest.mark.parametrize("title", ["Show HN: rewritten, at great length", "Withdrawn: Attention", "Attention"])
def test_what_is_known_of_a_paper_stays_whatever_an_entry_says_that_names_it(web, stores, guid, title):
    before = known(stores, published=TODAY, version=2, authors=["A. Vaswani"], url="https://arxiv.org/abs/1706.03762")
    source = feed_at(web, item(title, LINK, guid, DAY).replace("We.", "Comments " * 50))
    assert preview_fetch(stores, source, None, NOW).counts == {"unchanged": 1}
    assert fetch(stores, source, None, NOW).counts == {"unchanged": 1}
    assert stores.corpus.catalog.get([ID])[ID] == before


def test_an_entry_fills_what_is_empty_and_keeps_no_correction_from_coming(web, stores):
    known(stores, abstract="")
    assert fetch(stores, feed_at(web, item("Other", LINK, "17", DAY)), None, NOW).counts == {"updated": 1}
    filled = stores.corpus.catalog.get([ID])[ID]
    assert (filled.title, filled.abstract, filled.published_text, filled.version) == (
        "Attention", "We.", "2026-11-28", None,
    )  # fmt: skip
    known(stores, "We corrected it.", version=2)
    assert stores.corpus.catalog.get([ID])[ID].abstract == "We corrected it."


def test_an_entry_brings_a_paper_that_is_not_here(web, stores):
    assert fetch(stores, feed_at(web, item("On tides", LINK, "17", DAY)), None, NOW).counts == {"created": 1}


def test_why_a_feed_brought_nothing_is_told_after_a_fetch_in_steps_as_well(web, stores):
    def told(*items: str) -> str | None:
        source = feed_at(web, *items)
        while not fetch(stores, source, None, NOW, most_pages=1).is_done:
            pass
        state = stores.records.get(source.name)
        return state and state.empty_reason

    entry = item("On tides", LINK, "17", DAY)
    assert told(entry) is None
    assert told(entry) == "It has not changed since the last fetch."
    assert told(entry, entry) == "All papers that it has are here already."
    assert told() == "It has no paper that could be read."


def test_what_of_a_feed_cannot_be_read_is_counted_and_nothing_readable_is_not_taken_for_known(web, stores):
    bad = item("x" * 20_000)
    report = fetch(stores, feed_at(web, item("On tides"), bad), None, NOW)
    assert report.notes == (
        "1 of 2 records could not be read: Line 1: The title has 20,000 characters; the most is 10,000.",
    )
    source = feed_at(web, bad, bad)
    for _ in range(2):
        report = fetch(stores, source, None, NOW)
        assert [note[:34] for note in report.notes] == ["2 of 2 records could not be read: "]
    assert preview_fetch(stores, source, None, NOW).notes == report.notes


def test_an_entry_that_links_to_two_papers_makes_no_one_paper_of_them(web, stores):
    known(stores)
    other = make_paper("Owls", "We see.", source=Source(name="x"), id="doi:10.5555/owls")
    stores.corpus.catalog.put([other], NOW)
    more = "<prism:doi>10.5555/owls</prism:doi>"
    fetch(stores, feed_at(web, item("Both", LINK, "17", more)), None, NOW)
    assert stores.corpus.catalog.count() == 2


@pytest.mark.parametrize(
    ("host", "is_of_others"),
    [("rss.arxiv.org", False), ("arxiv.org", False), ("arxiv.org.example", True), ("myarxiv.org", True)],
)
def test_the_feeds_of_arxiv_itself_correct_its_papers_and_those_of_look_alikes_do_not(host, is_of_others):
    assert speaks_of_others(f"https://{host}/rss/cs.LG") is is_of_others


def test_of_its_own_papers_a_feed_tells_all_ids():
    body = rss(item("Both", LINK, "17", "<prism:doi>10.5555/owls</prism:doi>"))
    told = [read_feed(body, is_hearsay=is_hearsay) for is_hearsay in (True, False)]
    doi = {"doi": "10.5555/owls"}
    assert [feed and feed.records[0]["external_ids"] for feed in told] == [doi, doi | {"arxiv": "1706.03762"}]
