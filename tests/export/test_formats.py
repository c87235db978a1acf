"""What is written is read back: nothing is lost on the way, in any format."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import ingest
from service.export import FORMATS, Entry
from service.export.bibtex import escaped
from service.ingest.latex_text import latex_to_text
from service.papers import Paper, Source, Status, make_paper, unpack
from service.text import clean

TEST = Source(name="test")
MOMENT = datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)


def written(entries, kind) -> bytes:
    return "".join(FORMATS[kind].write(entries)).encode()


def read_back(entries, kind):
    reading = ingest.read(written(entries, kind), kind)
    return list(zip(reading.papers, reading.added, strict=True)), reading.diagnostics


def shown(paper: Paper):
    """All that is known of a paper, but where it was seen and how it was written there."""
    return paper.model_dump(exclude={"source", "raw_title", "raw_abstract", "minted"})


PAPERS = [
    make_paper("Owls of the north", "We count owls. A 5 % rise & more: #1_a {b} $3 ~ \\x -- ``q''.", source=TEST),
    make_paper(
        "Flows, tides and: “weather” – in C++ & 100%",
        "We study them at length.",
        id="arXiv:2106.15928v2",
        authors=[
            "Åsa Öberg",
            "Jan van der Berg",
            "Martin King, Jr.",
            "The CERN and ATLAS Collaboration",
            "Plato",
            "and",
        ],
        published=date(2021, 6, 30),
        venue="Journal of Tides & {Pools}, Österreich",
        categories=["cs.LG", "Computers, Games; and more", "a|b"],
        url="https://example.org/a?b={c}&d=~e",
        external_ids={
            "DOI": "10.5555/a_b;2-#",
            "CorpusId": "77",
            "doi_2": "10.5555/zz",
            "isbn": "978 0",
            "my ids": "a;b",
        },
        version=2,
        status=Status.RETRACTED,
        updates={"doi:10.5555/x": Status.CORRECTED},
        source=TEST,
    ),
    make_paper(
        "Only a title", "", id="doi:10.5555/only", published=date(2020, 1, 1), published_precision="year", source=TEST
    ),
    make_paper(
        "=1+1 is a title",
        "@sum",
        venue="Proceedings of the 3rd Conference on Sums",
        authors=["Wei Wang"],
        published=date(2020, 7, 1),
        published_precision="month",
        source=TEST,
    ),
    make_paper(
        "A local one",
        "Text.",
        id="local:my-key",
        external_ids={"doi": "10.5555/loc", "citation-key": "king99"},
        source=TEST,
    ),
    make_paper("A long one", "One word { after the other. " * 1_500, authors=["Smith, John"], source=TEST),
]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_round_trip_loses_nothing_of_any_paper(kind):
    entries = [Entry(paper, MOMENT if at % 2 else None) for at, paper in enumerate(PAPERS)]
    found, diagnostics = read_back(entries, kind)
    assert [shown(paper) for paper, _ in found] == [shown(paper) for paper in PAPERS]
    assert [at for _, at in found] == [entry.added for entry in entries]
    assert {each.code for each in diagnostics} <= {"fields_not_kept"}  # the type of a CSL item, which is ours


@pytest.mark.parametrize("kind", FORMATS)
def test_the_file_of_what_was_read_is_the_file_again(kind):
    entries = [Entry(paper, MOMENT) for paper in PAPERS]
    found, _ = read_back(entries, kind)
    assert written([Entry(*each) for each in found], kind) == written(entries, kind)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_of_nothing_is_whole(kind):
    assert written([], kind).decode() in {
        "",
        "[]\n",
        "id,title,authors,published,venue,abstract,doi,arxiv_id,url,categories,added,note,paperlark\r\n",
    }


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])
    | st.sampled_from("\\{}$%&#_~-'`!?^@\",="),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_latex_reads_an_escaped_text_as_it_was(text):
    assert latex_to_text(escaped(text)) == text


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(TEXTS, TEXTS, st.lists(TEXTS, max_size=3), st.dictionaries(TEXTS, TEXTS, max_size=3), TEXTS),
        max_size=3,
    )
)
@pytest.mark.parametrize("kind", FORMATS)
def test_whatever_a_paper_says_comes_back(kind, facts):
    papers = [paper for at, each in enumerate(facts) if (paper := made(f"zz:{at}", *each))]
    if papers:
        found, _ = read_back([Entry(paper, MOMENT) for paper in papers], kind)
        assert [shown(paper) for paper, _ in found] == [shown(paper) for paper in papers]


def made(name, title, abstract, authors, ids, venue):
    """A paper as it is when it was read once; None where nothing is left of the title."""
    if not clean(title):
        return None
    record = {"title": title, "abstract": abstract, "authors": authors, "external_ids": ids, "id": name, "venue": venue}
    first = ingest.read(json.dumps([record]).encode(), "json").papers[0]
    return ingest.read(json.dumps([json.loads(written([Entry(first)], "jsonl"))]).encode(), "json").papers[0]


def test_a_cell_is_no_formula():
    rows = written([Entry(PAPERS[3], None, "+cmd")], "csv").decode().splitlines()
    assert " =1+1 is a title" in rows[1]
    assert " @sum" in rows[1]
    assert " +cmd" in rows[1]


def test_keys_are_those_that_a_file_came_with_and_never_twice():
    papers = [PAPERS[4], PAPERS[1], PAPERS[4], PAPERS[0]]
    lines = [line for line in written(map(Entry, papers), "bibtex").decode().splitlines() if line.startswith("@")]
    assert lines == ["@article{king99,", "@article{oberg2021flows,", "@article{king99-2,", "@misc{owls,"]


@pytest.mark.parametrize("text", ["", "%", "a", "id", "=&=", "x" * 100_000, "&".join(["a=b"] * 60_000)])
def test_what_is_no_rest_of_ours_is_no_record(text):
    assert unpack(text).get("id") is None
