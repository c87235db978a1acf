"""What a sentence of an abstract is for."""

import pytest

from service.extractive.rhetoric import COMPARED, GAIN, NUMBERED, rhetoric


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        ("Results show that it reduces the error by 30%.", NUMBERED),
        ("It is three orders of magnitude faster than solvers.", NUMBERED),
        ("Experiments show that it outperforms all baselines.", COMPARED),
        ("We show that it improves recall.", GAIN),
        ("It is orders-of-magnitude faster than solvers.", NUMBERED),
        ("Our goal is to improve the state of the art.", 0),
        ("The method has been evaluated on 7 datasets.", 0),
        ("We find that neurons fire in pairs.", 1),
        ("Experiments demonstrate the effectiveness of our method.", 1),
        ("We evaluate our method on two data sets.", 0),
        ("We hope that this improves medicine.", 0),
        ("Networks are used for vision.", 0),
    ],
)
def test_a_result_counts_more_with_a_gain_and_most_with_its_number(sentence, result):
    assert rhetoric(sentence).result == result


def test_what_others_did_or_nobody_knows_is_background_whoever_says_it():
    assert rhetoric("Existing methods often fail on long texts.").background
    assert rhetoric("In previous work, we predicted a fold.").background
    assert rhetoric("How cells do this remains unclear.").background
    assert not rhetoric("We compare with existing methods that fail on long texts.").background


def test_a_proposal_is_told_from_a_test_of_it():
    assert rhetoric("We propose a flow.").proposes
    assert rhetoric("This paper presents a flow.").proposes
    assert rhetoric("We test it on images.").set_up
    assert not rhetoric("We test it on images and find that it wins.").set_up
