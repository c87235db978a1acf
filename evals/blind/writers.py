"""Who writes what is read: the service, two simple baselines, and texts that somebody recorded."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from evals.datasets.records import Row, rows
from service.errors import BadInput
from service.extractive import term_prefixes
from service.papers import Paper
from service.summarization import TextKind, quote
from service.text import sentences

Write = Callable[[Paper, Sequence[Paper]], str]
"""The text about a paper for somebody who likes the others."""

_LEAD = 2  # sentences
_LEXRANK = 3
_DAMPING = 0.85
_STEPS = 100


class RecordedText(Row):
    """A line of a file of texts."""

    paper_id: str
    text: str


def writers(kind: TextKind) -> dict[str, Write]:
    """The service's writer that needs no model, the first two sentences, and LexRank's three."""
    return {
        "ours": lambda paper, liked: quote(paper, kind, liked).text,
        "lead": lambda paper, _: " ".join(_lines(paper)[:_LEAD]),
        "lexrank": lambda paper, _: lexrank(_lines(paper), _LEXRANK),
    }


def recorded(path: Path) -> Write:
    """Texts from JSON lines {paper_id, text}; raises BadInput for a paper that the file has not."""
    texts = {row.paper_id: row.text for _, row in rows(path, RecordedText)}

    def write(paper: Paper, _: Sequence[Paper]) -> str:
        if paper.id not in texts:
            raise BadInput(f"{path.name} has no text about {paper.id}")
        return texts[paper.id]

    return write


def lexrank(lines: Sequence[str], most: int) -> str:
    """The `most` most central sentences in their order: LexRank (Erkan & Radev 2004), cosines as weights."""
    if len(lines) <= most:
        return " ".join(lines)
    bags = [set(term_prefixes(line)) for line in lines]
    frequency: Mapping[str, int] = {term: sum(term in bag for bag in bags) for bag in bags for term in bag}
    order = sorted(frequency)
    idf = np.array([np.log(1 + len(lines) / frequency[term]) for term in order])
    vectors = np.array([[term in bag for term in order] for bag in bags], dtype=np.float64) * idf
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    weights = vectors @ vectors.T
    np.fill_diagonal(weights, 0.0)  # a sentence like no other is not central for being like itself
    moves = weights / weights.sum(axis=1, keepdims=True).clip(1e-9)
    rank = np.full(len(lines), 1 / len(lines))
    for _ in range(_STEPS):
        rank = (1 - _DAMPING) / len(lines) + _DAMPING * rank @ moves
    best: list[int] = np.lexsort((np.arange(len(lines)), -rank.round(9)))[:most].tolist()
    return " ".join(lines[at] for at in sorted(best))


def _lines(paper: Paper) -> list[str]:
    return [paper.abstract[line.start : line.end] for line in sentences(paper.abstract)]
