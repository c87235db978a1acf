"""One candidate sentence as numbers: the visible signals that the trained weights are about."""

from collections.abc import Sequence
from itertools import pairwise
from math import log1p

from service.faithfulness.classifier.similarity import similarity_signals
from service.faithfulness.lexical import (
    Alignment,
    Quantity,
    Rarity,
    SourceIndex,
    WordVectors,
    has_unit_conflict,
    instruction,
    is_verified,
    match_strength,
    meta_commentary,
    polarity_signals,
)

_MOST_POSTINGS = 200  # of one word in the source: the work must stay bounded
_PAIR_DISTANCE = 6  # tokens between the two words of a pair


def sentence_signals(
    sentence: Alignment,
    source: SourceIndex,
    rarity: Rarity,
    paraphrase_stems: frozenset[str],
    claims: Sequence[Quantity],
    known: Sequence[Quantity],
    word_vectors: WordVectors,
) -> dict[str, float]:
    """All signals of one sentence by name; `claims` are its quantities, `known` those of the source.

    `paraphrase_stems` are those of words that a paraphrase may add.
    """
    return {
        **cited_signals(sentence, source, paraphrase_stems, claims, known),
        **_replacements(sentence, source, paraphrase_stems),
        **similarity_signals(sentence, source, word_vectors, paraphrase_stems),
        **polarity_signals(sentence, source, rarity),
    }


def cited_signals(
    sentence: Alignment,
    source: SourceIndex,
    paraphrase_stems: frozenset[str],
    claims: Sequence[Quantity],
    known: Sequence[Quantity],
) -> dict[str, float]:
    """The signals of a sentence that cites its evidence, whose meaning `entailment` judges."""
    return {
        **_coverage(sentence, source, paraphrase_stems),
        **_quantities(claims, known),
        "talk": min(meta_commentary(sentence.tokens, source), 2.0),
        "command": instruction(sentence.tokens, source),
    }


def _coverage(sentence: Alignment, source: SourceIndex, paraphrase_stems: frozenset[str]) -> dict[str, float]:
    """How far words, pairs and triples are those of the source, and how much weight the words have that are not."""
    weights, matches = sentence.weights, sentence.matches
    total = sum(weights) or 1.0
    texts = [t.text for t in sentence.tokens]
    pairs = list(pairwise(texts))
    triples = list(zip(texts, texts[1:], texts[2:], strict=False))
    copied = sum(t in source.triples for t in triples) / max(len(triples), 1)
    matched = sum(w * m for w, m in zip(weights, matches, strict=True))
    new = [(t, w) for t, w, m in zip(sentence.content, weights, matches, strict=True) if m == 0]
    best_lines = frozenset(sentence.best_lines)
    in_best = sum(
        w
        for t, w in zip(sentence.content, weights, strict=True)
        if any(line in best_lines for line, _ in source.postings.get(t.stem, ()))
    )
    unexpected = [w for t, w in new if t.stem not in paraphrase_stems]
    return {
        "cover": matched / total,
        "cover_best": max(sentence.coverage[:-1], default=0.0),
        "cover_two": in_best / total,
        "cover_title": sentence.coverage[-1],
        "pairs": sum(p in source.pairs for p in pairs) / max(len(pairs), 1),
        "triples": copied,
        "content_pairs": _content_pairs(sentence, source),
        "run": _longest_run(texts, source) / max(len(texts), 1),
        "new_max": max((w for _, w in new), default=0.0),
        "odd_max": max(unexpected, default=0.0),
        "odd_sum": min(sum(unexpected), 5.0),
        "odd_share": sum(unexpected) / total,
        "new_names": float(min(sum(t.shape in {"acronym", "mixed"} or t.kind == "name" for t, _ in new), 3)),
        "new_count": float(min(len(new), 8)),
        "specific": min(matched, 10.0),
        "length": min(len(texts), 60) / 20,
        "copied": max(0.0, copied - 0.6),
        "new_log": log1p(min(len(new), 8)),
    }


def _replacements(sentence: Alignment, source: SourceIndex, paraphrase_stems: frozenset[str]) -> dict[str, float]:
    """Whether a new word stands exactly, or roughly, where the source has another between the same neighbours."""
    exact = loose = 0.0
    tokens = sentence.tokens
    for position in range(1, len(tokens) - 1):
        token = tokens[position]
        if not token.content or match_strength(token, source) > 0:
            continue
        size = 0.5 if token.stem in paraphrase_stems else 1.0
        left, right = tokens[position - 1], tokens[position + 1]
        for line, at in source.postings.get(left.stem, [])[:_MOST_POSTINGS]:
            after = [t.stem for t in source.lines[line][at + 1 : at + 4]]
            if right.stem in after[1:]:
                loose = max(loose, size)
                if after[1] == right.stem and (left.content or right.content):
                    exact = max(exact, size)
    return {"replaced": exact, "replaced_loosely": loose}


def _content_pairs(sentence: Alignment, source: SourceIndex) -> float:
    """The share of neighbouring content words that stand close together in some line of the source, in any order."""
    found = total = 0
    for left, right in pairwise(sentence.content):
        total += 1
        postings = source.postings.get(right.stem, ())
        found += any(
            line == other_line and abs(position - other) <= _PAIR_DISTANCE
            for line, position in source.postings.get(left.stem, ())
            for other_line, other in postings
        )
    return found / max(total, 1)


def _longest_run(texts: Sequence[str], source: SourceIndex) -> int:
    """The longest stretch of words in which every three in a row occur in the source."""
    longest = current = 0
    for triple in zip(texts, texts[1:], texts[2:], strict=False):
        current = current + 1 if triple in source.triples else 0
        longest = max(longest, current + 2 if current else 0)
    return longest


def _quantities(claims: Sequence[Quantity], known: Sequence[Quantity]) -> dict[str, float]:
    """Which of the claimed quantities the source lacks."""
    lost = [c for c in claims if not is_verified(c, known)]
    conflicting = [c for c in claims if has_unit_conflict(c, known)]
    return {
        "number_lost": float(any(not c.spelled and not c.named and c not in conflicting for c in lost)),
        "number_named": float(any(c.named for c in lost)),
        "number_spelled": float(any(c.spelled for c in lost)),
        "unit_lost": float(bool(conflicting)),
        "any_number_lost": max((0.5 if c.spelled else 1.0 for c in lost), default=0.0),
    }
