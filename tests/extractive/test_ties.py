"""What a paper has to do with one that the reader liked."""

import pytest

from service.extractive.ties import LikedPaper, find_tie

LIKED = LikedPaper(
    "a", "Radiance fields for streets", "We render streets. A neural radiance field is fitted to each street."
)


def test_a_tie_names_the_concept_that_needs_no_article_and_what_the_title_says_of_it():
    tie = find_tie(
        "Neural radiance fields for room scans", "Neural radiance fields are slow. We fit them to rooms.", (LIKED,)
    )
    assert tie is not None
    assert tie.sentence == (
        "You liked “Radiance fields for streets”: both deal with neural radiance fields, here for room scans."
    )


def test_a_concept_that_is_counted_stands_in_quotes_rather_than_without_its_article():
    tie = find_tie("A radiance field of rooms", "We fit a neural radiance field to rooms.", (LIKED,))
    assert tie is not None
    assert (
        tie.sentence
        == "You liked “Radiance fields for streets”, with which it shares the topic “neural radiance field”."
    )


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Fields of wheat", "The field is wide, and streets are far."),
        ("Deep neural networks for rivers", "Deep neural networks see rivers."),
        ("Rivers", "A neural radiance field is not used here."),
    ],
)
def test_a_common_word_a_wide_field_and_a_mention_in_passing_make_no_tie(title, abstract):
    other = LikedPaper("b", "On fields and rivers", "Deep neural networks see the field of flow in rivers.")
    assert find_tie(title, abstract, (other,)) is None


def test_the_words_of_a_concept_stand_side_by_side_where_it_is_shown():
    other = LikedPaper("b", "Drawing with CAD models", "We study CAD models.")
    tie = find_tie(
        "CAD models from text", "Computer-aided design (CAD) models are dear. CAD models are read.", (other,)
    )
    assert tie is not None
    assert tie.concepts == ("CAD models",)


def test_a_title_has_a_telling_word_of_what_is_shared_not_only_a_generic_one():
    other = LikedPaper("b", "Learning on brain signals", "A learning pipeline reads signals.")
    assert find_tie("Learning to walk", "A learning pipeline moves legs.", (other,)) is None


def test_papers_on_neural_operators_are_tied_by_them():
    other = LikedPaper("b", "A Fourier neural operator", "Neural operators map functions to functions.")
    tie = find_tie("Operator learning on meshes", "Neural operators are slow. We use coordinates.", (other,))
    assert tie is not None
    assert tie.concepts == ("neural operators",)
