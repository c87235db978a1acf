"""Terms that keep their columns while others come."""

from service.features.vocabulary import Vocabulary


def test_later_terms_come_behind_and_move_no_other():
    first = Vocabulary.of(("moth", "owl"))
    more = first.with_terms(["newt", "ant"])
    assert more.terms == ("moth", "owl", "newt", "ant")
    assert [more.column(term) for term in ("moth", "newt", "ant", "bee")] == [0, 2, 3, None]


def test_a_vocabulary_knows_nothing_of_what_was_added_to_it_since():
    first = Vocabulary.of(("moth", "owl"))
    assert first.with_terms(["newt"]).size == 3
    assert (first.terms, first.column("newt"), first.beginning_with("n")) == (("moth", "owl"), None, ())


def test_two_that_add_to_the_same_terms_do_not_meet():
    first = Vocabulary.of(("owl",))
    one, other = first.with_terms(["newt", "ant"]), first.with_terms(["bee"])
    assert one.terms == ("owl", "newt", "ant")
    assert other.terms == ("owl", "bee")


def test_terms_that_begin_alike_are_sorted_whenever_they_came():
    more = Vocabulary.of(("moth", "mouse", "owl")).with_terms(["mite", "moss", "newt"])
    assert more.beginning_with("mo") == ("moss", "moth", "mouse")
