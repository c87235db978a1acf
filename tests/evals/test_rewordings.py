"""Honest rewordings: each is one sentence that its cited sentences carry."""

import re
from random import Random

import pytest

from evals.edits import is_unread
from evals.edits.rewordings import REWORDINGS
from evals.edits.rewordings.sentence import is_plain

KINDS = sorted(REWORDINGS)
ABSTRACTS = (
    (
        "Bridges carry most of the traffic between the two banks of the river.",
        "However, the state of these bridges is hard to assess without closing them.",
        "In this paper, we propose SpanNet, a novel method for estimating the load of a bridge from video.",
        "SpanNet is able to measure several bridges simultaneously, which reduces the cost of an inspection.",
        "Our method significantly outperforms existing methods on three datasets, achieving an error of 4.5%.",
        "We also find that the error does not depend on the weather, and we discuss the limits of the method.",
        "Our results suggest that extensive inspections may be replaced by a camera.",
    ),
    (
        "We analyze the behavior of 12,500 honey bees in two large gardens.",
        "We show that the bees visit many flowers, such as lavender, thyme, and clover.",
        "The visits of the bees are longer in sunny gardens than in shaded gardens.",
        "This suggests that warmth is very important for the bees.",
        "When the weather is cold, the bees remain in the hive.",
        "The relationship between warmth and activity was examined in a second garden.",
        "The number of visits was measured with a camera (a small one with a wide lens).",
    ),
    (
        "Support vector machines (SVMs) are a class of models that are used in many fields.",
        "We trained SVMs on the pictures of 5 telescopes and on those of a satellite.",
        "We introduce a new framework for sorting pictures by their quality.",
        "It has several advantages, including speed, clarity, and simplicity.",
        "There are many pictures that cannot be sorted by hand.",
        "To sort the pictures, we use a large-scale “catalogue” of stars.",
        "The framework can sort the pictures because the catalogue contains every star.",
    ),
    (
        "Lamp is a tool that reads old books aloud.",
        "It supports twelve languages, and it is used in schools.",
        "This paper describes the voices of the tool.",
        "The tool can read every page aloud; we recorded the voices in a small room.",
        "The first voice belongs to a singer.",
        "However, the second voice was made by a machine.",
        "We describe the method's accuracy on old books.",
        "A second experiment was performed to compare the voices.",
    ),
    (
        "Soil moisture, a measure of the water in the ground, is important for farms.",
        "Furthermore, we investigate methods trained on weather data in order to predict the harvest.",
        "In addition, a large number of farms lack sensors due to their cost.",
        "Our approach utilizes rain gauges to obtain a comprehensive map of the moisture.",
        "We demonstrate the effectiveness of our approach on numerous farms and conclude with open questions.",
        "It is shown that the map helps farmers.",
    ),
    (
        "We present GridLab, a simulator for power networks.",
        "It runs on a laptop and needs no licence.",
        "We propose an approach that leads to novel and challenging scenarios.",
        "The results demonstrate that our approach achieves a lower error than several existing methods.",
        "We show that crucial techniques may be utilized as well as tested.",
        "A new technique is proposed for planning power lines.",
        "We then evaluate numerous techniques and assess their cost.",
    ),
)
REFUSED = (
    "We show that $x^2$ grows faster than the other terms of the sum.",
    "The code of our method is available at https://example.org/code for everyone.",
    "RESULTS: We found that the bees visit many flowers in the garden.",
    "Too short a sentence.",
    "We show that the bracket (which is never closed is a mistake in the text.",
)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_rewords_some_abstract_and_cites_sentences_that_exist(kind):
    edits = [(abstract, REWORDINGS[kind](abstract, Random(3))) for abstract in ABSTRACTS]
    made = [(abstract, edit) for abstract, edit in edits if edit]
    assert made
    for abstract, edit in made:
        assert edit.cited
        assert list(edit.cited) == sorted(set(edit.cited))
        assert set(edit.cited) <= set(range(len(abstract)))
        assert edit.text not in abstract
        assert re.fullmatch(r"[^a-z\s].*[^\s]\.", edit.text)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_makes_the_same_edit(kind):
    for abstract in ABSTRACTS:
        assert REWORDINGS[kind](abstract, Random(7)) == REWORDINGS[kind](list(abstract), Random(7))


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_touches_a_formula_an_address_a_heading_or_a_fragment(kind):
    assert not any(map(is_plain, REFUSED))
    assert REWORDINGS[kind](REFUSED, Random(1)) is None


def test_an_abstract_of_no_sentence_gives_no_edit():
    assert not any(make((), Random(1)) for make in REWORDINGS.values())


def test_both_halves_hold_many_kinds():
    unread = sum(map(is_unread, KINDS))
    assert min(unread, len(KINDS) - unread) >= 14
