"""What goes from the front of a sentence that is quoted by itself, and what stays."""

import pytest

from service.extractive.standalone_sentences import find_standalone, outcomes, polished


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("However, in this paper, we prove a bound on flows.", "We prove a bound on flows."),
        ("In contrast to this, we prove a bound on flows.", "We prove a bound on flows."),
        ("Finally we prove a bound on flows.", "We prove a bound on flows."),
        (
            "Compared with these methods, we prove a bound on flows.",
            "Compared with these methods, we prove a bound on flows.",
        ),
        ("To address these issues, we present HCNN for images.", "We present HCNN for images."),
        ("Results: the drug helped nine of ten.", "The drug helped nine of ten."),
        ("BackgroundChronic pain is common in old age.", "Chronic pain is common in old age."),
        ("Results show that the drug helped many.", "Results show that the drug helped many."),
        ("If this assumption holds, we prove a bound.", "If this assumption holds, we prove a bound."),
        ("On these tasks, we gain three points.", "On these tasks, we gain three points."),
        ("Based on this insight, we prove a bound.", "We prove a bound."),
        ("Based on this new dataset, we propose a bound.", "We propose a bound."),
        ("On this dataset, we propose a bound.", "On this dataset, we propose a bound."),
        ("As a result we prove a bound on flows.", "We prove a bound on flows."),
        ("As a result of noise, we prove no bound.", "As a result of noise, we prove no bound."),
        ("Under these conditions, we prove a bound.", "Under these conditions, we prove a bound."),
        ("iCaRL learns many classes one by one.", "iCaRL learns many classes one by one."),
        ("So far nobody has proved a bound.", "So far nobody has proved a bound."),
        ("Hence, maybe.", "Hence, maybe."),
        ("Two  spaces\nand a line end here.", "Two spaces and a line end here."),
    ],
)
def test_only_what_limits_nothing_is_deleted_from_the_front_of_a_sentence(sentence, expected):
    assert polished(sentence) == expected


def test_what_others_reached_before_the_work_itself_is_no_result_of_it():
    found = find_standalone(
        "Spiking networks have reached an accuracy of 90%. We propose a gate for them. It raises the accuracy by 5%."
    )
    assert outcomes(found)[0] == 0
    assert outcomes(found)[2] > 0


def test_a_sentence_that_opens_with_they_is_not_quoted_for_they_are_the_authors_here():
    found = find_standalone("We propose gates for deep networks. They shorten the training of deep networks.")
    assert [sentence.usable for sentence in found] == [True, False]
