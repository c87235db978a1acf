"""Cleaned text is one safe line; folding and terms leave what counts when texts are compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.cleaning import clean, fold, terms, words
from service.text.word_forms import normalised, spellings
from tests.text.texts import ANY_TEXT, HOSTILE, RAW, a_megabyte

TEX_TEXT = st.text("\\{}'\"`^~_$%-.ceiotumns 0123 \n", max_size=80)


@given(ANY_TEXT | TEX_TEXT)
def test_cleaned_text_has_nothing_invisible_and_is_one_line_of_nfc(raw: str) -> None:
    text = clean(raw)
    hidden = text.replace("\u200c", "").replace("\u200d", "")
    assert not {"Cc", "Cf", "Cs", "Co"} & {unicodedata.category(char) for char in hidden}
    assert text == unicodedata.normalize("NFC", text) == " ".join(text.split())


def test_cleaning_twice_changes_nothing_in_the_corpus() -> None:
    assert [text for text in map(clean, RAW) if clean(text) != text] == []


@pytest.mark.parametrize("needed", ["می\u200cشود", "ක්\u200dෂ", "👩\u200d🔬", "🏳\ufe0f\u200d🌈", "ರ\u200d್ಯ"])
def test_joiners_stay_where_script_or_emoji_need_them_and_change_no_comparison(needed: str) -> None:
    assert clean(needed) == needed
    assert fold(needed) == fold(needed.replace("\u200c", "").replace("\u200d", ""))


@pytest.mark.parametrize("hidden", ["a\u200db", "a\u200cb", "👩\u200d b", "\u200d🔬"])
def test_other_joiners_go(hidden: str) -> None:
    assert clean(hidden) == hidden.replace("\u200c", "").replace("\u200d", "")


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_of_repeats_is_only_text(piece: str) -> None:
    text = a_megabyte(piece)
    assert len(clean(text)) <= len(text)


def test_folding_ignores_case_accents_ligatures_and_typographic_signs() -> None:
    assert fold("Łojasiewicz’s Padé–ﬁeld STRASSE") == "lojasiewicz's pade-field strasse"
    assert fold(clean(r"Pad\'e")) == fold("Padé") == "pade"


@given(ANY_TEXT, ANY_TEXT)
def test_what_stands_on_one_side_of_a_letter_changes_nothing_on_the_other(before: str, after: str) -> None:
    assert fold(f"{before}A{after}") == f"{fold(before)}{fold('A' + after)}"


def test_terms_leave_out_stop_words_numbers_and_single_letters() -> None:
    assert terms("The 3 Neural-Spline Flows of a Padé x, and of 2D flows") == [
        "neural",
        "spline",
        "flows",
        "pade",
        "2d",
        "flows",
    ]


def test_words_are_all_words_with_the_signs_of_languages_and_letters_of_scripts_without_spaces_apart() -> None:
    assert words("The 3 C++ and C# Über-tools, BERT模型 of X") == [
        "the", "3", "c++", "and", "c#", "uber", "tools", "bert", "模", "型", "of", "x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("flow", {"flow", "flows"}),
        ("flows", {"flow", "flows"}),
        ("normalizing", {"normalising", "normalizing"}),
        ("colours", {"color", "colour", "colors", "colours"}),
        ("study", {"study", "studies"}),
        ("gan", {"gan"}),
    ],
)
def test_spellings_are_the_forms_of_one_word(word: str, forms: set[str]) -> None:
    assert forms <= set(spellings(word))
    assert {normalised(form) for form in spellings(word)} == {normalised(word)}
