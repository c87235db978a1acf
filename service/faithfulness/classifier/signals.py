"""One candidate sentence as numbers: the visible facts that the trained weights are about."""

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
    edits,
    form,
    match_strength,
    polarity,
    unit_conflict,
    verified,
)

PLACES = 200  # of one word in the source: the work must stay bounded


def support(sentence: Alignment, source: SourceIndex, free: frozenset[str]) -> dict[str, float]:
    """How far words, pairs and triples are those of the source; `free` are words that a paraphrase may add."""
    weights, match = sentence.weight, sentence.match
    total = sum(weights) or 1.0
    texts = [t.text for t in sentence.tokens]
    pairs = list(pairwise(texts))
    triples = list(zip(texts, texts[1:], texts[2:], strict=False))
    held = sum(w * m for w, m in zip(weights, match, strict=True))
    new = [(t, w) for t, w, m in zip(sentence.content, weights, match, strict=True) if m == 0]
    body = sentence.cover[:-1]
    home = frozenset(sentence.best)
    in_best = sum(
        w
        for t, w in zip(sentence.content, weights, strict=True)
        if any(p[0] in home for p in source.roots.get(t.root, ()))
    )
    odd = [w for t, w in new if t.root not in free]
    runs = longest_run(texts, source)
    return {
        "cover": held / total,
        "cover_best": max(body, default=0.0),
        "cover_two": in_best / total,
        "cover_title": sentence.cover[-1],
        "pairs": sum(p in source.pairs for p in pairs) / max(len(pairs), 1),
        "triples": sum(t in source.triples for t in triples) / max(len(triples), 1),
        "content_pairs": _content_pairs(sentence, source),
        "run": runs / max(len(texts), 1),
        "new_max": max((w for _, w in new), default=0.0),
        "odd_max": max(odd, default=0.0),
        "odd_sum": min(sum(odd), 5.0),
        "odd_share": sum(odd) / total,
        "new_names": float(min(sum(t.shape in {"acronym", "mixed"} or t.kind == "name" for t, _ in new), 3)),
        "new_count": float(min(len(new), 8)),
        "specific": min(held, 10.0),
        "length": min(len(texts), 60) / 20,
        "copied": max(0.0, sum(t in source.triples for t in triples) / max(len(triples), 1) - 0.6),
        "new_log": log1p(min(len(new), 8)),
    }


def replaced(sentence: Alignment, source: SourceIndex, free: frozenset[str]) -> dict[str, float]:
    """Whether a new word stands exactly, or roughly, where the source has another between the same neighbours."""
    exact = loose = 0.0
    tokens = sentence.tokens
    for place in range(1, len(tokens) - 1):
        token = tokens[place]
        if not token.content or match_strength(token, source) > 0:
            continue
        size = 0.5 if token.root in free else 1.0
        left, right = tokens[place - 1], tokens[place + 1]
        for line, at in source.roots.get(left.root, [])[:PLACES]:
            row = source.lines[line]
            gap = [t.root for t in row[at + 1 : at + 4]]
            if right.root in gap[1:]:
                loose = max(loose, size)
                if gap[1] == right.root and (left.content or right.content):
                    exact = max(exact, size)
    return {"replaced": exact, "replaced_loosely": loose}


def _content_pairs(sentence: Alignment, source: SourceIndex) -> float:
    hits = total = 0
    for left, right in pairwise(sentence.content):
        total += 1
        places = source.roots.get(right.root, ())
        hits += any(l == m and abs(p - q) <= 6 for l, p in source.roots.get(left.root, ()) for m, q in places)  # noqa: E741
    return hits / max(total, 1)


def longest_run(texts: Sequence[str], source: SourceIndex) -> int:
    """The longest stretch of words in which every three in a row occur in the source."""
    best = current = 0
    for triple in zip(texts, texts[1:], texts[2:], strict=False):
        current = current + 1 if triple in source.triples else 0
        best = max(best, current + 2 if current else 0)
    return best


def numbers(claims: Sequence[Quantity], known: Sequence[Quantity]) -> dict[str, float]:
    """Which of the quantities the source lacks."""
    lost = [c for c in claims if not verified(c, known)]
    conflict = [c for c in claims if unit_conflict(c, known)]
    return {
        "number_lost": float(any(not c.spelled and not c.named and c not in conflict for c in lost)),
        "number_named": float(any(c.named for c in lost)),
        "number_spelled": float(any(c.spelled for c in lost)),
        "unit_lost": float(bool(conflict)),
        "any_number_lost": max((0.5 if c.spelled else 1.0 for c in lost), default=0.0),
    }


def turned(sentence: Alignment, source: SourceIndex, rarity: Rarity) -> dict[str, float]:
    """Negation, direction and reserve against the aligned source words."""
    return {
        **polarity.negation_added(sentence, source, rarity),
        "negation_removed": polarity.negation_removed(sentence, source, rarity),
        **polarity.direction_reversed(sentence, source, rarity),
        "hedge_dropped": polarity.hedge_dropped(sentence, source, rarity),
        **polarity.reserve(sentence, source),
        "boosted": float(min(polarity.boosted(sentence, source), 3)),
    }


def manners(sentence: Alignment, source: SourceIndex) -> dict[str, float]:
    """Talk and orders to somebody."""
    return {"talk": min(form.talk(sentence.tokens, source), 2.0), "command": form.command(sentence.tokens, source)}


def sentence_signals(
    sentence: Alignment,
    source: SourceIndex,
    rarity: Rarity,
    free: frozenset[str],
    claims: Sequence[Quantity],
    known: Sequence[Quantity],
    word_vectors: WordVectors,
) -> dict[str, float]:
    """All facts of one sentence by name; `free` are the words that a paraphrase may add."""
    return {
        **support(sentence, source, free),
        **numbers(claims, known),
        **replaced(sentence, source, free),
        **edits(sentence, source, rarity, word_vectors),
        **similarity_signals(sentence, source, word_vectors, free),
        **turned(sentence, source, rarity),
        **manners(sentence, source),
    }
