"""Made-up corpora whose topics are known: paper r is about topic r % topics."""

import numpy as np

from service.features import Features, TermCounts, make_features, sample_keys, tfidf_rows

SUBJECTS = ("owl", "glacier", "violin", "enzyme", "tide", "grammar", "comet", "loom")
_SIDES = ("nest", "flow", "tone", "bond", "shore", "clause", "orbit", "thread")


def texts(count: int, topics: int = 8, seed: int = 0) -> list[str]:
    """Eight words a paper: of its topic, of any topic, and numbered words that a few papers share."""
    generator = np.random.default_rng(seed)
    made: list[str] = []
    for row in range(count):
        topic = row % topics
        own = generator.choice([SUBJECTS[topic], _SIDES[topic], f"{SUBJECTS[topic]}like"], 3)
        made.append(" ".join([*own, *generator.choice(SUBJECTS + _SIDES, 2), *(f"word{generator.integers(40)}a",) * 2]))
    return made


def corpus(count: int, topics: int = 8, seed: int = 0) -> Features:
    """Unit vectors of 32 numbers around one point a topic, all of them shifted one way, with the words of texts."""
    generator = np.random.default_rng(seed)
    points = generator.normal(size=(topics, 32))
    vectors = points[np.arange(count) % topics] + generator.normal(size=(count, 32)) * 1.2 + 1.0
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    words = texts(count, topics, seed)
    rows = tfidf_rows(TermCounts.of(words))
    return make_features(vectors.astype(np.float32), rows, sample_keys([str(row) for row in range(count)]))
