"""Fields: those that are asked for come, no others; and one that nobody has is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import BadInput
from service.semantic_scholar.fields import parse_fields
from tests.semantic_scholar.conftest import KETTLES, SHA

ADA = {"authorId": None, "name": "Ada Kettle"}


def shown(facade, fields):
    return facade.get(f"/graph/v1/paper/{KETTLES}", params={"fields": fields}).json()


@pytest.mark.parametrize("fields", [None, "", " ", ",", "title", "paperId,title", " title , title,"])
def test_the_id_is_always_there_and_the_title_is_the_default(facade, fields):
    assert shown(facade, fields) == {"paperId": SHA, "title": "Counting Kettles with Transformers"}


def test_spaces_around_names_do_not_matter(facade):
    assert shown(facade, "year, textAvailability ,paperId") == {
        "paperId": SHA,
        "year": 2021,
        "textAvailability": "abstract",
    }


@pytest.mark.parametrize(
    ("fields", "first"),
    [
        ("authors", ADA),
        ("authors.name", ADA),
        ("authors.hIndex", {"authorId": None, "hIndex": None}),
        ("authors,authors.url", ADA | {"url": None}),
        ("authors.affiliations,authors.name", ADA | {"affiliations": None}),
    ],
)
def test_of_authors_come_the_parts_that_are_asked_for(facade, fields, first):
    found = shown(facade, fields)
    assert found.keys() == {"paperId", "authors"}
    assert found["authors"][0] == first


def test_what_is_never_known_here_is_null(facade):
    fields = (
        "citationCount,citations.title,references.authors,embedding.specter_v2,tldr,publicationVenue,"
        "publicationTypes,journal,influentialCitationCount,referenceCount,citationStyles.bibtex"
    )
    found = shown(facade, fields)
    assert len(found) == 12
    assert {value for name, value in found.items() if name != "paperId"} == {None}


@pytest.mark.parametrize("unknown", ["Title", "authors.titles", "title.x", "citations.authors.name", "isRetracted"])
def test_a_field_that_semantic_scholar_does_not_have_is_named(facade, unknown):
    answer = facade.get(f"/graph/v1/paper/{KETTLES}", params={"fields": f"year,{unknown}"})
    assert answer.status_code == 400
    assert answer.json() == {"error": f"Unrecognized or unsupported fields: [{unknown}]"}


def test_a_name_that_is_more_than_a_name_does_not_come_back(facade):
    assert shown(facade, "<script>, odd\u202etext")["error"] == "Unrecognized or unsupported fields: [?, ?]"


@given(st.text(max_size=200))
def test_any_text_is_fields_or_refused(text):
    try:
        assert "paperId" in parse_fields(text)
    except BadInput as error:
        assert error.detail.startswith("Unrecognized or unsupported fields: [")
