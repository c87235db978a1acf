"""A phrase that stands in a text is never missed, and few texts are read for one that does not."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.features import RowMerge, WordPairs
from service.text import words
from tests.corpora import samples

TEXTS = ("Owls nest on the ground.", "The ground on which owls nest", "Über-naïve C++ code in 深度学习", "", "one")
ANY = st.text(st.sampled_from("ab é-+#,深の\n"), max_size=60)


def having(pairs: WordPairs, phrase) -> np.ndarray:
    return pairs.having(phrase, np.ones(len(pairs.filters), dtype=bool))


def row(phrase: str) -> list[set[str]]:
    return [{word} for word in words(phrase)]


@given(st.lists(ANY, max_size=5))
def test_no_pair_of_neighbours_is_missed(texts):
    pairs = WordPairs.of(texts)
    for at, text in enumerate(texts):
        for one, other in pairwise(words(text)):
            assert having(pairs, [{one}, {other}])[at]


@pytest.mark.parametrize("phrase", ["on the ground", "Uber naive", "C++ code", "学习", "度学"])
def test_words_in_a_row_are_found_as_they_are_folded(phrase):
    there = [set(pairwise(words(phrase))) <= set(pairwise(words(text))) for text in TEXTS]
    assert having(WordPairs.of(TEXTS), row(phrase)).tolist() == there
    assert any(there)


def test_the_order_of_two_words_counts():
    assert having(WordPairs.of(TEXTS), row("owls nest")).tolist() == [True, True, False, False, False]
    assert not having(WordPairs.of(TEXTS), row("nest owls")).any()


def test_only_texts_among_those_that_are_asked_for_are_found():
    second = np.array([False, True, True, False, False])
    assert WordPairs.of(TEXTS).having(row("owls nest"), second).tolist() == [False, True, False, False, False]
    assert WordPairs.of(TEXTS).having(row("whales"), second).tolist() == second.tolist()


def test_each_form_of_a_word_is_looked_for():
    assert having(WordPairs.of(TEXTS), [{"owl", "owls"}, {"nests", "nest"}]).tolist()[:2] == [True, True]


def test_one_word_has_no_pair_so_all_texts_may_have_it():
    assert having(WordPairs.of(TEXTS), row("whales")).all()
    assert having(WordPairs.of(TEXTS), []).all()


def test_of_abstracts_one_in_fifty_at_most_is_read_for_nothing():
    texts = [f"{paper.title} {paper.abstract}" for paper in samples(100)]
    pairs, known = WordPairs.of(texts), [set(pairwise(words(text))) for text in texts]
    drawn = np.random.default_rng(0).choice(sorted(set().union(*known)), 200)
    told = np.array([having(pairs, [{one}, {other}]) for one, other in drawn])
    there = np.array([[(one, other) in each for each in known] for one, other in drawn.tolist()])
    assert not (there & ~told).any()
    assert np.mean(told[~there]) < 0.02


def test_filters_are_the_same_on_every_machine():
    assert WordPairs.of(["to be"]).filters.nonzero()[1].tolist() == [122, 124, 149, 178]


def test_texts_that_come_go_or_move_keep_their_filters():
    whole = WordPairs.of(TEXTS)
    first, last = WordPairs.of(TEXTS[:2]), WordPairs.of(TEXTS[2:])
    assert np.array_equal(WordPairs.joined([first, last]).filters, whole.filters)
    assert np.array_equal(first.appended(last).filters, whole.filters)
    assert np.array_equal(whole.taken(np.array([3, 0])).filters, WordPairs.of([TEXTS[3], TEXTS[0]]).filters)
    merge = RowMerge.of(("a", "b"), ("ab", "b", "c"), {"a"})
    assert np.array_equal(first.merged(merge, last).filters, last.filters)


def test_what_is_appended_copies_nothing_while_there_is_room():
    with_room = WordPairs.of(TEXTS).appended(WordPairs.of(()))
    assert np.shares_memory(with_room.filters, with_room.appended(WordPairs.of(TEXTS[:1])).filters)
