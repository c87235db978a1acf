"""RIS as libraries export it: lines around records, missing ends, one space for two."""

import pytest

from service import ingest
from service.ingest import Reading
from tests.ingest.samples import RIS


def codes(reading: Reading) -> list[tuple[int, str]]:
    return [(said.line, said.code) for said in reading.diagnostics if said.code != "fields_not_kept"]


def without_end(text: str) -> str:
    return text.replace("ER  -\n", "")


VARIANTS = {
    "as it is": RIS,
    "a mark before the first TY": "\ufeff" + RIS[RIS.index("TY") :],
    "one space before the hyphen": RIS.replace("  -", " -").replace("-  JOUR", "- JOUR"),
    "no ER anywhere": without_end(RIS),
    "no ER at the end": RIS[: RIS.rindex("ER")],
    "no line end at the end": RIS.rstrip(),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_all_records_are_read_and_no_line_outside_becomes_a_part_of_one(name):
    reading = ingest.read(VARIANTS[name].encode())
    assert [paper.title for paper in reading.papers] == ["Limpets, part 1", "Limpets, part 2", "Limpets, part 3"]
    assert [paper.abstract for paper in reading.papers] == [
        f"We count limpets in bay {n}. They are many." for n in (1, 2, 3)
    ]
    assert [paper.id for paper in reading.papers] == ["doi:10.5555/ris.1", "doi:10.5555/ris.2", "doi:10.5555/ris.3"]


def test_lines_outside_of_records_are_said_once_for_the_file():
    assert codes(ingest.read(RIS.encode())) == [(1, "outside_of_records")]


def test_a_record_without_an_end_is_named():
    assert codes(ingest.read(without_end(RIS).encode())) == [
        (6, "no_end"), (23, "no_end"), (40, "no_end"), (1, "outside_of_records"),
    ]  # fmt: skip


def test_a_record_says_what_its_tags_say():
    paper = ingest.read(RIS.encode()).papers[0]
    assert paper.authors == ("Ngozi Okafor", "Jané Doe Jr")
    assert (paper.published_text, paper.url) == ("2021-06-30", "https://example.org/a;b?c=1")
    assert paper.external_ids == {"citation-key": "okafor1", "doi": "10.5555/ris.1"}


@pytest.mark.parametrize(
    ("tag", "published"),
    [
        ("PY  - 2021", "2021"),
        ("PY  - 2021///", "2021"),
        ("DA  - 2021/06//", "2021-06"),
        ("Y1  - 2021/06/30/Summer", "2021-06-30"),
        ("PY  - n.d.", None),
    ],
)
def test_dates_with_slashes_are_read_as_far_as_they_go(tag, published):
    reading = ingest.read(f"TY  - JOUR\nTI  - T\n{tag}\nER  - \n".encode())
    assert reading.papers[0].published_text == published


def test_a_record_without_a_title_names_its_paper_all_the_same():
    reading = ingest.read(b"TY  - JOUR\nDO  - 10.5555/only\nER  - \n")
    assert (reading.papers, reading.references[0].ids) == ((), ("doi:10.5555/only",))
    assert reading.diagnostics[0].code == "no_title"
