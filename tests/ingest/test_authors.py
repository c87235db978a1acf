"""Authors as objects: what they say beside a name is not kept, and not lost in silence."""

import json
from typing import Any

import pytest

from service import ingest
from service.ingest import Reading


def reading(*records: dict[str, Any]) -> Reading:
    return ingest.read("\n".join(json.dumps({"title": f"T {n}"} | record) for n, record in enumerate(records)).encode())


@pytest.mark.parametrize(
    ("field", "author", "named"),
    [
        ("author", {"family": "Moen", "given": "Kari", "sequence": "first", "ORCID": "0000-0002-1825-0097",
                    "affiliation": [{"name": "Bergen"}]}, "author[].ORCID (1), author[].affiliation (1)"),
        ("authors", {"name": "Kari Moen", "authorId": "7"}, "authors[].authorId (1)"),
        ("authorships", {"author": {"display_name": "Kari Moen", "orcid": "0000"}, "author_position": "first",
                         "countries": ["NO"]}, "authorships[].author.orcid (1), authorships[].countries (1)"),
    ],
)  # fmt: skip
def test_what_authors_say_beside_a_name_is_named_as_not_kept(field, author, named):
    read = reading({field: [author]})
    assert read.papers[0].authors == ("Kari Moen",)
    assert [said.message for said in read.diagnostics] == [f"Fields not kept, with the number of records: {named}."]


@pytest.mark.parametrize(
    "author",
    [
        {"family": "Moen", "given": "Kari", "suffix": "", "sequence": "additional", "affiliation": []},
        {"literal": "Kari Moen", "parse-names": False, "static-ordering": True, "ORCID": None},
        {"firstName": "Kari", "lastName": "Moen", "type": "person"},
        {"name": "Kari Moen", "ORCID": " "},
        {"author": {"display_name": "Kari Moen", "orcid": None}, "raw_author_name": "Kari Moen"},
    ],
    ids=str,
)
def test_parts_of_a_name_and_of_the_order_and_empty_ones_are_no_loss(author):
    read = reading({"authors": [author]})
    assert (read.papers[0].authors, read.diagnostics) == (("Kari Moen",), ())


def test_a_file_names_such_a_field_once_with_the_records_that_have_it():
    people = [{"name": f"A. Author{number}", "ORCID": str(number)} for number in range(1, 4)]
    read = reading({"authors": people}, {"authors": people[:1]}, {"authors": ["A. Ash"]})
    assert [said.message for said in read.diagnostics] == [
        "Fields not kept, with the number of records: authors[].ORCID (2)."
    ]
