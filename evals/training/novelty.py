"""Which new words are foreign to a source: fitted on abstracts, each sentence and title against the rest.

Of a sentence, or of the title, the words that the rest of title and abstract lacks are its own; as many words of a
sentence or title of another paper, which this one lacks too, are foreign.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

import numpy as np

from evals.datasets.human_summaries import SummarizedPaper
from evals.training.logistic_regression import fit_logistic
from service.faithfulness.classifier import NoveltyModel, novelty_features
from service.faithfulness.lexical import Rarity, Token, WordVectors, read

RIDGE = 10.0
FEWEST = 10  # words of a source
SEED = 1


class HeldOutPart(NamedTuple):
    """The content words of a sentence or title, and those of the rest of its paper."""

    words: tuple[Token, ...]
    rest: tuple[Token, ...]


def fit_novelty_model(
    papers: Sequence[SummarizedPaper], rarity: Rarity, free: frozenset[str], word_vectors: WordVectors
) -> NoveltyModel:
    """The logistic model of novelty fitted on these papers' titles and abstracts, classes balanced."""
    rng = Random(SEED)  # noqa: S311 - draws words, not keys
    held_out = [part for paper in papers for part in held_out_parts(paper)]
    rows: list[np.ndarray] = []
    truth: list[float] = []
    for part in held_out:
        stems = {t.stem for t in part.rest}
        own = _new(part.words, stems)
        others = _new(rng.choice(held_out).words, stems)
        others = rng.sample(others, min(len(own), len(others)))
        if own and others:
            rows.append(novelty_features([*own, *others], part.rest, rarity, free, word_vectors))
            truth += [0.0] * len(own) + [1.0] * len(others)
    weights, bias = fit_logistic(np.vstack(rows), np.array(truth), RIDGE)
    return NoveltyModel(np.round(weights, 4), round(bias, 4))


def held_out_parts(paper: SummarizedPaper) -> Iterator[HeldOutPart]:
    """The title and every sentence of an abstract, each held against the rest."""
    lines = [paper.title, *(paper.abstract[s.start : s.end] for s in read(paper.abstract).spans)]
    words = [tuple(t for row in read(line).tokens for t in row if t.content) for line in lines]
    for number, own in enumerate(words):
        rest = tuple(t for other, row in enumerate(words) if other != number for t in row)
        if len(rest) >= FEWEST:
            yield HeldOutPart(own, rest)


def _new(words: Sequence[Token], stems: set[str]) -> list[Token]:
    return list({t.stem: t for t in words if t.stem not in stems}.values())
