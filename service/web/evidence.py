"""A paper's abstract cut where sentences of texts about it rest on it, so that each lights the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.papers import Paper
from service.summarization import GeneratedText
from service.text import damaged_spans


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the abstract, the names on the page of the sentences that rest on it, and whether it is damaged."""

    name: str
    text: str
    lights: tuple[str, ...]
    damaged: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text, the pieces of the abstract that it rests on, and the other papers that it rests on too."""

    name: str
    text: str
    lights: tuple[str, ...]
    others: tuple[str, ...]
    supported: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """An abstract in pieces, and the sentences of each text about it."""

    pieces: tuple[Piece, ...]
    sentences: Mapping[str, tuple[Sentence, ...]]


def evidence_of(paper: Paper, texts: Sequence[GeneratedText]) -> Evidence:
    """Which part of the abstract bears out which sentence; none for a text of an abstract that has changed since."""
    spans = {
        f"{text.kind}-{number}": [(each.start, each.end) for each in sentence.support if each.paper_id == paper.id]
        for text in texts
        if text.provenance.source_hash == paper.text_hash
        for number, sentence in enumerate(text.sentences)
    }
    pieces = _pieces(paper.abstract, spans)
    return Evidence(pieces, {text.kind: _sentences(paper.id, text, pieces) for text in texts})


def _pieces(abstract: str, spans: Mapping[str, Sequence[tuple[int, int]]]) -> tuple[Piece, ...]:
    damage = damaged_spans(abstract)
    ends = {end for found in spans.values() for span in found for end in span} | {
        end for span in damage for end in span
    }
    cuts = sorted({0, len(abstract), *(end for end in ends if 0 < end < len(abstract))})
    return tuple(
        Piece(
            f"abstract-{number}",
            abstract[start:end],
            tuple(name for name, found in spans.items() if any(one <= start and end <= other for one, other in found)),
            any(span.start <= start and end <= span.end for span in damage),
        )
        for number, (start, end) in enumerate(pairwise(cuts))
    )


def _sentences(paper_id: str, text: GeneratedText, pieces: Sequence[Piece]) -> tuple[Sentence, ...]:
    names = [f"{text.kind}-{number}" for number in range(len(text.sentences))]
    return tuple(
        Sentence(
            name,
            sentence.text,
            tuple(piece.name for piece in pieces if name in piece.lights),
            tuple(dict.fromkeys(each.paper_id for each in sentence.support if each.paper_id != paper_id)),
            sentence.supported,
        )
        for name, sentence in zip(names, text.sentences, strict=True)
    )
