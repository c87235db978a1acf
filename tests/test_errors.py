"""The tree of errors is the one that is drawn."""

import re
from collections.abc import Iterator

import pytest

from service import app, errors  # noqa: F401  # the application brings in whatever else might define an error
from service.errors import BadInput, InvalidPaper, ServiceError, Unavailable

ROW = re.compile(r"^(?P<branch>[│├└─ ]*)(?P<name>[A-Z]\w+)\s+(?P<status>\d{3})\s+(?P<code>[a-z_]+)")

Row = tuple[int, str, int, str]


def drawn() -> list[Row]:
    rows = [found for line in (errors.__doc__ or "").splitlines() if (found := ROW.match(line))]
    return [(len(row["branch"]) // 4, row["name"], int(row["status"]), row["code"]) for row in rows]


def real(kind: type[ServiceError] = ServiceError, depth: int = 0) -> Iterator[Row]:
    yield depth, kind.__name__, kind.status, kind.code
    for child in kind.__subclasses__():
        yield from real(child, depth + 1)


def every() -> list[type[ServiceError]]:
    return [getattr(errors, name) for _, name, _, _ in drawn()]


def test_the_drawn_tree_is_the_real_one():
    assert drawn() == list(real())
    assert len(drawn()) > 10


def test_every_code_is_used_once():
    codes = [kind.code for kind in every()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("kind", every(), ids=lambda kind: kind.__name__)
def test_a_code_and_a_title_say_what_the_class_does(kind: type[ServiceError]):
    assert kind.code == kind.title.lower().replace(" ", "_")
    assert kind.__doc__


def test_an_error_of_a_field_names_it_in_words_and_as_a_pointer():
    error = BadInput.at("/limit", "must be at least 1")
    assert error.detail == str(error) == "/limit: must be at least 1"
    assert error.errors == (("/limit", "must be at least 1"),)


def test_an_invalid_paper_names_its_field():
    assert InvalidPaper("The title is empty.", field="title").errors == (("/title", "The title is empty."),)


def test_what_may_pass_says_when_to_try_again():
    assert Unavailable("Wait.").retry_after == 5
    assert Unavailable("Wait.", retry_after=1).retry_after == 1
    assert BadInput("Never.").retry_after is None
