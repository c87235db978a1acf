import numpy as np
import pytest

from service.features import Features, TermCounts, distinct_papers, make_features, sample_keys, tfidf_rows
from service.recommender.background import background_of
from service.recommender.preference_model import fit
from tests.topics import texts

TEXTS = texts(300)


def embedded(count: int, seed: int = 0) -> np.ndarray:
    generator = np.random.default_rng(seed)
    vectors = generator.normal(size=(8, 32))[np.arange(count) % 8] + generator.normal(size=(count, 32))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def distinct(words: list[str], vectors: np.ndarray) -> np.ndarray:
    return distinct_papers(TermCounts.of(words), vectors, sample_keys([str(row) for row in range(len(words))]))


def features(words: list[str], vectors: np.ndarray) -> Features:
    mask = distinct(words, vectors)
    rows = tfidf_rows(TermCounts.of(words), mask)
    return make_features(vectors, rows, sample_keys([str(row) for row in range(len(words))]), mask)


def test_of_papers_that_differ_in_numbers_only_one_counts():
    words = [*TEXTS, *(f"Erratum {number} of the volume" for number in range(40))]
    found = distinct(words, embedded(340))
    assert found[300:].sum() == 1


def test_papers_of_other_words_and_other_embeddings_all_count():
    assert distinct([f"{text} own{row}x" for row, text in enumerate(TEXTS)], embedded(300)).all()


@pytest.mark.parametrize("others", [300, 3_000])
def test_of_papers_of_nearly_one_embedding_one_counts(others):
    vectors = embedded(others)
    copies = vectors[[7] * 100] + np.random.default_rng(1).normal(size=(100, 32)).astype(np.float32) * 0.01
    copies /= np.linalg.norm(copies, axis=1, keepdims=True)
    words = [f"paper{row}a {row}" for row in range(others + 100)]
    found = distinct(words, np.vstack([vectors, copies]))
    assert found[others:].sum() + found[7] == 1
    assert np.delete(found[:others], 7).all()


@pytest.mark.parametrize("others", [300, 3_000])
def test_a_model_whose_cosines_are_all_high_makes_copies_of_copies_alone(others):
    vectors, common = embedded(others), 4 * np.eye(32, dtype=np.float32)[0]
    copies = vectors[[7] * 100] + np.random.default_rng(1).normal(size=(100, 32)).astype(np.float32) * 0.01
    moved = np.vstack([vectors, copies]) + common
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    assert np.median(moved @ moved[0]) > 0.9
    found = distinct([f"paper{row}a {row}" for row in range(others + 100)], moved)
    assert found[others:].sum() + found[7] == 1
    assert np.delete(found[:others], 7).all()


def test_no_papers_are_no_copies():
    assert distinct([], np.zeros((0, 4), np.float32)).shape == (0,)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
def test_copies_of_a_template_move_no_score_of_the_others(share):
    words = [f"{text} own{row % 60}x" for row, text in enumerate(TEXTS)]
    vectors = embedded(300)
    many = int(300 * share / (1 - share))
    template = np.tile(embedded(1, seed=9), (many, 1))
    alone = features(words, vectors)
    beside = features([*words, *(f"Front matter {number}" for number in range(many))], np.vstack([vectors, template]))
    for liked in ([3], [3, 11, 6]):
        before, after = (
            fit(papers, liked, [], background_of(papers)).scores(papers)[:300] for papers in (alone, beside)
        )
        assert np.corrcoef(before, after)[0, 1] > 0.999
        assert np.abs(before - after).max() < 0.05 * before.std()
