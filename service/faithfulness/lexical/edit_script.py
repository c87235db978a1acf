"""What was changed between a sentence and the source words that it copies: an edit script, read for turned meanings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from service.faithfulness.lexical.alignment import Alignment, Rarity, SourceIndex
from service.faithfulness.lexical.polarity import OPPOSITE_ROOTS, negative, stems
from service.faithfulness.lexical.word_lists import AUTHORS, GENERAL, HEDGES, LIGHT, WEAK_NEGATIONS
from service.faithfulness.lexical.word_vectors import WordVectors
from service.faithfulness.lexical.words import Token

SHORT = 3  # tokens: a longer deletion is compression, and takes its negations and hedges with it
LONGEST = 150  # tokens compared
WE = frozenset({"we", "our", "us", "i", "my"})
MOST_NEW = 12  # tokens of one edit whose meaning is looked at
NONE = {
    "edit_negation": 0.0,
    "edit_antonym": 0.0,
    "edit_hedge": 0.0,
    "edit_far": 0.0,
    "edit_strange": 0.0,
    "edit_alien": 0.0,
    "edit_lost": 0.0,
    "edit_sharp": 0.0,
    "edit_both": 0.0,
}


def edits(sentence: Alignment, source: SourceIndex, rarity: Rarity, word_vectors: WordVectors) -> dict[str, float]:
    """Negations, hedges, opposites that short edits added or removed, and how strange the new words are."""
    said = sentence.tokens[:LONGEST]
    known = [t for line in sorted(sentence.best) for t in source.lines[line]][: 2 * LONGEST]
    if not said or not known:
        return dict(NONE)
    found = dict(NONE)
    more = Counter(t.root for t in said) - Counter(t.root for t in known)
    matcher = SequenceMatcher(None, [t.root for t in known], [t.root for t in said], autojunk=False)
    for tag, i, j, m, n in matcher.get_opcodes():
        if tag != "equal":
            _weigh(found, known[i:j], said[m:n])
            fresh = [t for t in said[m:n] if _fresh(t, known[i:j], source, more)][:MOST_NEW]
            if fresh:
                _judge(found, known[i:j], fresh, known, rarity, word_vectors)
    return found


def _fresh(token: Token, old: Sequence[Token], source: SourceIndex, more: Mapping[str, int]) -> bool:
    """Whether a word is new here, or takes another's place; one for the authors is where it stands for a thing."""
    if token.text in AUTHORS:
        return len(old) == 1 and old[0].content
    return token.content and (token.root not in source.roots or (more[token.root] > 0 and any(t.content for t in old)))


def _judge(
    found: dict[str, float],
    old: Sequence[Token],
    fresh: Sequence[Token],
    known: Sequence[Token],
    rarity: Rarity,
    word_vectors: WordVectors,
) -> None:
    """Add how far in meaning the `fresh` words of an edit are from those that they stand for, and from all others.

    Where more words are new than old, as where a phrase stands for one word, those that are nearest count, and light
    verbs before all, as general words do for general words; what stands for "we" names the authors.
    """
    before = [t for t in old if t.content]
    pronouns = sum(t.text in WE for t in old)
    near = word_vectors.cosines(fresh, before or known).max(axis=1).tolist()
    common = LIGHT | GENERAL if all(t.text in GENERAL for t in before) else LIGHT
    near = [1.0 if t.text in common else n for t, n in zip(fresh, near, strict=True)]
    kept = sorted(zip(near, map(rarity.of, fresh), strict=True), reverse=True)
    room = max(len(before), 1) if before or not pronouns else 0
    lost = max(map(rarity.of, before), default=0.0)
    for cosines, rare in kept[:room]:
        far = 1.0 - cosines
        name = "edit_strange" if before else "edit_alien"
        found[name] = max(found[name], rare * far)
        found["edit_far"] = max(found["edit_far"], far)
        found["edit_lost"] = max(found["edit_lost"], far * lost)
        found["edit_both"] = max(found["edit_both"], far * min(rare, lost))
        found["edit_sharp"] = max(found["edit_sharp"], far * far)


def _excused(token: Token, others: Sequence[Token]) -> bool:
    """Whether a word negates by its meaning (fail), or by a prefix before a word of the other side (un-identified)."""
    return token.text in WEAK_NEGATIONS or bool(stems(token) & {t.root for t in others})


def _weigh(found: dict[str, float], old: Sequence[Token], new: Sequence[Token]) -> None:
    """Add what one edit, `old` replaced by `new`, turns round."""
    small = len(old) <= SHORT
    lost = sum(negative(t) for t in old) if small else 0
    added = sum(negative(t) for t in new)
    excused = any(_excused(t, new) for t in old) if added else any(_excused(t, old) for t in new)
    if (added > lost or (lost and not added)) and not excused:
        found["edit_negation"] = 1.0
    if small and any(t.text in HEDGES for t in old) and not any(t.text in HEDGES for t in new):
        found["edit_hedge"] = 1.0
    before = {t.root for t in old}
    if any(OPPOSITE_ROOTS.get(t.root, frozenset()) & before for t in new):
        found["edit_antonym"] = 1.0
