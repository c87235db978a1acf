"""Negation, direction and reserve: whether a sentence turns round, or overstates, what the aligned source says."""

from collections.abc import Iterable, Sequence

from service.faithfulness.lexical.alignment import WINDOW, Alignment, Rarity, SourceIndex
from service.faithfulness.lexical.word_lists import (
    BAD,
    BOOSTERS,
    DOWN,
    GOOD,
    HARM,
    HEDGES,
    NEAR_NEGATIONS,
    NEGATIONS,
    NEGATIVE_PREFIXES,
    OPPOSITES,
    SELF_DEFEAT,
    UP,
    WEAK_NEGATIONS,
)
from service.faithfulness.lexical.words import Token, root

OPPOSITE_ROOTS: dict[str, frozenset[str]] = {}
for _word, _others in OPPOSITES.items():
    OPPOSITE_ROOTS[root(_word)] = OPPOSITE_ROOTS.get(root(_word), frozenset()) | {root(o) for o in _others}
_UP = frozenset(root(w) for w in UP)
_DOWN = frozenset(root(w) for w in DOWN)
_HARM = frozenset(root(w) for w in HARM)
_SPOILS = {"down": frozenset(root(w) for w in GOOD), "up": frozenset(root(w) for w in BAD)}
TURNED = ("opposed_near", "opposed_anywhere", "polarity_new", "self_defeat", "direction_new", "spoiled", "turn_loose")
_GOVERNED = 2  # content words after a comparative in which what it compares stands
_ONLY = frozenset({"only", "just", "merely", "simply", "solely"})
_BOOST = frozenset(root(w) for w in BOOSTERS)


def negative(token: Token) -> bool:
    """Whether the token negates outright."""
    return token.text in NEGATIONS or token.text.endswith(("n't", "n’t"))


def negations(tokens: Sequence[Token]) -> list[int]:
    """The places of outright negations; "not only" is none."""
    return [
        place
        for place, token in enumerate(tokens)
        if negative(token) and not (token.text == "not" and place + 1 < len(tokens) and tokens[place + 1].text in _ONLY)
    ]


def negative_at_all(token: Token) -> bool:
    """Whether the token negates outright, by its prefix, or by its meaning (without, fail, lack)."""
    return negative(token) or token.text in WEAK_NEGATIONS


def stems(token: Token) -> set[str]:
    """The roots that a negative prefix of the token leaves: of "unaffected" that of "affected"."""
    return {root(token.text.removeprefix(p)) for p in NEGATIVE_PREFIXES if token.text.startswith(p)}


_REACH = 12  # tokens; keeps the work linear on text without content words


def _near(line: Sequence[Token], place: int, width: int = WINDOW) -> Sequence[Token]:
    return line[max(0, place - width) : place + width + 1]


def _scope(tokens: Sequence[Token], place: int, before: int = 1, after: int = 3) -> list[Token]:
    left = [t for t in tokens[max(0, place - _REACH) : place] if t.content][-before:] if before else []
    return left + [t for t in tokens[place + 1 : place + 1 + _REACH] if t.content][:after]


def _homes(
    scope: Sequence[Token], source: SourceIndex, rarity: Rarity, best: Sequence[int]
) -> list[tuple[int, list[int], float]]:
    """Where the scope's words stand together: (line, places, share of the scope's weight), best lines first."""
    total = sum(rarity.of(t) for t in scope) or 1.0
    homes: dict[int, tuple[list[int], float]] = {}
    for token in scope:
        seen: set[int] = set()
        for line, place in source.roots.get(token.root, ()):
            places, share = homes.get(line, ([], 0.0))
            homes[line] = ([*places, place], share + (0.0 if line in seen else rarity.of(token) / total))
            seen.add(line)
    ranked = [(line, places, share + (0.15 if line in best else 0.0)) for line, (places, share) in homes.items()]
    ranked.sort(key=lambda home: (-home[2], home[0]))
    return [home for home in ranked if home[2] >= ranked[0][2] - 0.2] if ranked else []


def negation_added(sentence: Alignment, source: SourceIndex, rarity: Rarity) -> dict[str, float]:
    """Whether the source has no negation near the words that a negation governs, and none in those words' lines.

    `firm` is how much of these words the source has in one place: of what it does not speak of it denies nothing;
    `bare` is whether their lines also lack what comes near a negation ("only", "rather", "suboptimal").
    """
    found = {"negation_near": 0.0, "negation_far": 0.0, "negation_firm": 0.0, "negation_bare": 0.0}
    said = {t.root for t in sentence.tokens}
    for place in negations(sentence.tokens):
        scope = _scope(sentence.tokens, place, 1, 3)
        homes = _homes(scope, source, rarity, sentence.best)
        lines = [source.lines[line] for line, _, _ in homes]
        spots = [t for line, places, _ in homes for p in places for t in _near(source.lines[line], p, 4)]
        firm = min(1.0, homes[0][2]) if homes else 0.0
        if not any(negative_at_all(t) or stems(t) & said for t in spots):
            found["negation_near"] = 1.0
            found["negation_firm"] = max(found["negation_firm"], firm)
        if not any(negative_at_all(t) or stems(t) & said for line in lines for t in line):
            found["negation_far"] = 1.0
            if not any(_reserved(t) for line in lines for t in line):
                found["negation_bare"] = max(found["negation_bare"], firm)
    return found


