"""What a text is about, in its own words, and what it is not about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text import find_concepts, word_set

GENERIC = word_set(
    """
    https http www com github available based different approach approaches method methods methodology whilst amongst
    result results novel propose proposed paper papers state-of-the-art state art study studies model models system
    performance data dataset experiment experiments experimental significant significantly improve improved improvement
    better show shown demonstrate however therefore thus moreover various several many existing recent recently previous
    new work works technique techniques problem problems task tasks framework frameworks effective efficient robust
    general analysis analyse analyze analysed analyzed optimise optimize utilise utilize behaviour behavior important
    challenge challenging challenges key large small high low deep training trained learning using used provide ability
    first one two three number value values example et al used-based well-known large-scale real-world end-to-end"""
)
ABSTRACT = (
    "Normalizing flows are powerful. We fit normalizing flows with an LSTM to 3D point clouds, and normalizing flows"
    " win."
)


def written(title: str, abstract: str = "") -> set[str]:
    return {concept.written for concept in find_concepts(title, abstract).values()}


@pytest.mark.parametrize("word", sorted(GENERIC))
def test_a_generic_word_is_no_concept(word: str):
    assert not written(word)
    assert not written(word.capitalize(), f"We say {word}. The {word} is the {word}, and {word}.")


def test_a_phrase_is_spelled_as_within_sentences_and_an_acronym_keeps_its_capitals():
    found = written("Normalizing Flows and LSTMs for 3D Point Clouds", ABSTRACT)
    assert {"normalizing flows", "LSTM", "3D point clouds"} <= found
    assert not {"Normalizing Flows", "Normalizing flows"} & found


def test_what_only_the_title_says_is_spelled_as_there():
    assert "Gaussian Splatting" in written("Gaussian Splatting at Night", "We look at stars.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("normalizing flow", "normalizing flows"),
        ("normalizing flow", "normalising-flow"),
        ("Normalizing Flow", "normalizing flow"),
        ("pre-training of owls", "pretraining of owls"),
        ("tumour boundaries", "tumor boundary"),
        ("labelled graphs", "labeled graph"),
    ],
)
def test_the_spellings_of_a_concept_are_one(one: str, other: str):
    assert find_concepts(one, "").keys() == find_concepts(other, "").keys()


def test_a_phrase_does_not_cross_punctuation_or_an_empty_word():
    assert written("owl pellets, glacier melt of violin wood") == {
        *("owl pellets", "owl", "pellets", "glacier melt", "glacier", "melt", "violin wood", "violin", "wood")
    }


def test_a_name_joined_by_hyphens_is_whole_and_what_it_is_based_on_is_not():
    assert written("k-means with text-to-speech") == {"k-means", "text-to-speech"}
    assert written("graph-based clustering") == {"graph", "clustering"}


def test_two_generic_words_that_are_a_name_together_are_a_concept():
    assert written("Neural networks") == {"Neural networks"}
    assert not written("Large systems")


def test_no_address_is_read():
    assert not written("See https://owls.example.com/pellets?barn=owl, www.owls.org or owl@barn.example.")


def test_a_possessive_and_a_contraction_are_no_words_of_a_name():
    assert written("The owl's nest doesn't fall") == {"owl", "nest"}


def test_only_the_long_words_of_title_and_abstract_are_concepts_of_a_text_in_another_language():
    abstract = (
        "Nous présentons une étude des réseaux et nous montrons que les résultats sont toujours meilleurs pour les"
        " images de la base et avec les autres réseaux, notamment la reconnaissance."
    )
    assert written("Les réseaux pour la reconnaissance", abstract) == {"réseaux", "reconnaissance"}


@given(st.text(max_size=200), st.text(max_size=400))
def test_any_text_has_concepts_that_stand_in_it(title: str, abstract: str):
    assert all(
        concept.written in title or concept.written in abstract for concept in find_concepts(title, abstract).values()
    )


@pytest.mark.parametrize(
    "part", ["a", "a-", "a@", "://", "www.", "a'b", "state-of-the-", "x.com", "é-", "\u0301", "flow "]
)
def test_a_long_text_of_one_piece_is_read_to_its_end(part: str):
    assert len(find_concepts("Owls", part * (50_000 // len(part)))) < 10
