"""How a text reads by its words alone."""

import pytest

from evals.metrics.readability import readability
from service.papers import Source, make_paper

PAPER = make_paper(
    "Concepts in space",
    "We study models. Their faces are parallelograms. Such parallelograms are rare. We see these limits.",
    id="my:a",
    source=Source(name="test"),
)


@pytest.mark.parametrize(
    ("text", "introduced"),
    [
        ("Their faces are parallelograms. Such parallelograms are rare.", 1),
        ("They study models. Such parallelograms are rare.", 0),
        ("Such parallelograms are rare. They see these limits.", 0),
        ("They study models. They see these limits.", 0),
        ("They study models, such as that. This is rare.", 1),
    ],
)
def test_what_a_text_names_as_known_is_in_it_or_in_the_title(text, introduced):
    assert readability(PAPER, text)["introduced"].value == introduced
