"""Less may be said: a number that is rounded by a word, a link for a cause, evidence for a proof, one of two parts."""

import pytest

from tests.faithfulness.claims import stands


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The method reaches 82.4% accuracy on ImageNet.", "The method reaches about 82% accuracy on ImageNet."),
        ("The method reaches 82.4% accuracy on ImageNet.", "The method reaches almost 83% accuracy on ImageNet."),
        ("We collected 23,456 images of birds.", "We collected more than 23,000 images of birds."),
        ("The error fell by 12.6% on average.", "The error fell by roughly 13% on average."),
        ("78% of the genes are true targets.", "More than three quarters of the genes are true targets."),
        ("92% of the genes are true targets.", "More than nine tenths of the genes are true targets."),
    ],
)
def test_a_number_may_be_rounded_by_a_word_that_says_so(source, text):
    assert stands(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The method reaches 82.4% accuracy on ImageNet.", "The method reaches 82% accuracy on ImageNet."),
        ("The method reaches 82.4% accuracy on ImageNet.", "The method reaches about 84% accuracy on ImageNet."),
        ("The method reaches 82.4% accuracy on ImageNet.", "The method reaches more than 83% accuracy on ImageNet."),
        ("The method reaches up to 82.4% accuracy on ImageNet.", "The method reaches about 82% accuracy on ImageNet."),
        ("We collected 23,456 images of birds.", "We collected more than 24,000 images of birds."),
        ("The error fell by 99.7% on average.", "The error fell by about 100% on average."),
        ("We trained for 3.5 days.", "We trained for about 4 weeks."),
        ("78% of the genes are true targets.", "Less than three quarters of the genes are true targets."),
        ("48% of the genes are true targets.", "More than half of the genes are true targets."),
    ],
)
def test_it_is_not_rounded_in_silence_nor_to_the_wrong_side(source, text):
    assert not stands(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Smoking causes lung cancer.", "Smoking is associated with lung cancer."),
        ("The pattern leads to higher costs.", "The pattern is linked to higher costs."),
        ("We show that larger models forget less.", "There is evidence that larger models forget less."),
        ("We prove that the bound is tight.", "We give evidence that the bound is tight."),
        ("We prove that the bound is tight.", "We argue that the bound is tight."),
        ("The data confirm a role for sleep.", "The data support a role for sleep."),
        ("The maps can be used to find owls.", "The maps may serve to find owls."),
        ("The tool allows researchers to compare genomes.", "The tool makes it possible to compare genomes."),
        ("Some protocols have been verified.", "As the abstract puts it, some protocols have been verified."),
    ],
)
def test_a_weaker_claim_follows(source, text):
    assert stands(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The pattern is linked to higher costs.", "The pattern leads to higher costs."),
        ("Smoking does not cause lung cancer.", "Smoking is not associated with lung cancer."),
        ("We ask whether the bound is tight.", "There is evidence that the bound is tight."),
        ("We failed to show that the bound is tight.", "We give evidence that the bound is tight."),
        ("The tool allows users to compare genomes.", "The tool allows us to compare genomes."),
        ("We argue that the bound is tight.", "We prove that the bound is tight."),
        ("We observed mice for two weeks.", "We supported mice for two weeks."),
        ("We established a colony of mice.", "We observed a colony of mice."),
        ("The platform verifies certificates.", "The platform supports certificates."),
        ("The network incorporates a memory.", "The network is incorporated in a memory."),
        ("We assume that the data are independent.", "The data are independent."),
        ("We suppose that mice sleep, and that they dream.", "They dream."),
        ("It has long been known that owls sleep.", "In this work, we have known that owls sleep."),
        ("Recent findings have shown that owls sleep.", "In the present work, we have shown that owls sleep."),
    ],
)
def test_a_stronger_one_does_not(source, text):
    assert not stands(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("In mice, aspirin reduced tumours; it also extended life.",
         "In mice, aspirin reduced tumours. It also extended life."),
        ("We discuss links between owls and mice in forests, suggesting a common cause.",
         "We discuss links between owls and mice in forests. This suggests a common cause."),
        ("We present a number of results; in each case, the tree is smaller.",
         "We present a number of results. In each case, the tree is smaller."),
    ],
)  # fmt: skip
def test_one_sentence_may_become_two(source, text):
    assert stands(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("In mice, aspirin reduced tumours; it also extended life.", "Aspirin reduced tumours. It also extended life."),
        ("In mice, aspirin reduced tumours; it also extended life.", "It also extended life."),
        ("We suppose that mice sleep, and that they dream.", "We suppose that mice sleep. They dream."),
        ("In mice, aspirin reduced tumours; in humans, it had no effect.",
         "Aspirin reduced tumours. In humans, it had no effect."),
    ],
)  # fmt: skip
def test_what_bounds_both_is_not_lost_between_them(source, text):
    assert not stands(source, text)
