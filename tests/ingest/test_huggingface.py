"""Saved Hugging Face Papers pages: both layouts, the glued button, lost lines; the real pages when near."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service import ingest
from service.corpus import sample
from service.corpus.sample.build import corpus
from service.errors import IngestError

TITLES = [f"Paper {word} on Neural Flows" for word in ("one", "two", "three", "four", "five", "six")]
ABSTRACTS = [f"We study topic {n}. " + "It works well on every task we tried. " * 14 for n in range(6)]
LAYOUT_A = "\n".join(
    [
        "Get trending papers in your email inbox once a day!",
        "Get trending papers in your email inbox!",
        f"Subscribe{TITLES[0]}",
        *[line for pair in zip(TITLES, ABSTRACTS, strict=True) for line in pair][1:],
    ]
)
LAYOUT_B = "\n\n".join(
    [
        "new",
        "Get trending papers in your email inbox!",
        "Subscribe",
        "byAK and the research community",
        "Mar 12",
        *[line for pair in zip(TITLES, ABSTRACTS, strict=True) for line in pair],
    ]
)
PAGES = [page.encode() for page in (LAYOUT_A, LAYOUT_B)]
SEEDS = [page.read_bytes() for page in sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt"))]
needs_seeds = pytest.mark.skipif(len(SEEDS) != 5, reason="the five saved pages are not beside this checkout")


@pytest.mark.parametrize("page", PAGES)
def test_both_layouts_give_the_same_papers_without_the_glued_button(page: bytes) -> None:
    reading = ingest.read(page)
    assert [paper.title for paper in reading.papers] == TITLES
    assert [paper.abstract for paper in reading.papers] == [abstract.strip() for abstract in ABSTRACTS]
    assert [paper.source.rank for paper in reading.papers] == [1, 2, 3, 4, 5, 6]
    assert (reading.rows, reading.diagnostics, reading.format) == (6, (), "hf-page")


def test_a_title_that_starts_with_subscribe_keeps_it_when_the_button_stood_alone() -> None:
    page = LAYOUT_B.replace(TITLES[0], "Subscribers Leave: A Study").encode()
    assert ingest.read(page).papers[0].title == "Subscribers Leave: A Study"


def check_a_lost_line(page: bytes, lost: int) -> None:
    """Without line `lost` (from 0), at most its own paper is missing, and a diagnostic names the place."""
    whole = {(paper.raw_title, paper.raw_abstract) for paper in ingest.read(page).papers}
    lines = page.splitlines(keepends=True)
    reading = ingest.read(b"".join(lines[:lost] + lines[lost + 1 :]), format="hf-page")
    got = {(paper.raw_title, paper.raw_abstract) for paper in reading.papers}
    assert got <= whole
    missing = whole - got
    assert len(missing) == len(reading.diagnostics) <= 1
    if missing:
        (title, abstract), text = missing.pop(), lines[lost].strip().decode()
        diagnostic = reading.diagnostics[0]
        assert text.removeprefix("Subscribe") in (title, abstract)
        assert diagnostic.code == ("missing_abstract" if text == abstract else "missing_title")
        assert abs(diagnostic.line - (lost + 1)) <= 2
        assert str(diagnostic.line) in diagnostic.message


@pytest.mark.parametrize("page", PAGES)
def test_any_lost_line_costs_its_own_paper_only(page: bytes) -> None:
    for lost in range(len(page.splitlines())):
        check_a_lost_line(page, lost)


@needs_seeds
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_lost_line_of_a_real_page_costs_its_own_paper_only(data: st.DataObject) -> None:
    page = SEEDS[data.draw(st.integers(0, 4))]
    check_a_lost_line(page, data.draw(st.integers(0, len(page.splitlines()) - 1)))


@needs_seeds
def test_the_five_pages_hold_940_rows_of_784_papers_whose_copies_agree() -> None:
    readings = [ingest.read(page) for page in SEEDS]
    assert [reading.rows for reading in readings] == [214, 176, 267, 206, 77]
    assert [reading.diagnostics for reading in readings] == [()] * 5
    papers = {(paper.id, paper.record_hash) for reading in readings for paper in reading.papers}
    assert len(papers) == len({paper_id for paper_id, _ in papers}) == 784


@needs_seeds
def test_the_sample_is_what_its_script_makes_of_the_five_pages() -> None:
    assert corpus(SEEDS).encode() == sample.data()


def test_the_same_row_twice_is_one_paper_with_the_better_rank() -> None:
    page = f"{LAYOUT_A}\n{TITLES[2]}\n{ABSTRACTS[2]}".encode()
    reading = ingest.read(page)
    assert (reading.rows, len(reading.papers), reading.diagnostics) == (7, 6, ())
    assert reading.papers[2].source.rank == 3


def test_two_texts_under_one_title_are_both_kept() -> None:
    page = f"{LAYOUT_A}\n{TITLES[2]}\n{ABSTRACTS[3]}".encode()
    reading = ingest.read(page)
    assert reading.diagnostics == ()
    assert [paper.abstract for paper in reading.papers if paper.title == reading.papers[2].title] == [
        ABSTRACTS[2].strip(),
        ABSTRACTS[3].strip(),
    ]


def test_a_page_with_a_header_only_is_refused() -> None:
    with pytest.raises(IngestError, match=r"page\.txt: no paper could be read"):
        ingest.read(b"Get trending papers in your email inbox!\nSubscribe\n", name="page.txt")


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PAGES), st.data())
def test_a_cut_or_flipped_page_is_read_or_refused_and_nothing_else(page: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(page) - 1))
    flipped = page[:at] + data.draw(st.binary(max_size=4)) + page[at + 1 : data.draw(st.integers(at, len(page)))]
    try:
        reading = ingest.read(flipped, name="x")
    except IngestError as error:
        assert error.detail.startswith("x: ")
        return
    assert all(paper.title for paper in reading.papers)
