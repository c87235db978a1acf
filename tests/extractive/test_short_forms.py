"""Short forms spelt out at their first use."""

from service.extractive.short_forms import spelt_out

ABSTRACT = "A spiking neural network (SNN) fires. An artificial one (ANN) does not. The SNN wins over many rivals."


def test_a_short_form_is_explained_once_where_the_text_first_has_it():
    texts = spelt_out(["The SNN wins.", "An SNN fires, and the SNN rests."], "Firing", ABSTRACT)
    assert texts == ["The spiking neural network (SNN) wins.", "An SNN fires, and the SNN rests."]


def test_what_the_title_or_the_text_explains_is_not_explained_again():
    assert spelt_out(["The SNN wins."], "An SNN that fires", ABSTRACT) == ["The SNN wins."]
    texts = ["A spiking neural network (SNN) fires.", "The SNN wins."]
    assert spelt_out(texts, "Firing", ABSTRACT) == texts


def test_nothing_is_explained_that_the_abstract_does_not_explain():
    assert spelt_out(["The CPU waits."], "Firing", ABSTRACT) == ["The CPU waits."]
