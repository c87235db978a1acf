"""How unlikely the new words of a sentence are in a text about its source: log odds, fitted to abstracts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.faithfulness.classifier.similarity import MOST_SOURCE_WORDS, MOST_WORDS
from service.faithfulness.lexical import Alignment, Rarity, SourceIndex, Token, VectorRows, WordVectors

COMPONENTS = 16  # of word and source, paired each with each
_NEAREST = 3  # words of the source
LEAST = -3.0  # log odds; what a sentence without new words has as its highest


@dataclass(frozen=True, slots=True)
class NoveltyModel:
    """A logistic model of one word and the words of a source, on the columns of `novelty_features`."""

    weights: NDArray[np.float64]
    bias: float

    def log_odds(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Natural log odds, (words,), that a word comes from another text than one about this source."""
        return rows @ self.weights + self.bias


def novelty_features(
    words: Sequence[Token],
    source_words: Sequence[Token],
    rarity: Rarity,
    paraphrase_stems: frozenset[str],
    word_vectors: WordVectors,
) -> NDArray[np.float64]:
    """What is known of each word beside the words of a source, (words, 7 + dim + COMPONENTS²).

    The last columns are the products of its first components with those of the mean of the source, rare words weighing
    more: with weights, a bilinear form.
    """
    vectors, source_vectors = word_vectors.of(words), word_vectors.of(source_words)
    weights = np.array([rarity.of(t) for t in source_words])
    mean = weights @ source_vectors / weights.sum()
    mean /= np.linalg.norm(mean) + 1e-6
    nearest: VectorRows = -np.sort(-(vectors @ source_vectors.T), axis=1)[:, :_NEAREST]
    head = [
        nearest[:, 0],
        nearest.mean(axis=1),
        vectors @ mean,
        np.array([rarity.of(t) for t in words]),
        np.array([t.stem in paraphrase_stems for t in words]),
        np.array([not word_vectors.has(t) for t in words]),
        np.full(len(words), np.log(len(source_words))),
    ]
    products = vectors[:, :COMPONENTS, None] * mean[None, None, :COMPONENTS]
    return np.hstack([np.column_stack(head), vectors, products.reshape(len(words), -1)]).astype(np.float64)


def novelty_signals(
    sentence: Alignment,
    source: SourceIndex,
    rarity: Rarity,
    paraphrase_stems: frozenset[str],
    word_vectors: WordVectors,
    model: NoveltyModel,
) -> dict[str, float]:
    """The log odds of the most unlikely new word, LEAST or more, and of all new words together."""
    new = [t for t, match in zip(sentence.content, sentence.matches, strict=True) if not match][:MOST_WORDS]
    known = [t for line in source.lines for t in line if t.content][:MOST_SOURCE_WORDS]
    if not new or not known:
        return {"foreign_max": LEAST, "foreign_sum": 0.0}
    log_odds = model.log_odds(novelty_features(new, known, rarity, paraphrase_stems, word_vectors))
    return {"foreign_max": max(LEAST, float(log_odds.max())), "foreign_sum": float(log_odds.sum())}
