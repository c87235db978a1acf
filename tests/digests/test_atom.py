"""Feeds are well formed and valid, whatever the texts hold; `FEED_TITLES=10000` tries more of them."""

import os
from datetime import UTC, datetime, timedelta, timezone

import feedparser
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from service.digests import atom_document
from tests.digests.feeds import ATOM, GRAMMAR, HOSTILE, entry, feed, written

TITLES = int(os.environ.get("FEED_TITLES", "300"))
SIGNS = st.one_of(
    st.characters(codec=None), st.characters(categories=("Cs",)), st.sampled_from("<>&]'\"\x1d\x0b\ufffe\r\n")
)
TEXT = st.one_of(st.text(SIGNS, max_size=60), st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join))


def texts(root, name):
    return [each.text or "" for each in root.iter(f"{ATOM}{name}")]


def of_entry(root, name):
    (found,) = root.iter(f"{ATOM}entry")
    return found.find(f"{ATOM}{name}").text


@settings(
    max_examples=TITLES // 10,
    deadline=None,
    database=None,
    derandomize="FEED_TITLES" not in os.environ,
    phases=(Phase.generate,),  # to make a failing feed smaller would take minutes
)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=10, max_size=10))
def test_any_text_is_a_valid_feed(found):
    entries = [
        entry(
            title,
            id=f"tag:here,2026:paper/{place}",
            summary=text,
            content=text,
            authors=(name, title),
            categories=(name,),
            alternate=f"https://arxiv.org/abs/{text}",
            related={name: f"https://example.org/?q={title}"},
        )
        for place, (title, text, name) in enumerate(found)
    ]
    root = written(*entries, title=found[0][0])
    assert len(texts(root, "entry")) == len(found)


@pytest.mark.parametrize("title", ["Kettles & Pots", "<i>E. coli</i>", "]]>", "n <5 and m>2", "&lt;b&gt;", "🦉 ∫ f dμ"])
def test_a_title_is_text_that_comes_back_as_it_was(title):
    document = atom_document(feed(entry(title)))
    assert of_entry(etree.fromstring(document), "title") == title
    (read,) = feedparser.parse(document).entries
    assert read.title_detail.type == "text/plain"
    assert read.title == title


def test_what_xml_cannot_hold_is_left_out_and_the_rest_stays():
    assert of_entry(written(entry("a\x1db\x0bc\ufffed\ud800e\x00f")), "title") == "abcdef"


def test_content_is_html_escaped_once():
    document = atom_document(feed(entry(content="<p>1 &lt; 2 &amp; <em>so on</em></p>")))
    assert b"&lt;p&gt;1 &amp;lt; 2 &amp;amp; &lt;em&gt;" in document
    (read,) = feedparser.parse(document).entries
    assert read.content[0].type == "text/html"
    assert read.content[0].value == "<p>1 &lt; 2 &amp; <em>so on</em></p>"


def test_moments_are_in_utc_to_the_second():
    berlin = timezone(timedelta(hours=2))
    root = written(entry(updated=datetime(2026, 7, 1, 1, 30, 9, 999_999, tzinfo=berlin)))
    assert of_entry(root, "updated") == "2026-06-30T23:30:09Z"
    assert of_entry(written(entry(published=datetime(987, 1, 2, tzinfo=UTC))), "published") == "0987-01-02T00:00:00Z"


def test_a_feed_without_entries_is_one():
    assert texts(written(), "updated") == ["2026-11-29T12:00:00Z"]


def test_addresses_hold_nothing_that_may_not_stand_in_one():
    root = written(entry(alternate='https://example.org/a b"<é>?q=%20#x'))
    (link,) = root.iter(f"{ATOM}entry")
    assert link.find(f"{ATOM}link").get("href") == "https://example.org/a%20b%22%3C%C3%A9%3E?q=%20#x"


def test_empty_names_are_nobodys():
    root = written(entry(authors=("", "\x00", "Ann"), categories=("\x0b", "cs.LG")))
    assert texts(root, "name") == ["Paperlark", "Ann"]
    assert [each.get("term") for each in root.iter(f"{ATOM}category")] == ["cs.LG"]


def test_the_same_values_are_the_same_bytes():
    assert atom_document(feed(entry(related={"b": "http://b", "a": "http://a"}))) == atom_document(
        feed(entry(related={"b": "http://b", "a": "http://a"}))
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'type="text"', b'type="html"'),
        (b"tag:here", b"here"),
        (b"12:00:00Z", b"12:00:00"),
        (b"<updated>", b"<updated/><updated>"),
        (b"https://arxiv.org", b"arxiv.org"),
    ],
)
def test_the_grammar_refuses_what_is_wrong(before, after):
    document = atom_document(feed(entry()))
    assert GRAMMAR.validate(etree.fromstring(document))
    assert before in document
    assert not GRAMMAR.validate(etree.fromstring(document.replace(before, after, 1)))
