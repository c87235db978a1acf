"""How near in meaning the words of a sentence come to those of its source, word by word, line by line, pair by pair."""

import numpy as np
from numpy.typing import NDArray

from service.faithfulness.lexical import Alignment, SourceIndex, Token, VectorRows, WordVectors

REACH = 4  # content words between the two of a pair
MOST = 150, 1_500  # content words compared, of the sentence and of the source: the work must stay bounded
NAMES = (
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


def similarity_signals(
    sentence: Alignment, source: SourceIndex, word_vectors: WordVectors, free: frozenset[str]
) -> dict[str, float]:
    """The facts; `free` are roots that a paraphrase may add. A word of the source counts 1, a near one its cosine."""
    said, weight = sentence.content[: MOST[0]], np.array(sentence.weight[: MOST[0]])
    lines = [[t for t in line if t.content] for line in source.lines]
    known = [t for line in lines for t in line][: MOST[1]]
    if not said or not known:
        return dict.fromkeys(NAMES, 0.0)
    home = np.repeat(np.arange(len(lines)), [len(line) for line in lines])[: MOST[1]]
    near = _alike(said, known, word_vectors)
    best = np.maximum(near.max(axis=1), np.array(sentence.match[: MOST[0]]))
    strange = weight * (1.0 - best)
    ranked = np.sort(strange)[::-1]
    odd = np.array([t.root not in free for t in said])
    unknown = np.array([not (match or word_vectors.has(t)) for t, match in zip(said, sentence.match, strict=False)])
    total = float(weight.sum())
    by_line = np.stack([near[:, home == line].max(axis=1) for line in np.unique(home)])  # (line, said)
    first = int((by_line @ weight).argmax())
    pairs, ordered = _pairs(near, home)
    between = np.minimum(weight[:-1], weight[1:]) + 1e-6
    return {
        "strange_max": float(ranked[0]),
        "strange_next": float(ranked[1]) if len(ranked) > 1 else 0.0,
        "strange_sum": float(min(strange.sum(), 5.0)),
        "strange_share": float(strange.sum()) / total,
        "strange_odd": float((strange * odd).max()),
        "soft_best": float(by_line[first] @ weight) / total,
        "soft_two": float((np.maximum(by_line, by_line[first]) @ weight).max()) / total,
        "soft_pairs": float(pairs @ between / between.sum()) if len(pairs) else 1.0,
        "soft_order": float(ordered @ between / between.sum()) if len(pairs) else 1.0,
        "unknown_sum": float(min((weight * unknown).sum(), 3.0)),
    }


def _alike(said: tuple[Token, ...], known: list[Token], word_vectors: WordVectors) -> VectorRows:
    """Cosines of every word with every word of the source; 1 where the roots are the same."""
    same = np.array([t.root for t in said])[:, None] == np.array([t.root for t in known])[None, :]
    return np.where(same, np.float32(1.0), word_vectors.cosines(said, known))


def _pairs(near: VectorRows, home: NDArray[np.intp]) -> tuple[VectorRows, VectorRows]:
    """For each two neighbours how well some two close words of one source line match them; and in that order."""
    left, right = near[:-1], near[1:]
    both = np.zeros(len(left), np.float32)
    ordered = np.zeros(len(left), np.float32)
    for step in range(1, min(REACH, near.shape[1] - 1) + 1):
        together = home[step:] == home[:-step]
        forth = np.where(together, np.minimum(left[:, :-step], right[:, step:]), 0.0).max(axis=1)
        back = np.where(together, np.minimum(left[:, step:], right[:, :-step]), 0.0).max(axis=1)
        ordered = np.maximum(ordered, forth)
        both = np.maximum(both, np.maximum(forth, back))
    return both, ordered
