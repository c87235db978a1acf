"""Feeds and files at an address: shapes of links and authors, what has not changed, redirects, and what is none."""

import gzip
from dataclasses import replace

import pytest

from service.errors import SourceUnavailable
from service.papers import Paper
from service.settings import UrlSource
from service.sources import Wanted
from service.sources.source import Source
from tests.ingest.samples import BIBTEX, OAI, RSS
from tests.sources.record_servers import TODAY, ids, papers, sources_at
from tests.sources.web_server import Reply, WebServer

ITEM = "<item><title>{title}</title><link>{link}</link><guid>{guid}</guid><description>We.</description>{more}</item>"


@pytest.fixture
def web():
    with WebServer() as server:
        yield server


def source(web: WebServer, path: str = "/feed", **settings: object) -> Source:
    return sources_at(web, **settings).of(UrlSource.model_validate({"source": "url", "url": f"{web.url}{path}"}))


def wanted(mark: object = None) -> Wanted:
    return Wanted(TODAY, TODAY, TODAY, mark)


def rss(*items: str) -> bytes:
    declared = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
    )
    channel = f"<channel><title>News</title>{''.join(items)}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0" {declared}>{channel}</rss>'.encode()


def item(title: str = "On tides", link: str = "https://example.org/1", guid: str = "17", more: str = "") -> str:
    return ITEM.format(title=title, link=link, guid=guid, more=more)


def read(web: WebServer, body: bytes) -> list[Paper]:
    """The papers of a feed or file."""
    web.answer = lambda _: Reply(body)
    return papers(source(web).pages(wanted(), None))


@pytest.mark.parametrize(
    ("link", "guid"),
    [
        ("https://rss.arxiv.org/abs/2401.99001", "17"),
        ("https://example.org/x", "oai:arXiv.org:2401.99001v1"),
        ("https://arxiv.org/abs/arxiv:2401.99001", "17"),
        ("https://export.arxiv.org/abs/2401.99001v2?context=cs", "17"),
        ("https://browse.arxiv.org/pdf/2401.99001v1.pdf", "17"),
        ("www.arxiv.org/abs/2401.99001", "17"),
        ("https://new-host.arxiv.org/abs/2401.99001", "https://example.org/?p=17"),
        ("https://doi.org/10.48550/arXiv.2401.99001", "17"),
    ],
)
def test_an_entry_has_its_id_by_its_link_or_by_its_guid_in_whatever_shape(web, link, guid):
    (paper,) = read(web, rss(item(link=link, guid=guid)))
    assert (paper.id, paper.source.name) == ("arxiv:2401.99001", "url")


def test_an_entry_that_names_no_paper_has_an_id_by_its_title_and_keeps_its_link(web):
    (paper,) = read(web, rss(item()))
    assert (paper.id, paper.url) == ("hf:on-tides", "https://example.org/1")


def test_the_address_of_a_help_desk_is_no_author(web):
    for more in (
        "<author>rss-help@arxiv.example</author>",
        "<author>rss-help@arxiv.example (Help Desk)</author>",
        "<dc:creator>rss-help@arxiv.example</dc:creator>",
    ):
        (paper,) = read(web, rss(item(more=more)))
        assert paper.authors == ()
    (paper,) = read(web, rss(item(more="<dc:creator>Jane Doe, Richard Roe</dc:creator>")))
    assert paper.authors == ("Jane Doe", "Richard Roe")


def test_what_arxiv_announces_is_taken_off(web):
    (paper,) = read(web, RSS.encode())
    assert (paper.id, paper.abstract, paper.authors) == ("arxiv:2401.99001", "We announce tides.", ())


def test_an_entry_of_atom_has_its_authors_also_with_addresses_its_day_and_its_doi(web):
    entry = (
        "<entry><title type='html'>H&lt;sub&gt;2&lt;/sub&gt;O &amp;amp; tides</title><id>urn:uuid:1</id>"
        "<link href='https://doi.org/10.5555/A.1'/><published>2026-11-28T01:00:00Z</published>"
        "<author><name>Jane Doe</name><email>jane@example.org</email></author><author><name>R. Roe</name></author>"
        "<category term='cs.LG'/><content type='text'>We write at length.</content></entry>"
    )
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>{entry}</feed>".encode()
    (paper,) = read(web, body)
    assert (paper.id, paper.authors, paper.categories) == ("doi:10.5555/a.1", ("Jane Doe", "R. Roe"), ("cs.LG",))
    assert (paper.title, paper.abstract, paper.published_text) == ("H2O & tides", "We write at length.", "2026-11-28")


