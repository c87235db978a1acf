"""Sentences end where a reader would say, and together they are the whole text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.cleaning import clean
from service.text.sentence_splitter import sentences
from tests.text.texts import ANY_TEXT, HOSTILE, ROWS, a_megabyte, raw_with


def abstract_of(title_start: str) -> str:
    found = [row["abstract"] for row in ROWS if row["title"].startswith(title_start)]
    assert len(found) == 1, title_start
    return found[0]


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use e.g. BERT, i.e. a model, w.r.t. X vs. Y, cf. Fig. 3 and Eq. (5). It works.", 2),
        ("As shown by Smith et al. We differ. Smith et al. Proved it.", 3),
        ("It gains 3.5 points over v1.2. The rest is equal.", 2),
        ("J. R. Smith met the U.S. Army. Then they left.", 2),
        ("Motions (e.g., high/low speed).In this work we stop.", 2),
        ("See https://github.com/a/b. Code follows at www.a.org/c.Html today.", 2),
        ('He said "stop." Then he left. (Really.) Yes!', 4),
        ("Is it so? Yes! (i) one, (ii) two.", 2),
        ("Three points: 1. We do. 2. They do.", 2),
        ("We test 10 ms. iCaRL is slower.", 2),
        (r"It handles DyNNs. \tool does more.", 2),
        ("これは文です。次の文です。", 2),
        ("no full stop at the end", 1),
        ("  ", 0),
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str, expected: int) -> None:
    assert len(split(text)) == expected, split(text)


def test_the_lost_space_before_in_this_work_does_not_join_two_sentences() -> None:
    parts = split(clean(raw_with("speed).In this wo")))
    assert any(part.startswith("In this work") for part in parts)
    assert any(part.endswith("speed).") for part in parts)


def test_the_bilingual_abstract_splits_in_both_languages() -> None:
    parts = split(clean(abstract_of("Apuntes de Redes Neuronales")))
    assert any("están diseñados" in part for part in parts)
    assert len(parts) > 3


def test_the_structured_abstract_keeps_its_labels_as_sentences() -> None:
    parts = split(clean(raw_with("Context. ")))
    assert "Context." in parts


@given(ANY_TEXT | st.text(".!? aAbe(\"')\n1", max_size=120))
def test_sentences_cover_everything_but_white_space_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert not "".join(text[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2)).strip()


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_of_repeats_is_only_text(piece: str) -> None:
    assert all(start < end for start, end in sentences(a_megabyte(piece)))


def test_no_sentence_of_the_corpus_is_an_abbreviation_cut_off() -> None:
    parts = [part for row in ROWS for part in split(clean(row["abstract"]))]
    cut = [part for part in parts if part.endswith((" e.g.", "i.e.", " vs.", " Fig.", " Eq.", "w.r.t.", " cf."))]
    assert cut == []
    assert 7 <= len(parts) / len(ROWS) <= 9
