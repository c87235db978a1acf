"""CSV with a header, and lists of ids and links."""

from datetime import UTC, datetime

import pytest

from service import ingest
from service.errors import IngestError
from tests.ingest.samples import CSV, IDS


def test_a_row_is_read_by_the_names_of_its_columns():
    reading = ingest.read(CSV.encode())
    (paper,) = reading.papers
    assert (paper.id, paper.title) == ("doi:10.5555/csv.1", 'A "quoted" title, with a comma')
    assert (paper.abstract, paper.published_text) == ("Line one line two", "2021-06-30")
    assert reading.added == (datetime(2022, 1, 2, 3, 4, 5, tzinfo=UTC),)


def test_a_row_without_a_title_names_its_paper_by_its_line():
    reading = ingest.read(CSV.encode())
    assert [(each.line, each.ids) for each in reading.references] == [(4, ("arxiv:2106.15928",))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_found(delimiter):
    rows = ["title", "doi"], ["On tides", "10.5555/a"], ["On kettles", ""]
    reading = ingest.read("\n".join(map(delimiter.join, rows)).encode())
    assert (reading.format, [paper.title for paper in reading.papers]) == ("csv", ["On tides", "On kettles"])


def test_cells_that_are_missing_or_too_many_cost_nothing_else():
    reading = ingest.read(b"title,doi,year\nOne\nTwo,10.5555/b,2020,more\n,,\nThree,,soon\n")
    assert [paper.title for paper in reading.papers] == ["One", "Two", "Three"]
    assert [(said.line, said.code) for said in reading.diagnostics] == [(5, "field_left_out"), (3, "fields_not_kept")]


def test_a_quote_that_never_ends_does_not_take_memory_for_ever():
    data = b'title,abstract\nOne,"never ends\n' + b"Two,x\n" * 340_000
    reading = ingest.read(data, "csv")
    assert reading.diagnostics[0].code == "not_csv"


def test_a_table_whose_columns_say_nothing_is_refused():
    with pytest.raises(IngestError, match="no column that is called title"):
        ingest.read(b"a,b\n1,2\n", "csv")


def test_ids_and_links_are_read_with_notes_behind_them():
    reading = ingest.read(IDS.encode())
    assert (reading.format, reading.papers) == ("ids", ())
    assert [(each.line, each.ids[0]) for each in reading.references] == [
        (2, "arxiv:2106.15928"), (3, "arxiv:1706.03762"), (4, "doi:10.5555/x"), (6, "corpusid:123"),
        (7, "hf:neural-spline-flows"),
    ]  # fmt: skip


def test_a_line_that_holds_no_id_is_named():
    reading = ingest.read(b"2106.15928\nsome words\n1706.03762\nword\n2106.15929\n")
    assert [(said.line, said.code) for said in reading.diagnostics if said.code == "no_id"] == [
        (2, "no_id"),
        (4, "no_id"),
    ]
