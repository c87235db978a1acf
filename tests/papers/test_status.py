"""What a record says of whether a paper still stands, on cases that were written without sight of the rules."""

import json
from pathlib import Path

import pytest

from service import ingest
from service.papers import Source, Status, make_paper

HERE = Source(name="test")
CASES = [json.loads(line) for line in Path(__file__).with_name("status_cases.jsonl").read_text("utf-8").splitlines()]
NOTICE = "This paper has been withdrawn by the authors because of an error in Lemma 2."


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_record_says_whether_the_paper_stands_and_a_notice_is_no_abstract(case):
    (paper,) = ingest.read(json.dumps(case["record"]).encode(), "jsonl").papers
    assert paper.public["status"] == case["status"]
    assert bool(paper.abstract) == (bool(case["record"].get("abstract")) and not case["abstract_is_notice"])


def test_a_notice_keeps_the_older_abstract_and_marks_the_paper():
    known = make_paper("Gaps of lifts", "We study gaps.", id="2106.15928v1", source=HERE)
    now = known.updated_by(make_paper("WITHDRAWN: Gaps of lifts", NOTICE, id="2106.15928v2", source=HERE))
    assert (now.title, now.abstract, now.version, now.status) == ("Gaps of lifts", "We study gaps.", 2, "withdrawn")


def test_a_withdrawn_paper_comes_back_by_word_or_by_a_higher_version_alone():
    gone = make_paper("Gaps", NOTICE, id="2106.15928v2", source=HERE)

    def after(**said: object) -> Status | None:
        return gone.updated_by(make_paper("Gaps", "We study gaps.", source=HERE, **said)).status

    assert after(id="2106.15928") == after(id="2106.15928v2") == after(id="2106.15928v1") == "withdrawn"
    assert after(id="2106.15928v3") is None
    assert after(id="2106.15928", status=Status.ACTIVE) == "active"


def test_an_older_version_only_fills_what_is_empty():
    second = make_paper("Second title", "", id="2106.15928v2", source=HERE)
    now = second.updated_by(make_paper("First title", "We study gaps.", id="2106.15928v1", source=HERE))
    assert (now.title, now.abstract, now.version) == ("Second title", "We study gaps.", 2)


@pytest.mark.parametrize(
    ("given", "version"),
    [
        ("arXiv:2106.15928v2", 2),
        ("https://arxiv.org/pdf/2106.15928v12.pdf", 12),
        ("2106.15928v3 [stat.ML] 29 Jun 2021", 3),
        ("math.GT/0309136v1", 1),
        ("2106.15928", None),
        ("doi:10.1000/2106.15928v2", None),
    ],
)
def test_the_version_is_that_of_the_arxiv_id_as_given(given, version):
    assert make_paper("T", "A", id=given, source=HERE).version == version
