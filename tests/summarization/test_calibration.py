"""From which answer on a model is believed, and when not at all."""

import pytest

from service.faithfulness import is_injection
from service.papers import Source, make_paper
from service.summarization import Claim, calibration_pairs, source_sentences, verify_claims
from service.summarization.calibration import Calibration, calibrate

KNOWING = [(0.30 + number / 1_000, 0.10 + number / 1_000) for number in range(60)]


def test_a_model_that_is_readier_to_say_no_than_it_should_be_is_believed_all_the_same():
    found = calibrate(KNOWING, likely=True)
    assert (found.useless, found.auc, found.pairs) == ("", 1.0, 60)
    assert 0.159 < found.shown_from < 0.3
    assert found.refused_below is not None
    assert found.refused_below <= 0.31


def test_a_sentence_is_shown_only_above_every_false_one_of_the_pairs():
    pairs = [*KNOWING[:59], (0.3, 0.3455)]  # one lie that it takes for true
    found = calibrate(pairs, likely=True)
    assert 0.3455 < found.shown_from < 0.346


def test_one_true_sentence_in_twenty_may_be_refused_and_no_more():
    pairs = [*KNOWING[:56], *((0.01 * number, 0.0) for number in range(1, 5))]  # four truths that it takes for lies
    found = calibrate(pairs, likely=True)
    assert sum(true < found.refused_below for true, _ in pairs) == 3


@pytest.mark.parametrize(
    "pairs",
    [
        [(0.9, 0.9)] * 60,
        [(1.0, 1.0)] * 60,
        [(0.4, 0.6), (0.6, 0.4)] * 30,
        [(0.1, 0.9)] * 60,
        [(0.9, 0.1)] * 3,
        [*KNOWING[:50], *[(0.3, 0.9)] * 10],
        [*KNOWING[:55], *[(0.3, 0.354)] * 5],
        [(0.9, None)] * 10 + [(0.9, 0.1)] * 50,
        [(None, None)] * 60,
    ],
    ids=[
        "one answer",
        "always yes",
        "a coin",
        "the wrong way round",
        "too few",
        "surest of lies",
        "surer of a lie than of nearly all truths",
        "too often silent",
        "prose",
    ],
)
def test_a_model_whose_word_tells_nothing_is_useless_and_shows_nothing(pairs):
    found = calibrate(pairs, likely=True)
    assert found.useless
    assert (found.shown_from, found.refused_below) == (None, None)


def test_yes_and_no_alone_are_a_calibration_too():
    found = calibrate([(1.0, 0.0)] * 58 + [(0.0, 0.0)] * 2, likely=False)
    assert (found.useless, found.shown_from, found.refused_below) == ("", 0.5, 0.5)


def test_a_calibration_is_read_as_it_was_kept_and_one_of_another_version_is_not():
    found = calibrate(KNOWING, likely=True)
    assert Calibration.of(found.row()) == found
    with pytest.raises(TypeError):
        Calibration.of(found.row() | {"mood": "good"})


def test_the_pairs_are_twins_that_differ_and_order_nothing():
    pairs = calibration_pairs()
    assert len(pairs) == len({pair.true for pair in pairs}) == 60
    for pair in pairs:
        assert pair.true != pair.false
        assert not any(map(is_injection, (*pair.evidence, pair.true, pair.false)))


def test_nearly_all_of_the_pairs_are_such_as_the_rules_leave_to_a_verifier():
    told = [reasons(pair.evidence, text) for pair in calibration_pairs() for text in (pair.true, pair.false)]
    assert sum(each == ("undecided",) for each in told) >= 0.9 * len(told)


def reasons(lines, text):
    paper = make_paper("A Study", " ".join(lines), source=Source(name="test"))
    numbered = source_sentences([paper])
    claim = Claim(text, text, tuple(range(1, len(numbered) + 1)))
    return verify_claims([claim], paper, numbered).verdicts[0].reasons
