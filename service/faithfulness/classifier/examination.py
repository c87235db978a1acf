"""Every sentence of a text held against its source: its alignment, and the signals that weights turn into reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.faithfulness.classifier.novelty import novelty_signals
from service.faithfulness.classifier.signals import cited_signals, sentence_signals
from service.faithfulness.classifier.weights import Weights
from service.faithfulness.lexical import (
    NOT_TRUNCATED,
    Alignment,
    Passage,
    Quantity,
    SourceIndex,
    align,
    find_quantities,
    has_wrong_expansion,
    is_verified,
    match_strength,
    restricted_to,
    truncation_signals,
)

_TECHNICAL = 0.45  # rarity, set by hand: in fewer than 73 of 2,491 documents; others are common speech


@dataclass(frozen=True, slots=True)
class Judgement:
    """One sentence: alignment, signals by name, how many quantities it claims, and how many of them the source has."""

    alignment: Alignment
    signals: Mapping[str, float]
    claimed: int
    verified: int


def examine(
    text: Passage, source: SourceIndex, title: str, weights: Weights, cited: Sequence[Sequence[int]] | None
) -> list[Judgement]:
    """Judge each sentence of `text` against the lines of the source cited for it, or against the whole source."""
    last = len(text.spans) - 1
    judgements: list[Judgement] = []
    for number, tokens in enumerate(text.tokens):
        lines = tuple(cited[number]) if cited else ()
        evidence = restricted_to(source, lines) if lines else source
        alignment = align(tokens, evidence, weights.rarity, lines)
        known = _source_quantities(evidence, title)
        claims = find_quantities(tokens, text.text)
        span = text.spans[number]
        if lines:
            signals = cited_signals(alignment, evidence, weights.paraphrase_stems, claims, known)
        else:
            signals = _free_signals(alignment, evidence, weights, claims, known)
        signals["misexpanded"] = float(has_wrong_expansion(text.text[span.start : span.end], source))
        signals |= (
            truncation_signals(alignment, source, text.text, weights.end_log_odds) if number == last else NOT_TRUNCATED
        )
        in_digits = [claim for claim in claims if not claim.spelled]
        verified = sum(is_verified(claim, known) for claim in in_digits)
        judgements.append(Judgement(alignment, signals, len(in_digits), verified))
    return judgements


def _free_signals(
    sentence: Alignment, source: SourceIndex, weights: Weights, claims: Sequence[Quantity], known: Sequence[Quantity]
) -> dict[str, float]:
    """All signals of a sentence that may rest on any line of the source."""
    rarity, stems, vectors = weights.rarity, weights.paraphrase_stems, weights.word_vectors
    signals = sentence_signals(sentence, source, rarity, stems, claims, known, vectors)
    signals |= novelty_signals(sentence, source, rarity, stems, vectors, weights.novelty_model)
    signals["alien_rare"] = _unknown_rare_words(sentence, source, weights)
    return signals


def _unknown_rare_words(sentence: Alignment, source: SourceIndex, weights: Weights) -> float:
    """How many rare words, up to three, the whole source lacks and no paraphrase would bring."""
    unknown = [t for t in sentence.content if t.stem not in weights.paraphrase_stems and not match_strength(t, source)]
    return float(min(sum(weights.rarity.of(t) > _TECHNICAL for t in unknown), 3))


def _source_quantities(source: SourceIndex, title: str) -> list[Quantity]:
    body = [q for line in source.lines[:-1] for q in find_quantities(line, source.abstract.text)]
    return body + find_quantities(source.lines[-1], title)
