"""What records say of retractions and corrections, as Crossref has it and as we show it ourselves."""

import json
from typing import Any

import pytest

from service import ingest
from service.ingest import Reading

RETRACTED = {"DOI": "10.5555/GS.16", "type": "Retraction", "updated": {"date-parts": [[2018, 4, 2]]}}


def reading(**record: Any) -> Reading:
    return ingest.read(json.dumps({"title": "Graphene sieves for brine", **record}).encode(), "jsonl")


@pytest.mark.parametrize(
    ("name", "value", "updates"),
    [
        ("update-to", [RETRACTED], {"doi:10.5555/gs.16": "retracted"}),
        ("update-to", RETRACTED, {"doi:10.5555/gs.16": "retracted"}),
        ("update_to", [RETRACTED, {"DOI": "https://doi.org/10.5555/b", "type": "erratum"}],
         {"doi:10.5555/gs.16": "retracted", "doi:10.5555/b": "corrected"}),
        ("update-to", [{"DOI": "10.5555/gs.16", "type": "correction"}, RETRACTED], {"doi:10.5555/gs.16": "retracted"}),
        ("update-to", [{"DOI": "10.48550/arXiv.1711.09995", "type": "withdrawal"}], {"arxiv:1711.09995": "withdrawn"}),
        ("updates", {"doi:10.5555/gs.16": "retracted"}, {"doi:10.5555/gs.16": "retracted"}),
    ],
)  # fmt: skip
def test_a_notice_says_what_it_makes_of_which_paper_and_nothing_of_itself(name, value, updates):
    read = reading(**{name: value})
    assert (read.papers[0].updates, read.papers[0].status, read.diagnostics) == (updates, None, ())


@pytest.mark.parametrize(
    "value",
    [
        [{"type": "retraction"}],
        [{"DOI": "no doi", "type": "retraction"}],
        [{"DOI": "10.5555/gs.16", "type": "new_version"}],
        [{"DOI": "10.5555/gs.16"}],
        ["10.5555/gs.16"],
        {"doi:10.5555/gs.16": "active"},
        "10.5555/gs.16",
    ],
    ids=str,
)
def test_an_update_that_makes_nothing_of_a_paper_is_named_as_not_kept(value):
    read = reading(**{"update-to": value})
    assert (read.papers[0].updates, read.papers[0].status) == ({}, None)
    assert [said.code for said in read.diagnostics] == ["fields_not_kept"]
    assert "update-to (1)" in read.diagnostics[0].message


def test_a_notice_of_more_papers_than_any_is_of_is_kept_in_part_and_said_to_be():
    read = reading(**{"update-to": [{"DOI": f"10.5555/{number}", "type": "retraction"} for number in range(1_001)]})
    assert len(read.papers[0].updates) == 1_000
    assert [said.code for said in read.diagnostics] == ["fields_not_kept"]


def test_the_updates_of_a_paper_itself_are_its_status_by_the_gravest_of_them():
    kinds = [{"type": kind, "DOI": "10.5555/n"} for kind in ("correction", "retraction", "new_version")]
    assert reading(**{"updated-by": kinds}).papers[0].status == "retracted"
    assert reading(**{"updated-by": kinds[:1]}).papers[0].status == "corrected"
    assert reading(**{"updated-by": kinds[2:]}).papers[0].status is None
    assert reading(**{"updated-by": kinds, "status": "active"}).papers[0].status == "active"
