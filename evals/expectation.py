"""What words are expected in a text about a source: fitted on abstracts, each sentence and title against the rest.

Of a sentence, or of the title, the words that the rest of title and abstract lacks are expected; as many words of a
sentence or title of another paper, which this one lacks too, are not.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

import numpy as np

from evals.checker_cases import Paper
from evals.logistic import logistic
from service.faithfulness.classifier import NoveltyModel, novelty_features
from service.faithfulness.lexical import Rarity, Token, WordVectors, read

RIDGE = 10.0
FEWEST = 10  # words of a source
SEED = 1


class Held(NamedTuple):
    """The content words of a sentence or title, and those of the rest of its paper."""

    said: tuple[Token, ...]
    rest: tuple[Token, ...]


def expectation(
    papers: Sequence[Paper], rarity: Rarity, free: frozenset[str], word_vectors: WordVectors
) -> NoveltyModel:
    """The model fitted on these papers' titles and abstracts, classes balanced."""
    rng = Random(SEED)  # noqa: S311 - draws words, not keys
    held = [part for paper in papers for part in parts(paper)]
    rows: list[np.ndarray] = []
    truth: list[float] = []
    for part in held:
        roots = {t.stem for t in part.rest}
        own = _new(part.said, roots)
        others = _new(rng.choice(held).said, roots)
        others = rng.sample(others, min(len(own), len(others)))
        if own and others:
            rows.append(novelty_features([*own, *others], part.rest, rarity, free, word_vectors))
            truth += [0.0] * len(own) + [1.0] * len(others)
    weights, bias = logistic(np.vstack(rows), np.array(truth), RIDGE)
    return NoveltyModel(np.round(weights, 4), round(bias, 4))


def parts(paper: Paper) -> Iterator[Held]:
    """The title and every sentence of an abstract, each held against the rest."""
    lines = [paper.title, *(paper.abstract[s.start : s.end] for s in read(paper.abstract).spans)]
    words = [tuple(t for row in read(line).tokens for t in row if t.content) for line in lines]
    for number, said in enumerate(words):
        rest = tuple(t for other, row in enumerate(words) if other != number for t in row)
        if len(rest) >= FEWEST:
            yield Held(said, rest)


def _new(said: Sequence[Token], roots: set[str]) -> list[Token]:
    return list({t.stem: t for t in said if t.stem not in roots}.values())
