"""A sentence cut to its main clause."""

from service.extractive.clauses import clauses
from service.extractive.rhetoric import HEADLINE

LONG = "The authors propose a flow, which learns fast, and show that it needs 3% of the data."


def test_the_longest_form_that_fits_comes_first_and_what_only_adds_goes():
    sentence = "The authors propose a quiet new rule, which learns fast on every small device that was tried."
    assert clauses(sentence, 7, HEADLINE) == ["The authors propose a quiet new rule."]
    assert clauses(sentence, 40, HEADLINE)[0] == sentence


def test_a_figure_stays_in_every_form():
    assert all("3%" in form for form in clauses(LONG, 40, HEADLINE))
    assert clauses(LONG, 8, HEADLINE) == []


def test_no_form_ends_in_the_middle_of_a_phrase_or_of_brackets():
    sentence = "The authors study ways of learning (slow, taking days) and of using the, taking few, labels there are."
    for form in clauses(sentence, 40, HEADLINE):
        assert form.count("(") == form.count(")")
        assert not form.endswith((" the.", " of.", " and."))


def test_what_follows_that_is_not_left_without_its_verb():
    sentence = "This paper demonstrates that a small network using the new gate can solve the old problem."
    assert clauses(sentence, 40, HEADLINE) == [sentence]


def test_a_phrase_on_the_means_in_front_of_the_authors_may_go():
    sentence = "By folding the weights twice, the authors make a network of half the usual size."
    assert "The authors make a network of half the usual size." in clauses(sentence, 12, HEADLINE)
