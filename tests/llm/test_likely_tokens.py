"""How likely an answer was to begin with other words, as a server tells it, if it does."""

import math
from types import SimpleNamespace

import pytest

from service.llm import Question
from service.llm.likely_tokens import first_tokens, likely_parameters


def choice(content: object) -> object:
    return SimpleNamespace(logprobs=SimpleNamespace(content=content))


def token(text: object, logarithm: object, *others: object) -> object:
    return SimpleNamespace(token=text, logprob=logarithm, top_logprobs=list(others))


def test_the_probabilities_are_those_of_the_first_token_and_of_others_in_its_place():
    first = token("yes", math.log(0.7), token(" Yes", math.log(0.2)), token("no", math.log(0.1)))
    assert first_tokens(choice([first, token("!", 0.0)])) == pytest.approx({"yes": 0.7, " Yes": 0.2, "no": 0.1})


@pytest.mark.parametrize(
    "content",
    [
        None, [], "yes", [None], [token(None, -1.0)], [token("yes", None)], [token("yes", "-1")],
        [token("yes", float("nan"))], [token("yes", 3.0)],
    ],
)  # fmt: skip
def test_what_a_server_makes_up_instead_counts_as_nothing(content):
    assert first_tokens(choice(content)) == {}
    assert first_tokens(None) == {}


def test_they_are_asked_for_only_where_they_are_wanted():
    assert likely_parameters(Question([], {}, 1)) == {}
    assert likely_parameters(Question([], {}, 1, likely=20)) == {"logprobs": True, "top_logprobs": 20}
