"""CSL-JSON, and the JSON of services: lists in objects, records in records, faults in the middle."""

import json

import pytest

from service import ingest
from service.ingest import Reading
from tests.ingest.samples import CROSSREF, CSL, HF_DAILY, OPENALEX, S2, SNAPSHOT, ZOTERO_ITEMS


def read(value: object) -> Reading:
    return ingest.read(json.dumps(value).encode())


def codes(reading: Reading) -> list[tuple[int, str]]:
    return [(said.line, said.code) for said in reading.diagnostics if said.code != "fields_not_kept"]


def test_an_item_of_csl_loses_its_markup_and_keeps_its_key_beside_its_ids():
    reading = read(CSL)
    paper = reading.papers[0]
    assert (reading.format, paper.title, paper.abstract) == ("csl-json", "E. coli & H2O", "We boil water.")
    assert (paper.authors, paper.published_text) == (("Jane Doe", "Kettle Group"), "2021-06-30")
    assert (paper.id, paper.external_ids["doi"]) == ("arxiv:2106.15928", "10.5555/CSL.1")
    assert [each.external_ids["citation-key"] for each in reading.papers[1:]] == ["smith2020", "x4", "x6"]


def test_odd_dates_cost_themselves():
    assert [paper.published_text for paper in read(CSL).papers] == ["2021-06-30", None, "2021-01", "1999"]


def test_an_item_without_a_title_names_its_paper():
    assert [each.ids for each in read(CSL).references] == [("doi:10.5555/csl.only",)]


def test_two_items_with_one_key_and_other_titles_are_two_papers():
    one, other = (
        {"id": "smith2020", "type": "article", "title": title, "issued": {}, "author": [{"family": "S"}]}
        for title in "AB"
    )
    assert len(read([one, other]).papers) == 2


@pytest.mark.parametrize(
    ("answer", "paper_id", "abstract"),
    [
        (HF_DAILY, "arxiv:2401.12345", "We write. Daily."),
        (OPENALEX, "doi:10.5555/oa.1", "Despite tides and tides"),
        (S2, "arxiv:1706.03762", ""),
        ({"recommendedPapers": S2["data"]}, "arxiv:1706.03762", ""),
        ({"data": [{"contexts": [], "citingPaper": each} for each in S2["data"]]}, "arxiv:1706.03762", ""),
        (CROSSREF, "doi:10.5555/cr.1", "We cross."),
        ({"status": "ok", "message": CROSSREF["message"]["items"][0]}, "doi:10.5555/cr.1", "We cross."),
        (ZOTERO_ITEMS, "arxiv:2106.15928", "We item."),
        (SNAPSHOT[:1], "arxiv:0704.0001", "We measure $O(n^2)$ shores and tell."),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_the_answers_of_services_are_read_as_they_come(answer, paper_id, abstract, indent):
    reading = ingest.read(json.dumps(answer, indent=indent).encode())
    assert [(paper.id, paper.abstract) for paper in reading.papers] == [(paper_id, abstract)]


def test_a_version_of_zotero_is_none_of_the_paper_and_one_of_arxiv_is():
    assert read(ZOTERO_ITEMS).papers[0].version is None
    assert [paper.version for paper in read(SNAPSHOT).papers] == [2, 2, 2]


@pytest.mark.parametrize("indent", [1, 4])
def test_a_fault_in_one_record_of_a_list_costs_that_record(indent):
    text = json.dumps(CSL[:4], indent=indent).replace('"A preprint"', '"A "preprint""')
    reading = ingest.read(text.encode())
    assert len(reading.papers) == 3
    assert [code for _, code in codes(reading)] == ["not_json", "field_changed", "field_changed"]
    assert "read on from line" in reading.diagnostics[0].message


def test_a_list_cut_in_half_gives_what_is_whole_and_names_the_place():
    text = json.dumps(CSL, indent=1)
    reading = ingest.read(text[: text.index("A preprint")].encode())
    assert len(reading.papers) == 1
    assert reading.diagnostics[0].code == "not_json"
    assert "from there on the file was not read" in reading.diagnostics[0].message
