"""Words are related as WordNet says, whatever their endings, and no text can break the look-up."""

from importlib import resources

import pytest
from hypothesis import given

from service.text.lexicon import Relation, lemma_forms, opposite_of_negative, relation
from service.text.lexicon import table as lexicon_table
from tests.text.texts import ANY_TEXT

ODD = ["", " ", "s", "es", "-", "a" * 10_000, "s" * 40, "🐁", "\x00", "ﬁne", "naïve", "1e-5", "a b c"]


@pytest.mark.parametrize(
    ("word", "lemmas"),
    [
        ("studies", {"study"}), ("mice", {"mouse"}), ("better", {"good", "well", "better"}),
        ("decreased", {"decrease", "decreased"}),
        ("analyses", {"analysis", "analyse"}), ("larger", {"large", "larger"}), ("found", {"find", "found"}),
        ("loss", {"loss"}),
        ("neural networks", {"neural network"}),
    ],
)  # fmt: skip
def test_an_inflected_word_is_led_back_to_its_lemmas(word: str, lemmas: set[str]) -> None:
    assert set(lemma_forms(word)) == lemmas


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("mice", "mouse"), ("studied", "studies"), ("large", "big"), ("employ", "utilizes"), ("shows", "demonstrate"),
        ("behaviour", "behavior"), ("analyse", "analyze"), ("goal", "goals"),
    ],
)  # fmt: skip
def test_forms_of_a_word_and_synonyms_are_equal(source: str, claim: str) -> None:
    assert relation(source, claim) == relation(claim, source) == Relation.EQUAL


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("increase", "decrease"), ("increases", "decreased"), ("larger", "smaller"), ("success", "failure"),
        ("strongly", "weakly"), ("higher", "lower"), ("better", "worse"), ("gain", "loss"), ("improves", "worsens"),
        ("accurate", "inaccurate"), ("supervised", "unsupervised"), ("allows", "prevents"), ("rise", "fell"),
    ],
)  # fmt: skip
def test_antonyms_are_opposite_in_all_their_forms(source: str, claim: str) -> None:
    assert relation(source, claim) == relation(claim, source) == Relation.OPPOSITE


@pytest.mark.parametrize(
    ("source", "claim"), [("success", "fails"), ("stable", "instability"), ("simplicity", "complex")]
)
def test_antonyms_are_opposite_through_the_words_of_their_families(source: str, claim: str) -> None:
    assert relation(source, claim) == relation(claim, source) == Relation.OPPOSITE


@pytest.mark.parametrize(("source", "claim"), [("huge", "little"), ("challenging", "easy"), ("intricate", "simple")])
def test_adjectives_similar_to_antonyms_are_opposite(source: str, claim: str) -> None:
    assert relation(source, claim) == relation(claim, source) == Relation.OPPOSITE


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("analysis", "analyse"), ("significant", "significance"), ("significantly", "significance"),
        ("predicts", "predictions"), ("robust", "robustness"), ("theory", "theoretic"), ("strongly", "strong"),
    ],
)  # fmt: skip
def test_words_of_a_family_are_derived(source: str, claim: str) -> None:
    assert relation(source, claim) == relation(claim, source) == Relation.DERIVED


@pytest.mark.parametrize(
    ("source", "claim"), [("mouse", "animal"), ("dogs", "animals"), ("computer", "machine"), ("killed", "die")]
)
def test_a_kind_is_narrower_than_what_it_is_a_kind_of(source: str, claim: str) -> None:
    assert relation(source, claim) == Relation.WIDER
    assert relation(claim, source) == Relation.NARROWER


def test_adjectives_that_are_only_close_are_similar() -> None:
    assert relation("huge", "large") == Relation.SIMILAR


@pytest.mark.parametrize(
    ("source", "claim"),
    [("cat", "dog"), ("method", "accuracy"), ("case", "example"), ("significant", "important"), ("qwzx", "zxwq")],
)
def test_words_without_a_relation_are_unknown(source: str, claim: str) -> None:
    assert relation(source, claim) == Relation.UNKNOWN


def test_a_rare_sense_counts_only_when_asked_for() -> None:
    assert relation("show", "establish") == Relation.UNKNOWN
    assert relation("show", "establish", strict=False) == Relation.EQUAL


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_word_has_no_lemma_and_no_relation(odd: str) -> None:
    assert isinstance(lemma_forms(odd), tuple)
    assert relation(odd, "mouse") == relation("mouse", odd) == Relation.UNKNOWN
    assert relation(odd, odd) == Relation.EQUAL


@given(ANY_TEXT, ANY_TEXT)
def test_no_text_breaks_the_look_up(source: str, claim: str) -> None:
    lemma_forms(source)
    assert relation(source, claim) in Relation


def test_the_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []

    def counted(package: str) -> object:
        reads.append(package)
        return resources.files(package)

    monkeypatch.setattr(lexicon_table, "files", counted)
    lexicon_table.load_table.cache_clear()
    for word in ("mitten", "glove", "sock"):
        relation(word, "garment")
        relation(word, "garment", strict=False)
    assert reads == ["service.text.lexicon"]


def test_an_adjective_is_found_under_the_prefix_that_denies_it():
    denied = {"unclear": "clear", "ineffective": "effective", "dissimilar": "similar", "indifferent": "", "under": ""}
    assert {word: opposite_of_negative(word, ("un", "in", "dis")) for word in denied} == denied
