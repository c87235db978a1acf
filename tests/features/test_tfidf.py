import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.features.term_counts import TermCounts
from service.features.tfidf import Rows, tfidf_rows

TEXTS = ["Owls hunt owls.", "Owls and glaciers", "Glaciers melt; glaciers move", "A violin of the year"]


def read(texts: list[str], cap: int = 20_000) -> Rows:
    return tfidf_rows(TermCounts.of(texts), cap=cap)


def test_a_word_of_one_text_alone_is_left_out():
    assert (read(TEXTS).toarray() > 0).tolist() == [  # glaciers, owls
        [False, True],
        [True, True],
        [True, False],
        [False, False],
    ]


def test_the_cap_keeps_the_words_of_most_texts_and_goes_by_spelling_when_they_are_equal():
    texts = ["zebra owl", "zebra yak owl", "zebra owl yak", "zebra yak", "zebra"]  # owl and zebra are kept
    assert (read(texts, cap=2).toarray() > 0).tolist() == [
        [word in text for word in ("owl", "zebra")] for text in texts
    ]


def test_a_row_is_the_published_formula_scaled_to_length_one():
    rows = read(["owls", *TEXTS[:3], "owls glaciers owls unheard"])
    owls, glaciers = math.log(6 / 5) + 1, math.log(6 / 4) + 1
    raw = {"owls": (1 + math.log(2)) * owls, "glaciers": glaciers}
    length = math.hypot(*raw.values())
    assert dict(zip(("glaciers", "owls"), rows.toarray()[4].tolist(), strict=True)) == pytest.approx(
        {word: value / length for word, value in raw.items()}, abs=1e-6
    )


@given(st.lists(st.text(max_size=60), max_size=8))
def test_every_row_has_length_one_or_no_words_at_all(texts: list[str]):
    rows = read(texts)
    assert rows.shape[0] == len(texts)
    lengths = np.sqrt((rows.toarray() ** 2).sum(axis=1))
    assert all(length == 0 or abs(length - 1) < 1e-5 for length in lengths)


@given(st.lists(st.text(max_size=60), max_size=8))
def test_the_same_texts_give_the_same_bytes(texts: list[str]):
    first, second = read(texts), read(texts)
    assert first.data.tobytes() == second.data.tobytes()
    assert first.indices.tobytes() == second.indices.tobytes()


def test_thousands_of_texts_have_the_rows_that_each_has_among_few():
    few, many = read(TEXTS).toarray(), read(TEXTS * 800).toarray()
    assert many.shape[0] == 3_200
    assert np.array_equal(many > 0, np.tile(read(TEXTS * 2).toarray() > 0, (400, 1)))
    assert np.array_equal(many[:4], many[-4:])
    assert few.shape == (4, 2)


def test_an_empty_corpus_has_no_words_and_texts_without_words_are_no_harm():
    assert read([]).shape == (0, 0)
    assert read(["", "", "7"]).shape == (3, 0)
