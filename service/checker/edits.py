"""What was changed between a sentence and the source words that it copies: an edit script, read for turned meanings."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from service.checker.align import Alignment, Index, Rarity
from service.checker.lexicon import HEDGES
from service.checker.polarity import OPPOSITE_ROOTS, negative
from service.checker.words import Token

SHORT = 3  # tokens: a longer deletion is compression, and takes its negations and hedges with it
_UNSAID = 7  # letters, prefix included
LONGEST = 150  # tokens compared
NONE = {"edit_negation": 0.0, "edit_antonym": 0.0, "edit_hedge": 0.0, "edit_new": 0.0, "edit_moved": 0.0}


def edits(sentence: Alignment, source: Index, rarity: Rarity, free: frozenset[str]) -> dict[str, float]:
    """Negations, hedges, opposites that short edits added or removed, and how rare the words are that they put in."""
    said = sentence.tokens[:LONGEST]
    known = [t for line in sorted(sentence.best) for t in source.lines[line]][: 2 * LONGEST]
    if not said or not known:
        return dict(NONE)
    found = dict(NONE)
    matcher = SequenceMatcher(None, [t.root for t in known], [t.root for t in said], autojunk=False)
    for tag, i, j, m, n in matcher.get_opcodes():
        if tag != "equal":
            _weigh(found, known[i:j], said[m:n], rarity, free)
    return found


def _unsaid(token: Token) -> bool:
    """Whether a word may stand for "not" and its stem, as in unidentified."""
    return token.text.startswith(("un", "non", "in", "im")) and len(token.text) >= _UNSAID


def _weigh(
    found: dict[str, float], old: Sequence[Token], new: Sequence[Token], rarity: Rarity, free: frozenset[str]
) -> None:
    """Add one edit, `old` replaced by `new`, to the facts."""
    small = len(old) <= SHORT
    lost = sum(negative(t) for t in old) if small else 0
    added = sum(negative(t) for t in new)
    if (added > lost and not any(map(_unsaid, old))) or (lost and not added and not any(map(_unsaid, new))):
        found["edit_negation"] = 1.0
    if small and any(t.text in HEDGES for t in old) and not any(t.text in HEDGES for t in new):
        found["edit_hedge"] = 1.0
    before = {t.root for t in old}
    for token in new:
        if OPPOSITE_ROOTS.get(token.root, frozenset()) & before:
            found["edit_antonym"] = 1.0
        if token.content and small and len(new) <= SHORT and token.root not in before:
            size = rarity.of(token) * (0.3 if token.root in free else 1.0)
            name = "edit_new" if any(t.content for t in old) else "edit_moved"
            found[name] = max(found[name], size)
