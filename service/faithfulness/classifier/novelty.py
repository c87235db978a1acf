"""How foreign the new words of a sentence are to its source: log odds, learned from the sentences of abstracts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.faithfulness.classifier.similarity import MOST
from service.faithfulness.lexical import Alignment, Rarity, SourceIndex, Token, VectorRows, WordVectors

COMPONENTS = 16  # of word and source, paired each with each
NEAREST = 3  # words of the source
LEAST = -3.0  # log odds; what a sentence without new words has as its highest


@dataclass(frozen=True, slots=True)
class NoveltyModel:
    """A logistic model of one word and the words of a source, on the columns of `novelty_features`."""

    weights: NDArray[np.float64]
    bias: float

    def odds(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Natural log odds, (words,), that a word comes from another text than one about this source."""
        return rows @ self.weights + self.bias


def novelty_features(
    said: Sequence[Token], known: Sequence[Token], rarity: Rarity, free: frozenset[str], word_vectors: WordVectors
) -> NDArray[np.float64]:
    """What is known of each word of `said` beside the words `known` of a source, (said, 7 + dim + COMPONENTS²).

    The last columns are the products of its first components with those of the mean of the source, rare words weighing
    more: with weights, a bilinear form.
    """
    words, source = word_vectors.of(said), word_vectors.of(known)
    weight = np.array([rarity.of(t) for t in known])
    mean = weight @ source / weight.sum()
    mean /= np.linalg.norm(mean) + 1e-6
    near: VectorRows = -np.sort(-(words @ source.T), axis=1)[:, :NEAREST]
    head = [
        near[:, 0],
        near.mean(axis=1),
        words @ mean,
        np.array([rarity.of(t) for t in said]),
        np.array([t.root in free for t in said]),
        np.array([not word_vectors.has(t) for t in said]),
        np.full(len(said), np.log(len(known))),
    ]
    pairs = words[:, :COMPONENTS, None] * mean[None, None, :COMPONENTS]
    return np.hstack([np.column_stack(head), words, pairs.reshape(len(said), -1)]).astype(np.float64)


def novelty(
    sentence: Alignment,
    source: SourceIndex,
    rarity: Rarity,
    free: frozenset[str],
    word_vectors: WordVectors,
    expectation: NoveltyModel,
) -> dict[str, float]:
    """How foreign the most foreign word is, and all words together, each by its log odds."""
    new = [t for t, match in zip(sentence.content, sentence.match, strict=True) if not match][: MOST[0]]
    known = [t for line in source.lines for t in line if t.content][: MOST[1]]
    if not new or not known:
        return {"foreign_max": LEAST, "foreign_sum": 0.0}
    odds = expectation.odds(novelty_features(new, known, rarity, free, word_vectors))
    return {"foreign_max": max(LEAST, float(odds.max())), "foreign_sum": float(odds.sum())}
