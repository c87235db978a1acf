"""Negation, direction and hedging: whether a sentence reverses, or overstates, what the aligned source says.

A word's scope is what it bears on, taken to be the content words beside it; a scope is looked up where most of it
stands in the source.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from service.faithfulness.lexical.alignment import Alignment, Rarity, SourceIndex
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
from service.faithfulness.lexical.words import Token, stem

DIRECTION_SIGNALS = (
    "opposed_near",
    "opposed_anywhere",
    "polarity_new",
    "self_defeat",
    "direction_new",
    "spoiled",
    "turn_loose",
)
"""The signals of words for more or less, better or worse."""

OPPOSITE_STEMS: dict[str, frozenset[str]] = {}
for _word, _others in OPPOSITES.items():
    OPPOSITE_STEMS[stem(_word)] = OPPOSITE_STEMS.get(stem(_word), frozenset()) | {stem(o) for o in _others}
_UP = frozenset(stem(w) for w in UP)
_DOWN = frozenset(stem(w) for w in DOWN)
_HARM = frozenset(stem(w) for w in HARM)
_SPOILED = {"down": frozenset(stem(w) for w in GOOD), "up": frozenset(stem(w) for w in BAD)}
_BOOSTERS = frozenset(stem(w) for w in BOOSTERS)
_ONLY = frozenset({"only", "just", "merely", "simply", "solely"})
_COMPARED = 2  # content words after a comparative, among which is what it compares
_REACH = 12  # tokens; keeps the work linear on text without content words
_DIRECTION_WINDOW = 6  # tokens before and after
_NEGATION_WINDOW = 4


def polarity_signals(sentence: Alignment, source: SourceIndex, rarity: Rarity) -> dict[str, float]:
    """Negation, direction and hedging against the aligned source words, by the names of the signals."""
    return {
        **_negation_added(sentence, source, rarity),
        "negation_removed": _negation_removed(sentence, source, rarity),
        **_direction_reversed(sentence, source, rarity),
        "hedge_dropped": _hedge_dropped(sentence, source, rarity),
        **_hedging(sentence, source),
        "boosted": float(min(_boosters_added(sentence, source), 3)),
    }


def is_negation(token: Token) -> bool:
    """Whether the token negates outright."""
    return token.text in NEGATIONS or token.text.endswith(("n't", "n’t"))


def unprefixed_stems(token: Token) -> set[str]:
    """The stems that a negative prefix of the token leaves: of "unaffected" that of "affected"."""
    return {stem(token.text.removeprefix(p)) for p in NEGATIVE_PREFIXES if token.text.startswith(p)}


def _negation_positions(tokens: Sequence[Token]) -> list[int]:
    """The positions of outright negations; "not only" is none."""
    return [
        at
        for at, token in enumerate(tokens)
        if is_negation(token) and not (token.text == "not" and at + 1 < len(tokens) and tokens[at + 1].text in _ONLY)
    ]


def _negates(token: Token) -> bool:
    """Whether the token negates, outright or by its meaning (without, fail, lack)."""
    return is_negation(token) or token.text in WEAK_NEGATIONS


def _window(line: Sequence[Token], position: int, width: int) -> Sequence[Token]:
    return line[max(0, position - width) : position + width + 1]


def _scope(tokens: Sequence[Token], position: int, before: int, after: int) -> list[Token]:
    """The nearest content words: up to `before` of those before the position, up to `after` of those after it."""
    left = [t for t in tokens[max(0, position - _REACH) : position] if t.content][-before:] if before else []
    return left + [t for t in tokens[position + 1 : position + 1 + _REACH] if t.content][:after]


class _ScopeMatch(NamedTuple):
    """Where words of a scope stand in a line of the source, and their share of its weight, more in the best lines."""

    line: int
    positions: list[int]
    share: float


def _scope_matches(
    scope: Sequence[Token], source: SourceIndex, rarity: Rarity, best_lines: Sequence[int]
) -> list[_ScopeMatch]:
    """Where most of a scope's words stand together in the source, the best matches first."""
    total = rarity.total(scope) or 1.0
    matches: dict[int, tuple[list[int], float]] = {}
    for token in scope:
        seen: set[int] = set()
        for line, position in source.postings.get(token.stem, ()):
            positions, share = matches.get(line, ([], 0.0))
            matches[line] = ([*positions, position], share + (0.0 if line in seen else rarity.of(token) / total))
            seen.add(line)
    ranked = [
        _ScopeMatch(line, positions, share + (0.15 if line in best_lines else 0.0))
        for line, (positions, share) in matches.items()
    ]
    ranked.sort(key=lambda match: (-match.share, match.line))
    return [match for match in ranked if match.share >= ranked[0].share - 0.2] if ranked else []


def _negation_added(sentence: Alignment, source: SourceIndex, rarity: Rarity) -> dict[str, float]:
    """Whether the source has no negation near the words that a negation governs, and none in those words' lines.

    `negation_firm` is how much of these words the source has together: of what it does not discuss it denies nothing;
    `negation_bare` is whether their lines also lack what comes near a negation ("only", "rather", "suboptimal").
    """
    signals = {"negation_near": 0.0, "negation_far": 0.0, "negation_firm": 0.0, "negation_bare": 0.0}
    stems = {t.stem for t in sentence.tokens}
    for position in _negation_positions(sentence.tokens):
        scope = _scope(sentence.tokens, position, 1, 3)
        matches = _scope_matches(scope, source, rarity, sentence.best_lines)
        lines = [source.lines[match.line] for match in matches]
        near = [
            t
            for match in matches
            for p in match.positions
            for t in _window(source.lines[match.line], p, _NEGATION_WINDOW)
        ]
        firm = min(1.0, matches[0].share) if matches else 0.0
        if not any(_negates(t) or unprefixed_stems(t) & stems for t in near):
            signals["negation_near"] = 1.0
            signals["negation_firm"] = max(signals["negation_firm"], firm)
        if not any(_negates(t) or unprefixed_stems(t) & stems for line in lines for t in line):
            signals["negation_far"] = 1.0
            if not any(_nearly_negates(t) for line in lines for t in line):
                signals["negation_bare"] = max(signals["negation_bare"], firm)
    return signals


