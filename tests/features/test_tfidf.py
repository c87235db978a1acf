import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.features.term_counts import TermCounts
from service.features.tfidf import Rows, Vocabulary, tfidf_rows

TEXTS = ["Owls hunt owls.", "Owls and glaciers", "Glaciers melt; glaciers move", "A violin of the year"]


def read(texts: list[str], cap: int = 20_000) -> tuple[Vocabulary, Rows]:
    return tfidf_rows(TermCounts.of(texts), cap=cap)


def test_a_word_of_one_text_alone_is_left_out():
    assert read(TEXTS)[0].terms == ("glaciers", "owls")


def test_the_cap_keeps_the_words_of_most_texts_and_goes_by_spelling_when_they_are_equal():
    vocabulary, rows = read(["zebra owl yak", "zebra owl yak", "zebra"], cap=2)
    assert vocabulary.terms == ("owl", "zebra")
    assert rows.shape == (3, 2)


def test_a_row_is_the_published_formula_scaled_to_length_one():
    vocabulary, rows = read(["owls", *TEXTS[:3], "owls glaciers owls unheard"])
    owls, glaciers = math.log(6 / 5) + 1, math.log(6 / 4) + 1
    raw = {"owls": (1 + math.log(2)) * owls, "glaciers": glaciers}
    length = math.hypot(*raw.values())
    assert dict(zip(vocabulary.terms, rows.toarray()[4].tolist(), strict=True)) == pytest.approx(
        {word: value / length for word, value in raw.items()}, abs=1e-6
    )


@given(st.lists(st.text(max_size=60), max_size=8))
def test_every_row_has_length_one_or_no_words_at_all(texts: list[str]):
    _, rows = read(texts)
    assert rows.shape[0] == len(texts)
    lengths = np.sqrt((rows.toarray() ** 2).sum(axis=1))
    assert all(length == 0 or abs(length - 1) < 1e-5 for length in lengths)


@given(st.lists(st.text(max_size=60), max_size=8))
def test_the_same_texts_give_the_same_bytes(texts: list[str]):
    (_, first), (_, second) = read(texts), read(texts)
    assert first.data.tobytes() == second.data.tobytes()
    assert first.indices.tobytes() == second.indices.tobytes()


def test_thousands_of_texts_have_the_rows_that_each_has_among_few():
    few, many = read(TEXTS)[1].toarray(), read(TEXTS * 800)[1].toarray()
    assert many.shape[0] == 3_200
    assert np.array_equal(many > 0, np.tile(read(TEXTS * 2)[1].toarray() > 0, (400, 1)))
    assert np.array_equal(many[:4], many[-4:])
    assert few.shape == (4, 2)


def test_an_empty_corpus_has_no_words_and_texts_without_words_are_no_harm():
    assert read([])[1].shape == (0, 0)
    assert read(["", "", "7"])[1].shape == (3, 0)
