"""Word vectors of the checker: what is near, what is far, and that packing keeps it."""

import numpy as np

from service.faithfulness.lexical.word_vectors import LEVELS, load_word_vectors, packed, unpacked
from service.faithfulness.lexical.words import Token, read


def tokens(text: str) -> tuple[Token, ...]:
    return read(text).tokens[0]


def cosines(one: str, other: str) -> float:
    return float(load_word_vectors().cosines(tokens(one), tokens(other))[0, 0])


def test_a_synonym_is_nearer_than_a_word_of_another_subject() -> None:
    pairs = [("rapid", "quick", "cell"), ("forecast", "predict", "widget"), ("tumour", "cancer", "graph")]
    assert all(cosines(word, synonym) > cosines(word, unrelated) + 0.1 for word, synonym, unrelated in pairs)


def test_a_word_is_as_near_as_can_be_to_itself() -> None:
    assert cosines("networks", "networks") > 0.999


def test_a_word_without_a_vector_is_near_to_nothing() -> None:
    assert cosines("xqzvvk", "network") == 0.0
    assert not load_word_vectors().has(tokens("xqzvvk")[0])


def test_a_form_without_a_vector_has_that_of_its_root() -> None:
    assert load_word_vectors().has(tokens("homomorphisms")[0]) == load_word_vectors().has(tokens("homomorphism")[0])


def test_packing_keeps_the_angles_between_vectors() -> None:
    rows = np.random.default_rng(1).normal(size=(40, 96))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    back = unpacked(packed(rows))
    assert packed(rows).nbytes == rows.shape[0] * rows.shape[1] // 2
    assert np.abs(back[:-1] @ back[:-1].T - rows @ rows.T).max() < 1.0 / LEVELS
    assert not back[-1].any()
