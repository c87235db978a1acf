"""What goes from a sentence without its claim becoming larger."""

import pytest

from service.extractive.shortening import shortened


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Extensive experiments on images show that it is fast.", "On images, it is fast."),
        ("Our results demonstrate that it is fast.", "It is fast."),
        ("We propose a novel method in this paper.", "We propose a method."),
        ("We propose a novel, efficient method.", "We propose an efficient method."),
        ("We propose a novel and efficient method.", "We propose an efficient method."),
        ("It is a powerful yet cheap method.", "It is a cheap method."),
        ("We train networks (e.g., ResNets and VGGs).", "We train networks."),
        ("It cuts the cost, paving the way for small devices.", "It cuts the cost."),
        ("It wins on all sets, demonstrating the effectiveness of our method.", "It wins on all sets."),
        ("A simple yet effective rule is given.", "A rule is given."),
        (
            "This work presents CMU, a net for sensing, to address these limitations.",
            "This work presents CMU, a net for sensing.",
        ),
    ],
)
def test_who_says_so_praise_references_and_outlook_go(sentence, expected):
    assert shortened(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Preliminary results suggest that it is fast.",
        "Results indicate that it may be fast.",
        "We study novel view synthesis.",
        "The rule is novel and valid for owls.",
        "It gains much (e.g., 9.7x on one set).",
        "It keeps the rate (only on small sets).",
        "Our aim is to address these limitations.",
        "Experiments on sets which show that it is fast are rare.",
    ],
)
def test_hedges_terms_figures_and_scopes_stay(sentence):
    assert shortened(sentence) == sentence