def _reserved(token: Token) -> bool:
    return token.text in NEAR_NEGATIONS or (token.text.startswith(NEGATIVE_PREFIXES) and len(stems(token)) > 0)


def negation_removed(sentence: Alignment, source: SourceIndex, rarity: Rarity) -> float:
    """How much of a negated stretch of the source the sentence repeats without any negation, 0 to 1."""
    if negations(sentence.tokens):
        return 0.0
    have = {t.root: place for place, t in enumerate(sentence.tokens)}
    worst = 0.0
    for line in sentence.best:
        tokens = source.lines[line]
        for place in negations(tokens):
            scope = _scope(tokens, place, 1, 2)
            total = sum(rarity.of(t) for t in scope) or 1.0
            share = sum(rarity.of(t) for t in scope if t.root in have) / total
            after = _scope(tokens, place, 0, 1)
            governed = bool(after) and after[0].root in have
            if governed and not any(negative_at_all(t) for t in _near(sentence.tokens, have[after[0].root], 4)):
                worst = max(worst, share)
    return worst


def direction_reversed(sentence: Alignment, source: SourceIndex, rarity: Rarity) -> dict[str, float]:
    """Whether the source says the opposite of a direction word where its neighbours stand, and not the word itself."""
    signals: dict[str, float] = dict.fromkeys(TURNED, 0.0)
    words = {t.root for line in source.lines for t in line}
    has_same_sign = {sign: bool(words & bag) for sign, bag in (("up", _UP), ("down", _DOWN))}
    for place, token in enumerate(sentence.tokens):
        others = OPPOSITE_ROOTS.get(token.root)
        if not others:
            continue
        homes = _homes(_scope(sentence.tokens, place, 2, 2), source, rarity, sentence.best)
        near = {t.root for line, places, _ in homes for p in places for t in _near(source.lines[line], p)}
        sign = "up" if token.root in _UP else "down" if token.root in _DOWN else ""
        denied = any(negative_at_all(t) for t in sentence.tokens[max(0, place - 4) : place])
        if token.root not in near:
            signals["opposed_near"] = max(signals["opposed_near"], float(bool(near & others)))
            signals["turn_loose"] = max(signals["turn_loose"], 1.0 if sign == "down" else 0.5)
            if not denied and _spoils(sign, _scope(sentence.tokens, place, 0, _GOVERNED)):
                signals["spoiled"] = 1.0
        if token.root in words:
            continue
        signals["direction_new"] = 1.0
        if words & others:
            signals["opposed_anywhere"] = 1.0
        if (token.text in SELF_DEFEAT or token.root in _HARM) and not denied:
            signals["self_defeat"] = 1.0
        if sign and not has_same_sign[sign]:
            signals["polarity_new"] = 1.0
    return signals


def _spoils(sign: str, governed: Iterable[Token]) -> bool:
    """Whether less is said of something good, or more of something bad."""
    return any(token.root in _SPOILS.get(sign, ()) for token in governed)


def hedge_dropped(sentence: Alignment, source: SourceIndex, rarity: Rarity) -> float:
    """How much of a hedged stretch of the aligned source lines the sentence repeats without reserve, 0 to 1."""
    have = {t.root: place for place, t in enumerate(sentence.tokens)}
    worst = 0.0
    for line in sentence.best:
        tokens = source.lines[line]
        for place, token in enumerate(tokens):
            if token.text not in HEDGES:
                continue
            scope = _scope(tokens, place, 1, 2)
            kept = [t for t in scope if t.root in have]
            if not kept or any(t.text in HEDGES for k in kept for t in _near(sentence.tokens, have[k.root], 4)):
                continue
            after = _scope(tokens, place, 0, 1)
            governed = bool(after) and after[0].root in have
            share = sum(rarity.of(t) for t in kept) / (sum(rarity.of(t) for t in scope) or 1.0)
            worst = max(worst, share if governed else share / 2)
    return worst


def reserve(sentence: Alignment, source: SourceIndex) -> dict[str, float]:
    """Whether a sentence has no hedge at all, also where the source has one, and how many fewer than its lines."""
    said = sum(t.text in HEDGES for t in sentence.tokens)
    known = sum(t.text in HEDGES for line in sentence.best for t in source.lines[line])
    careful = any(t.text in HEDGES for line in source.lines for t in line)
    return {
        "plain": float(not said),
        "unreserved": float(careful and not said),
        "reserve_lost": max(0.0, min(known, 2) - said) / 2,
    }


def boosted(sentence: Alignment, source: SourceIndex) -> int:
    """How many words of certainty or fame the sentence has that the source lacks."""
    return sum(1 for t in _unsupported(sentence.tokens, source) if t.root in _BOOST)


def _unsupported(tokens: Iterable[Token], source: SourceIndex) -> Iterable[Token]:
    return (t for t in tokens if t.kind == "word" and t.root not in source.roots)