def _nearly_negates(token: Token) -> bool:
    return token.text in NEAR_NEGATIONS or (
        token.text.startswith(NEGATIVE_PREFIXES) and len(unprefixed_stems(token)) > 0
    )


def _negation_removed(sentence: Alignment, source: SourceIndex, rarity: Rarity) -> float:
    """How much of a negated scope of the source the sentence repeats without any negation, 0 to 1."""
    if _negation_positions(sentence.tokens):
        return 0.0
    position_of = {t.stem: position for position, t in enumerate(sentence.tokens)}
    most = 0.0
    for line in sentence.best_lines:
        tokens = source.lines[line]
        for position in _negation_positions(tokens):
            scope = _scope(tokens, position, 1, 2)
            repeated = [t for t in scope if t.stem in position_of]
            share = rarity.total(repeated) / (rarity.total(scope) or 1.0)
            governed = _scope(tokens, position, 0, 1)
            if not governed or governed[0].stem not in position_of:
                continue
            near = _window(sentence.tokens, position_of[governed[0].stem], _NEGATION_WINDOW)
            if not any(_negates(t) for t in near):
                most = max(most, share)
    return most


def _direction_reversed(sentence: Alignment, source: SourceIndex, rarity: Rarity) -> dict[str, float]:
    """Whether the source says the opposite of a direction word where its neighbours stand, and not the word itself."""
    signals: dict[str, float] = dict.fromkeys(DIRECTION_SIGNALS, 0.0)
    stems = {t.stem for line in source.lines for t in line}
    has_same_sign = {sign: bool(stems & words) for sign, words in (("up", _UP), ("down", _DOWN))}
    for position, token in enumerate(sentence.tokens):
        opposites = OPPOSITE_STEMS.get(token.stem)
        if not opposites:
            continue
        matches = _scope_matches(_scope(sentence.tokens, position, 2, 2), source, rarity, sentence.best_lines)
        near = {
            t.stem
            for match in matches
            for p in match.positions
            for t in _window(source.lines[match.line], p, _DIRECTION_WINDOW)
        }
        sign = "up" if token.stem in _UP else "down" if token.stem in _DOWN else ""
        denied = any(_negates(t) for t in sentence.tokens[max(0, position - 4) : position])
        if token.stem not in near:
            signals["opposed_near"] = max(signals["opposed_near"], float(bool(near & opposites)))
            signals["turn_loose"] = max(signals["turn_loose"], 1.0 if sign == "down" else 0.5)
            if not denied and _spoils(sign, _scope(sentence.tokens, position, 0, _COMPARED)):
                signals["spoiled"] = 1.0
        if token.stem in stems:
            continue
        signals["direction_new"] = 1.0
        if stems & opposites:
            signals["opposed_anywhere"] = 1.0
        if (token.text in SELF_DEFEAT or token.stem in _HARM) and not denied:
            signals["self_defeat"] = 1.0
        if sign and not has_same_sign[sign]:
            signals["polarity_new"] = 1.0
    return signals


def _spoils(sign: str, compared: Iterable[Token]) -> bool:
    """Whether less is said of something good, or more of something bad."""
    return any(token.stem in _SPOILED.get(sign, ()) for token in compared)


def _hedge_dropped(sentence: Alignment, source: SourceIndex, rarity: Rarity) -> float:
    """How much of a hedged scope of the aligned source lines the sentence repeats without a hedge, 0 to 1."""
    position_of = {t.stem: position for position, t in enumerate(sentence.tokens)}
    most = 0.0
    for line in sentence.best_lines:
        tokens = source.lines[line]
        for position, token in enumerate(tokens):
            if token.text not in HEDGES:
                continue
            scope = _scope(tokens, position, 1, 2)
            repeated = [t for t in scope if t.stem in position_of]
            near = [t for r in repeated for t in _window(sentence.tokens, position_of[r.stem], _NEGATION_WINDOW)]
            if not repeated or any(t.text in HEDGES for t in near):
                continue
            governed = _scope(tokens, position, 0, 1)
            share = rarity.total(repeated) / (rarity.total(scope) or 1.0)
            most = max(most, share if governed and governed[0].stem in position_of else share / 2)
    return most


def _hedging(sentence: Alignment, source: SourceIndex) -> dict[str, float]:
    """Whether a sentence has no hedge at all, also where the source has one, and how many fewer than its lines."""
    hedges = sum(t.text in HEDGES for t in sentence.tokens)
    aligned = sum(t.text in HEDGES for line in sentence.best_lines for t in source.lines[line])
    hedged = any(t.text in HEDGES for line in source.lines for t in line)
    return {
        "plain": float(not hedges),
        "unreserved": float(hedged and not hedges),
        "reserve_lost": max(0.0, min(aligned, 2) - hedges) / 2,
    }


def _boosters_added(sentence: Alignment, source: SourceIndex) -> int:
    """How many words of certainty or praise the sentence has that the source lacks."""
    added = (t for t in sentence.tokens if t.kind == "word" and t.stem not in source.postings)
    return sum(t.stem in _BOOSTERS for t in added)
