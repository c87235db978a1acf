"""How likely a sentence is to be background, or a result."""

from service.extractive import role_features
from service.extractive.roles import likelihoods

ABSTRACT = (
    "Recently, networks have become popular, but they remain costly.",
    "We propose a network with a gate.",
    "Results show that it reduces the error by 30%.",
)


def test_what_others_did_is_likely_background_and_what_came_out_a_result():
    background, result = (likelihoods(ABSTRACT, role) for role in ("background", "result"))
    assert background[0] > 0.9 > background[1] > background[2]
    assert result[2] > 0.9 > result[1] > result[0]


def test_numbers_are_one_feature_and_shares_another():
    (row,) = role_features(["By 30% on 7 sets."])
    assert {"by", "#%", "#", "^ by", "by #%"} <= row.keys()


def test_one_sentence_is_first_and_nothing_is_asked_of_none():
    assert role_features(["We test."])[0]["^first"] == 1
    assert role_features([]) == []
