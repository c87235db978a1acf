import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.lexicon import Lexicon

TEXTS = ["Owls hunt owls.", "Owls and glaciers", "Glaciers melt; glaciers move", "A violin of the year"]


def test_a_word_of_one_text_alone_is_left_out():
    assert Lexicon.learn(TEXTS).words == ("glaciers", "owls")


def test_the_cap_keeps_the_words_of_most_texts_and_goes_by_spelling_when_they_are_equal():
    lexicon = Lexicon.learn(["zebra owl yak", "zebra owl yak", "zebra"], cap=2)
    assert lexicon.words == ("owl", "zebra")


def test_a_row_is_the_published_formula_scaled_to_length_one():
    lexicon = Lexicon.learn([*TEXTS, "owls"])
    owls, glaciers = math.log(6 / 4) + 1, math.log(6 / 3) + 1
    raw = {"owls": (1 + math.log(2)) * owls, "glaciers": glaciers}
    length = math.hypot(*raw.values())
    row = lexicon.rows(["owls glaciers owls unheard"]).toarray()[0]
    assert dict(zip(lexicon.words, row.tolist(), strict=True)) == pytest.approx(
        {word: value / length for word, value in raw.items()}, abs=1e-6
    )


@given(st.lists(st.text(max_size=60), max_size=8))
def test_every_row_has_length_one_or_no_words_at_all(texts):
    rows = Lexicon.learn(texts).rows(texts)
    assert rows.shape[0] == len(texts)
    lengths = np.sqrt((rows.toarray() ** 2).sum(axis=1))
    assert all(length == 0 or abs(length - 1) < 1e-5 for length in lengths)


@given(st.lists(st.text(max_size=60), max_size=8))
def test_the_same_texts_give_the_same_bytes(texts):
    first, second = (Lexicon.learn(texts).rows(texts) for _ in range(2))
    assert first.data.tobytes() == second.data.tobytes()
    assert first.indices.tobytes() == second.indices.tobytes()


def test_a_row_does_not_depend_on_the_texts_beside_it():
    lexicon = Lexicon.learn(TEXTS)
    together = lexicon.rows(TEXTS).toarray()
    assert np.array_equal(together, np.vstack([lexicon.rows([text]).toarray() for text in TEXTS]))


def test_shared_words_come_strongest_first_and_only_if_both_texts_have_them():
    lexicon = Lexicon.learn(["owl moth", "owl moth", "owl lynx", "owl lynx", "owl"])
    rows = lexicon.rows(["owl moth moth", "moth owl lynx"])
    assert lexicon.shared(rows, 0, [1]) == [("moth", "owl")]
    assert lexicon.shared(rows, 0, [1], most=1) == [("moth",)]


def test_texts_without_a_common_word_share_nothing():
    lexicon = Lexicon.learn([*TEXTS, ""])
    rows = lexicon.rows([TEXTS[0], TEXTS[2], ""])
    assert lexicon.shared(rows, 0, [1]) == [()]
    assert lexicon.shared(rows, 0, [2]) == [()]


def test_an_empty_corpus_has_no_words_and_still_gives_rows():
    lexicon = Lexicon.learn([])
    assert lexicon.rows(["owls", ""]).shape == (2, 0)
