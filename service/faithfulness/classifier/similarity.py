"""How similar the words of a sentence are to those of its source, word by word, line by line, pair by pair."""

import numpy as np
from numpy.typing import NDArray

from service.faithfulness.lexical import Alignment, SourceIndex, Token, VectorRows, WordVectors

MOST_WORDS, MOST_SOURCE_WORDS = 150, 1_500  # content words compared: the work must stay bounded

SIMILARITY_SIGNALS = (
    "strange_max",
    "strange_next",
    "strange_sum",
    "strange_share",
    "strange_odd",
    "soft_best",
    "soft_two",
    "soft_pairs",
    "soft_order",
    "unknown_sum",
)
"""The names of the similarity signals."""

_PAIR_DISTANCE = 4  # content words between the two of a pair


def similarity_signals(
    sentence: Alignment, source: SourceIndex, word_vectors: WordVectors, paraphrase_stems: frozenset[str]
) -> dict[str, float]:
    """The signals by name: a word of the source counts 1, another the cosine with its nearest, weighed by rarity.

    `paraphrase_stems` are those of words that a paraphrase may add.
    """
    words, weights = sentence.content[:MOST_WORDS], np.array(sentence.weights[:MOST_WORDS])
    lines = [[t for t in line if t.content] for line in source.lines]
    source_words = [t for line in lines for t in line][:MOST_SOURCE_WORDS]
    if not words or not source_words:
        return dict.fromkeys(SIMILARITY_SIGNALS, 0.0)
    line_of = np.repeat(np.arange(len(lines)), [len(line) for line in lines])[:MOST_SOURCE_WORDS]
    similarity = _similarity(words, source_words, word_vectors)
    best = np.maximum(similarity.max(axis=1), np.array(sentence.matches[:MOST_WORDS]))
    novelty = weights * (1.0 - best)
    ranked = np.sort(novelty)[::-1]
    unexpected = np.array([t.stem not in paraphrase_stems for t in words])
    unknown = np.array([not (match or word_vectors.has(t)) for t, match in zip(words, sentence.matches, strict=False)])
    total = float(weights.sum())
    by_line = np.stack([similarity[:, line_of == line].max(axis=1) for line in np.unique(line_of)])  # (lines, words)
    first = int((by_line @ weights).argmax())
    pairs, ordered = _pairs(similarity, line_of)
    pair_weights = np.minimum(weights[:-1], weights[1:]) + 1e-6
    return {
        "strange_max": float(ranked[0]),
        "strange_next": float(ranked[1]) if len(ranked) > 1 else 0.0,
        "strange_sum": float(min(novelty.sum(), 5.0)),
        "strange_share": float(novelty.sum()) / total,
        "strange_odd": float((novelty * unexpected).max()),
        "soft_best": float(by_line[first] @ weights) / total,
        "soft_two": float((np.maximum(by_line, by_line[first]) @ weights).max()) / total,
        "soft_pairs": float(pairs @ pair_weights / pair_weights.sum()) if len(pairs) else 1.0,
        "soft_order": float(ordered @ pair_weights / pair_weights.sum()) if len(pairs) else 1.0,
        "unknown_sum": float(min((weights * unknown).sum(), 3.0)),
    }


def _similarity(words: tuple[Token, ...], source_words: list[Token], word_vectors: WordVectors) -> VectorRows:
    """The cosine of every word with every word of the source, (words, source words); 1 where the stems are the same."""
    same = np.array([t.stem for t in words])[:, None] == np.array([t.stem for t in source_words])[None, :]
    return np.where(same, np.float32(1.0), word_vectors.cosines(words, source_words))


def _pairs(similarity: VectorRows, line_of: NDArray[np.intp]) -> tuple[VectorRows, VectorRows]:
    """For each two neighbours how well some two close words of one source line match them; and in that order."""
    left, right = similarity[:-1], similarity[1:]
    matched = np.zeros(len(left), np.float32)
    ordered = np.zeros(len(left), np.float32)
    for step in range(1, min(_PAIR_DISTANCE, similarity.shape[1] - 1) + 1):
        same_line = line_of[step:] == line_of[:-step]
        forward = np.where(same_line, np.minimum(left[:, :-step], right[:, step:]), 0.0).max(axis=1)
        backward = np.where(same_line, np.minimum(left[:, step:], right[:, :-step]), 0.0).max(axis=1)
        ordered = np.maximum(ordered, forward)
        matched = np.maximum(matched, np.maximum(forward, backward))
    return matched, ordered
