"""Somebody else's work in the third person."""

import pytest

from service.extractive.third_person import in_first_person, in_third_person


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("We propose a flow.", "The authors propose a flow."),
        ("In simulations we show that we can scale.", "In simulations the authors show that they can scale."),
        ("We first introduce a flow, and then we test it.", "The authors introduce a flow, and then they test it."),
        ("Our method keeps our own loss.", "The method keeps their own loss."),
        ("To our knowledge, this is new.", "To the authors' knowledge, this is new."),
        ("We present a norm that helps us see losses.", "The authors present a norm that helps see losses."),
        ("This allows us to train deep models.", "This allows the authors to train deep models."),
        ("We show that this enables us to prune.", "The authors show that this enables them to prune."),
        ("I study flows.", "The author studies flows."),
        ("We have developed a test.", "The authors have developed a test."),
    ],
)
def test_words_for_the_writers_are_exchanged(sentence, expected):
    assert in_third_person(sentence) == expected
    assert not in_first_person(expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "We do not fully understand why networks forget.",
        "When we walk into a hall, sound tells its size.",
        "We still lack a theory.",
        "Networks surround us.",
        "We need to test it.",
        "In practice, we only find what training reaches.",
    ],
)
def test_we_as_everybody_stays_and_is_seen_to_be_left(sentence):
    assert in_third_person(sentence) == sentence
    assert in_first_person(sentence)


def test_authors_who_were_the_subject_before_are_they():
    assert in_third_person("We test it.", follows=True) == "They test it."


def test_an_our_beside_another_word_is_not_exchanged():
    assert in_third_person("It matters for our and later times.") == "It matters for our and later times."
