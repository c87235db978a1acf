"""Which words are unlikely in a text about a source, as fitted to abstracts held against themselves."""

import numpy as np
import pytest

from evals.datasets.human_summaries import SummarizedPaper
from evals.training.novelty import fit_novelty_model, held_out_parts
from service.faithfulness.classifier.novelty import COMPONENTS, LEAST, novelty_features, novelty_signals
from service.faithfulness.classifier.weights import load_weights
from service.faithfulness.lexical.alignment import align, index_source
from service.faithfulness.lexical.words import Token, read

VISION = (
    "Labelling images of street scenes",
    "We train a network to segment images. It labels each pixel by class. It beats detectors on two benchmarks.",
)
BIOLOGY = (
    "A receptor of immune cells",
    (
        "Mice without this receptor lose their response to a virus and stay ill. Its gene is expressed in tissue "
        "of lung, liver and kidney."
    ),
)


def content(text: str) -> tuple[Token, ...]:
    return tuple(t for line in read(text).tokens for t in line if t.content)


def log_odds(word: str, source: tuple[str, str]) -> float:
    weights, whole = load_weights(), index_source(*source)
    sentence = align(read(word).tokens[0], whole, weights.rarity)
    return novelty_signals(
        sentence, whole, weights.rarity, weights.paraphrase_stems, weights.word_vectors, weights.novelty_model
    )["foreign_max"]


@pytest.mark.parametrize(
    ("word", "own", "other"),
    [(word, VISION, BIOLOGY) for word in ("camera", "convolutional", "video", "recognition")]
    + [(word, BIOLOGY, VISION) for word in ("protein", "molecular", "infected", "patients")],
)
def test_a_word_is_more_unlikely_in_another_subject_than_in_its_own(
    word: str, own: tuple[str, str], other: tuple[str, str]
) -> None:
    assert log_odds(word, own) < log_odds(word, other)


def test_a_sentence_of_the_sources_own_words_has_nothing_novel() -> None:
    weights, whole = load_weights(), index_source(*VISION)
    for text in ("We segment images of scenes.", "It is."):
        sentence = align(read(text).tokens[0], whole, weights.rarity)
        found = novelty_signals(
            sentence, whole, weights.rarity, weights.paraphrase_stems, weights.word_vectors, weights.novelty_model
        )
        assert found == {"foreign_max": LEAST, "foreign_sum": 0.0}


def test_a_row_has_the_features_of_a_word_its_vector_and_its_products_with_the_source() -> None:
    weights = load_weights()
    rows = novelty_features(
        content("camera xqzvvk"), content(VISION[1]), weights.rarity, weights.paraphrase_stems, weights.word_vectors
    )
    assert rows.shape == (2, 7 + weights.word_vectors.vectors.shape[1] + COMPONENTS**2)
    assert rows.shape[1] == len(weights.novelty_model.weights)
    assert np.isfinite(rows).all()
    assert not rows[1, 7:].any()


def test_each_sentence_and_the_title_are_held_against_the_rest_of_their_paper() -> None:
    title, sentence, *_ = held_out_parts(SummarizedPaper(*VISION, ()))
    assert {t.text for t in title.words} == {"labelling", "images", "street", "scenes"}
    assert {t.text for t in sentence.words} < {"train", "network", "segment", "images", "we"}
    assert "pixel" in {t.text for t in title.rest} & {t.text for t in sentence.rest}


def test_what_is_expected_is_learned_from_which_words_stand_together() -> None:
    papers = [SummarizedPaper(*paper, ()) for paper in (VISION, BIOLOGY) for _ in range(8)]
    weights = load_weights()
    fitted = fit_novelty_model(papers, weights.rarity, weights.paraphrase_stems, weights.word_vectors)
    for (title, _), own, other in ((VISION, "pixel", "virus"), (BIOLOGY, "virus", "pixel")):
        rows = novelty_features(
            content(f"{own} {other}"), content(title), weights.rarity, weights.paraphrase_stems, weights.word_vectors
        )
        expected, unexpected = fitted.log_odds(rows)
        assert expected < unexpected - 0.5
