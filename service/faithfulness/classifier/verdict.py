"""Every sentence of a text held against its source: the facts that are found, and the reasons that they amount to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.faithfulness.classifier.novelty import novelty
from service.faithfulness.classifier.signals import sentence_signals
from service.faithfulness.classifier.weights import Weights
from service.faithfulness.lexical import (
    Alignment,
    Passage,
    Quantity,
    SourceIndex,
    align,
    find_quantities,
    form,
    match_strength,
    misexpanded,
    restricted_to,
    verified,
)

Signals = Mapping[str, float]
TECHNICAL = 0.45  # rarity, set by hand: in fewer than 73 of 2,491 documents; others are common speech


@dataclass(frozen=True, slots=True)
class Judgement:
    """One sentence: its alignment, its facts by name, the quantities it claims and how many of them the source has."""

    alignment: Alignment
    signals: Signals
    claimed: int
    verified: int


def examine(
    said: Passage, whole: SourceIndex, title: str, weights: Weights, cited: Sequence[Sequence[int]] | None
) -> list[Judgement]:
    """Judge each sentence of `said` against the lines cited for it, or against the whole source."""
    final = len(said.spans) - 1
    judged: list[Judgement] = []
    for number, tokens in enumerate(said.tokens):
        lines = tuple(cited[number]) if cited else ()
        source = restricted_to(whole, lines) if lines else whole
        alignment = align(tokens, source, weights.rarity, lines)
        known = _known(source, title)
        claims = find_quantities(tokens, said.text)
        span = said.spans[number]
        found = sentence_signals(alignment, source, weights.rarity, weights.free, claims, known, weights.word_vectors)
        found |= novelty(alignment, source, weights.rarity, weights.free, weights.word_vectors, weights.expectation)
        found["alien_rare"] = unknown_rare_words(alignment, whole, weights)
        found["misexpanded"] = float(misexpanded(said.text[span.start : span.end], whole))
        found |= form.cut_facts(alignment, whole, said.text, weights.ends) if number == final else form.NOT_THE_END
        written = [c for c in claims if not c.spelled]
        judged.append(Judgement(alignment, found, len(written), sum(verified(c, known) for c in written)))
    return judged


def unknown_rare_words(sentence: Alignment, whole: SourceIndex, weights: Weights) -> float:
    """How many rare words, up to three, the whole source lacks and no paraphrase would bring."""
    odd = [t for t in sentence.content if t.root not in weights.free and not match_strength(t, whole)]
    return float(min(sum(weights.rarity.of(t) > TECHNICAL for t in odd), 3))


def _known(source: SourceIndex, title: str) -> list[Quantity]:
    body = [q for line in source.lines[:-1] for q in find_quantities(line, source.abstract.text)]
    return body + find_quantities(source.lines[-1], title)
