"""Atom, RSS and OAI-PMH of arXiv; and what XML can do to a reader."""

import pytest

from service import ingest
from service.errors import IngestError
from service.ingest import Reading
from tests.ingest.samples import ATOM, OAI, RSS

ENTRY = "<entry><id>http://arxiv.org/abs/2106.15928v2</id><title>{title}</title><summary>We tide.</summary></entry>"


def feed(*entries: str, before: str = "") -> bytes:
    return f"<?xml version='1.0'?>{before}<feed>{''.join(entries)}</feed>".encode()


def codes(reading: Reading) -> list[str]:
    return [said.code for said in reading.diagnostics if said.code != "fields_not_kept"]


def test_an_entry_of_atom_is_read_with_its_version_its_ids_and_its_categories():
    (paper,) = ingest.read(ATOM.encode()).papers
    assert (paper.id, paper.version, paper.title) == ("arxiv:2106.15928", 2, "On $x$ & tides once more")
    assert paper.abstract == "We measure where n < 5."
    assert (paper.authors, paper.categories) == (("Jane Doe", "R. Roe"), ("cs.LG", "stat.ML"))
    assert (paper.published_text, paper.external_ids) == ("2021-06-30", {"doi": "10.5555/atom.1"})


def test_an_item_of_a_feed_has_its_id_by_its_link_and_by_its_guid_and_an_address_is_no_author():
    for feed_text in (RSS, RSS.replace("oai:arXiv.org:2401.99001v1", "17"), RSS.replace("https://rss.arxiv.org", "x:")):
        reading = ingest.read(feed_text.encode())
        (paper,) = reading.papers
        assert (paper.id, paper.authors) in {("arxiv:2401.99001", ()), ("hf:a-feed-item", ())}
    (paper,) = ingest.read(RSS.encode()).papers
    assert (paper.id, paper.version, paper.abstract) == ("arxiv:2401.99001", 1, "We announce tides.")


def test_an_older_feed_has_the_id_in_its_titles_and_links_for_names():
    creator = '&lt;a href="http://arxiv.org/a"&gt;Jane Doe&lt;/a&gt;, &lt;a href="x"&gt;R. Roe&lt;/a&gt;'
    item = (
        "<item><title>Old tides. (arXiv:2401.00002v1 [cs.LG])</title><link>http://arxiv.org/abs/2401.00002</link>"
        f"<description>&lt;p&gt;We ebb.&lt;/p&gt;</description><creator>{creator}</creator></item>"
    )
    (paper,) = ingest.read(f"<rss>{item}</rss>".encode()).papers
    assert (paper.title, paper.abstract, paper.authors) == ("Old tides.", "We ebb.", ("Jane Doe", "R. Roe"))


def test_the_three_forms_of_a_record_in_oai_are_read_and_deleted_ones_are_named():
    reading = ingest.read(OAI.encode())
    plain, raw, core = reading.papers
    assert (plain.id, plain.authors) == ("arxiv:0704.0001", ("C. Balázs", "C. -P. Yuan Jr"))
    assert (plain.published_text, plain.abstract) == ("2007-04-02", "A fully differential tide.")
    assert (raw.id, raw.version, raw.published_text) == ("arxiv:0704.0002", 2, "2007-03-31")
    assert (core.id, core.abstract, core.published_text) == ("arxiv:hep-th/9901001", "We dig for cores.", "1999-01-01")
    assert codes(reading) == ["deleted"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_the_encoding_that_is_declared_holds(encoding):
    data = f'<?xml version="1.0" encoding="{encoding}"?><feed>{ENTRY.format(title="Été")}</feed>'.encode(encoding)
    assert ingest.read(data).papers[0].title == "Été"


def test_what_follows_a_fault_is_not_read_and_what_comes_before_is_kept():
    reading = ingest.read(OAI[: OAI.index("Sparse shores")].encode())
    assert [paper.id for paper in reading.papers] == ["arxiv:0704.0001"]
    assert codes(reading) == ["not_xml"]


def test_signs_that_xml_forbids_are_left_out():
    assert ingest.read(feed(ENTRY.format(title="T\x0bi\x1dde"))).papers[0].title == "Tide"


LAUGHS = "".join(f"<!ENTITY l{n + 1} '{f'&l{n};' * 10}'>" for n in range(9))
BOMBS = {
    "entities": f"<!DOCTYPE feed [<!ENTITY l0 'ha'>{LAUGHS}]>",
    "a file of the machine": "<!DOCTYPE feed [<!ENTITY l9 SYSTEM 'file:///etc/passwd'>]>",
    "an address": "<!DOCTYPE feed SYSTEM 'http://127.0.0.1:1/x.dtd'>",
    "nothing": "<!DOCTYPE feed>",
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_refused_whatever_is_in_it_and_however_it_is_written(name, encoding):
    text = feed(ENTRY.format(title="&l9;"), before=BOMBS[name]).decode()
    with pytest.raises(IngestError, match="DOCTYPE"):
        ingest.read(text.encode(encoding), "xml")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<feed>" + b"<a>" * 1_000_000, "nested too deeply"),
        (b"<feed><entry a='" + b"x" * 9_000_000, "no end"),
        (b"<?xml version='1.0' encoding='klingon'?><feed/>", "encoding"),
        (b"<feed>" + b"<entry>" + b"<p>x</p>" * 500_000 + b"</entry></feed>", "more than 2,000,000 bytes"),
        (b"<feed></feed>", "no records"),
    ],
)
def test_xml_that_has_no_end_is_refused_in_one_sentence(data, reason):
    with pytest.raises(IngestError, match=reason):
        ingest.read(data)
