"""What a sentence names as if it were known, and which sentences make it known."""

import pytest

from service.extractive.references import introduced, introducers
from service.extractive.standalone_sentences import find_standalone

MODELS = "We study language models. Concepts form parallelograms in space. They are many. "


def needed(last: str, title: str = "Concepts") -> list[set[int]]:
    *_, one = introducers(title, find_standalone(MODELS + last))
    return [set(sentences) for sentences in one]


@pytest.mark.parametrize(
    ("sentence", "sentences"),
    [
        ("The quality of such parallelograms grows with size.", [{1}]),
        ("The quality grows in these parallelograms and in these models.", [{1}, {0}]),
        ("We overcome these limitations with a new rule.", [{2}]),  # the sentence before says what they are
        ("A parallelogram has sides, and such parallelograms are rare.", []),
        ("We find an order in these concepts.", []),  # the title names them
        ("We find an order, such as that of this paper.", []),
        ("We find an order, and demonstrate this empirically.", []),
    ],
)
def test_a_name_points_to_the_sentences_that_have_it_or_else_to_the_one_before(sentence, sentences):
    assert needed(sentence) == sentences


def test_every_reference_has_to_be_introduced():
    both = [frozenset({0, 1}), frozenset({2})]
    assert introduced(both, [1, 2])
    assert not introduced(both, [0, 1])
    assert not introduced([frozenset()], [0])  # of the first sentence


def test_a_name_that_a_sentence_repeats_without_end_is_one_reference():
    found = find_standalone(MODELS + "These models " * 4_000 + "work well.")
    assert introducers("Concepts", found)[-1] == [{0}]
