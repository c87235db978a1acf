"""A field that says that there is no abstract is no abstract."""

import pytest

from service.papers.paper import Source, make_paper

HERE = Source(name="test")


@pytest.mark.parametrize(
    "abstract",
    [
        "N/A",
        " n.a. ",
        "-",
        "—",
        "...",
        "null",
        "None",
        "NaN",
        "Abstract",
        "ABSTRACT:",
        "No abstract.",
        "No abstract available.",
        "[No abstract available]",
        "Abstract not available",
        "There is no abstract for this article.",
        "An abstract is not yet available.",
        "No summary provided",
        "Not applicable",
    ],
)
def test_a_paper_with_a_placeholder_has_only_its_title(abstract: str) -> None:
    paper = make_paper("A Title", abstract, source=HERE)
    assert paper.abstract == ""
    assert paper.raw_abstract == abstract


@pytest.mark.parametrize(
    "abstract",
    [
        "Abstract interpretation.",
        "We show that no abstract is available to most readers.",
        "None of the known bounds is tight.",
        "A summary of this work is given.",
        "摘要",
        "Not available online, these letters are described here.",
        "NA62 measures a rare decay.",
    ],
)
def test_a_short_abstract_stays(abstract: str) -> None:
    assert make_paper("A Title", abstract, source=HERE).abstract == abstract


def test_a_placeholder_never_replaces_an_abstract() -> None:
    known = make_paper("A Title", "We measure a rare decay.", source=HERE)
    assert known.updated_by(make_paper("A Title", "N/A", source=HERE)).abstract == "We measure a rare decay."
