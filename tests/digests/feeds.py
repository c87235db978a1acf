"""Feeds for tests: what a reader makes of one, a grammar of those that we write, and values to make one of."""

from datetime import UTC, datetime
from pathlib import Path

import feedparser
from lxml import etree

from service.digests import Feed, FeedEntry, atom_document

NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
HOSTILE = (
    "one\x1dtwo",
    "a\x0bb",
    "\ufffe",
    "half \ud800 of a pair",
    "]]>",
    "<i>tags</i> & &amp; entities",
    "<![CDATA[ x ]]>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>&b;",
    "a\r\nb\tc",
    "'\"><script>alert(1)</script>",
    "\u202eright to left",
    "🦉 owl",
    "\x00",
    "\x85\u2028",
    "",
)


def entry(title="A title", **more):
    values = {
        "id": "tag:here.paperlark.invalid,2026:paper/hf:a",
        "title": title,
        "updated": NOON,
        "alternate": "https://arxiv.org/abs/2106.15928",
        "content": "<p>It is.</p>",
    }
    return FeedEntry(**{**values, **more})


def feed(*entries, **more):
    values = {
        "id": "tag:here.paperlark.invalid,2026:feed/x",
        "title": "A feed",
        "updated": NOON,
        "address": "http://127.0.0.1:8000/feeds/x",
        "page": "http://127.0.0.1:8000/for-you",
    }
    return Feed(entries=entries, **{**values, **more})


def checked(document):
    """The root of a feed, if it is as RFC 4287 wants and as readers can read it."""
    root = etree.fromstring(document)
    assert GRAMMAR.validate(root), GRAMMAR.error_log
    ids = [each.text for each in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    read = feedparser.parse(document)
    assert not read.bozo, read.bozo_exception
    assert len(read.entries) == len(ids) - 1
    return root


def written(*entries, **more):
    return checked(atom_document(feed(*entries, **more)))