def test_a_feed_that_has_not_changed_is_asked_for_with_its_etag_and_says_so(web):
    said = {"ETag": 'W/"1"', "Last-Modified": "Sat, 28 Nov 2026 09:00:00 GMT"}
    web.answer = lambda asked: (
        Reply(status=304) if asked.headers.get("if-none-match") == said["ETag"] else Reply(rss(item()), headers=said)
    )
    (page,) = source(web).pages(wanted(), None)
    assert page.mark is not None
    (again,) = source(web).pages(wanted(page.mark), None)
    assert (again.readings, again.empty_reason) == ([], "It has not changed since the last fetch.")
    assert web.asked[1].headers["if-modified-since"] == said["Last-Modified"]
    assert list(source(web).pages(wanted(page.mark), again.bookmark)) == []


def test_yesterdays_page_is_known_by_its_bytes(web):
    web.answer = lambda _: Reply(rss(item()))
    (page,) = source(web).pages(wanted(), None)
    (again,) = source(web).pages(wanted(page.mark), None)
    assert (ids([page]), ids([again])) == (["hf:on-tides"], [])


def test_a_feed_that_breaks_off_is_read_as_far_as_it_goes_and_read_again_the_next_time(web):
    whole = rss(item("On one", "https://arxiv.org/abs/2401.00001"), item("On two", "https://arxiv.org/abs/2401.00002"))
    web.answer = lambda _: Reply(whole[: whole.index(b"On two")], headers={"ETag": '"1"'})
    (page,) = source(web).pages(wanted(), None)
    assert ids([page])[0] == "arxiv:2401.00001"
    assert page.notes == ("Its XML breaks off, or is none: what could be read was kept.",)
    assert page.mark is None


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "it is a web page"),
        (b"<html><head><title>rss</title></head></html>", "it is a web page"),
        (b"%PDF-1.7", "it is a PDF"),
        (b"", "empty"),
        (b"<rss>" + b" " * 4_000_000, "a feed of more than"),
        (b'<!DOCTYPE rss [<!entity a "b">]><rss><channel/></rss>', "defines entities"),
        (b"<rss><channel>" + b"<a>" * 100_000, "it is a feed|is not XML|nested"),
        (b"PK\x03\x04", "zip archive"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "DOCTYPE"),
    ],
)
def test_what_is_no_feed_and_no_file_of_papers_is_refused_once_with_the_reason(web, body, said):
    web.answer = lambda _: Reply(body)
    with pytest.raises(SourceUnavailable, match=said):
        list(source(web, tries=3).pages(wanted(), None))
    assert len(web.asked) == 1


def test_files_are_read_in_whatever_format_they_are(web):
    for body in (BIBTEX.encode(), gzip.compress(BIBTEX.encode()), OAI.encode()):
        assert read(web, body)


def test_a_packed_file_that_unpacks_to_more_than_an_answer_may_have_is_refused(web):
    web.answer = lambda _: Reply(gzip.compress(b"".join(b'{"title": "x"}' + b" " * 200_000 + b"\n" for _ in range(9))))
    with pytest.raises(SourceUnavailable, match="unpacks to more"):
        list(source(web, answer_mb=1).pages(wanted(), None))


def test_a_large_file_comes_in_pages_and_a_bookmark_goes_on_behind_its_page(web):
    lines = b"".join(b'{"title": "On tide %d", "id": "arxiv:2401.%05d"}\n' % (n, n) for n in range(1, 1_051))
    web.answer = lambda _: Reply(lines)
    file = replace(source(web), group=1)
    pages = list(file.pages(wanted(), None))
    assert [len(ids([page])) for page in pages] == [1_000, 50]
    assert ids(file.pages(wanted(), pages[0].bookmark)) == ids(pages[1:])
    assert list(file.pages(wanted(), pages[1].bookmark)) == []


def test_a_redirect_to_another_host_is_not_followed_and_one_on_the_same_is(web):
    web.first.append(Reply(status=302, headers={"Location": "https://10.0.0.1/admin"}))
    with pytest.raises(SourceUnavailable, match=r"10\.0\.0\.1, which nobody has set"):
        list(source(web).pages(wanted(), None))
    web.answer = lambda asked: (
        Reply(rss(item())) if asked.path == "/new" else Reply(status=301, headers={"Location": "/new"})
    )
    assert ids(source(web).pages(wanted(), None)) == ["hf:on-tides"]


def test_hostile_entries_cost_themselves(web):
    body = rss(
        item("On &lt;script&gt;alert(1)&lt;/script&gt; tides", "javascript:alert(1)"),
        item("", "https://arxiv.org/abs/2401.00003"),
        item("x" * 200_000),
        "<item/>",
        item("On tides\x0b of \ufffe moons".replace("\x0b", " ")),
    )
    found = read(web, body)
    assert all("javascript" not in (paper.url or "") for paper in found)
    assert [paper.title for paper in found][-1].startswith("On tides")
