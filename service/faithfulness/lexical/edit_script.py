"""What was changed between a sentence and the source words that it copies: the edits of a diff, and their effect."""

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from service.faithfulness.lexical.alignment import Alignment, Rarity, SourceIndex
from service.faithfulness.lexical.polarity import OPPOSITE_STEMS, is_negation, unprefixed_stems
from service.faithfulness.lexical.word_lists import AUTHOR_WORDS, GENERAL_WORDS, HEDGES, LIGHT_VERBS, WEAK_NEGATIONS
from service.faithfulness.lexical.word_vectors import WordVectors
from service.faithfulness.lexical.words import Token

_SHORT = 3  # tokens: a longer deletion is compression, and takes its negations and hedges with it
_MOST_TOKENS = 150  # compared
_MOST_NEW = 12  # tokens of one edit whose vectors are looked at
_WE = frozenset({"we", "our", "us", "i", "my"})
_NO_EDITS = {
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


def edit_signals(
    sentence: Alignment, source: SourceIndex, rarity: Rarity, word_vectors: WordVectors
) -> dict[str, float]:
    """Negations, hedges and opposites that short edits added or removed, and how dissimilar the new words are.

    The edits turn the best lines of the source into the sentence (longest matching blocks, Ratcliff & Metzener 1988).
    """
    candidate = sentence.tokens[:_MOST_TOKENS]
    aligned = [t for line in sorted(sentence.best_lines) for t in source.lines[line]][: 2 * _MOST_TOKENS]
    signals = dict(_NO_EDITS)
    if not candidate or not aligned:
        return signals
    surplus = Counter(t.stem for t in candidate) - Counter(t.stem for t in aligned)
    matcher = SequenceMatcher(None, [t.stem for t in aligned], [t.stem for t in candidate], autojunk=False)
    for tag, i, j, m, n in matcher.get_opcodes():
        if tag != "equal":
            old, new = aligned[i:j], candidate[m:n]
            _add_polarity(signals, old, new)
            unsupported = [t for t in new if _is_new(t, old, source, surplus)][:_MOST_NEW]
            if unsupported:
                _add_distance(signals, old, unsupported, aligned, rarity, word_vectors)
    return signals


def _is_new(token: Token, old: Sequence[Token], source: SourceIndex, surplus: Mapping[str, int]) -> bool:
    """Whether a word is new here, or takes another's place; one for the authors is where it stands for a thing."""
    if token.text in AUTHOR_WORDS:
        return len(old) == 1 and old[0].content
    return token.content and (
        token.stem not in source.postings or (surplus[token.stem] > 0 and any(t.content for t in old))
    )


def _add_distance(
    signals: dict[str, float],
    old: Sequence[Token],
    new: Sequence[Token],
    aligned: Sequence[Token],
    rarity: Rarity,
    word_vectors: WordVectors,
) -> None:
    """Add how far the `new` words of an edit are from those that they replace, or else from all aligned ones.

    Where more words are new than old, as where a phrase replaces one word, those that are nearest count, and light
    verbs before all, as general words do for general words; what replaces "we" names the authors.
    """
    replaced = [t for t in old if t.content]
    pronouns = sum(t.text in _WE for t in old)
    cosines = word_vectors.cosines(new, replaced or aligned).max(axis=1).tolist()
    neutral = LIGHT_VERBS | GENERAL_WORDS if all(t.text in GENERAL_WORDS for t in replaced) else LIGHT_VERBS
    cosines = [1.0 if t.text in neutral else cosine for t, cosine in zip(new, cosines, strict=True)]
    nearest = sorted(zip(cosines, map(rarity.of, new), strict=True), reverse=True)
    counted = max(len(replaced), 1) if replaced or not pronouns else 0
    old_rarity = max(map(rarity.of, replaced), default=0.0)
    for cosine, new_rarity in nearest[:counted]:
        distance = 1.0 - cosine
        name = "edit_strange" if replaced else "edit_alien"
        signals[name] = max(signals[name], new_rarity * distance)
        signals["edit_far"] = max(signals["edit_far"], distance)
        signals["edit_lost"] = max(signals["edit_lost"], distance * old_rarity)
        signals["edit_both"] = max(signals["edit_both"], distance * min(new_rarity, old_rarity))
        signals["edit_sharp"] = max(signals["edit_sharp"], distance * distance)


def _add_polarity(signals: dict[str, float], old: Sequence[Token], new: Sequence[Token]) -> None:
    """Add what one edit, `old` replaced by `new`, negates, states without a hedge, or turns into its opposite."""
    short = len(old) <= _SHORT
    removed = sum(is_negation(t) for t in old) if short else 0
    added = sum(is_negation(t) for t in new)
    equivalent = any(_negates_word_of(t, new) for t in old) if added else any(_negates_word_of(t, old) for t in new)
    if (added > removed or (removed and not added)) and not equivalent:
        signals["edit_negation"] = 1.0
    if short and any(t.text in HEDGES for t in old) and not any(t.text in HEDGES for t in new):
        signals["edit_hedge"] = 1.0
    old_stems = {t.stem for t in old}
    if any(OPPOSITE_STEMS.get(t.stem, frozenset()) & old_stems for t in new):
        signals["edit_antonym"] = 1.0


def _negates_word_of(token: Token, others: Sequence[Token]) -> bool:
    """Whether a word negates by its meaning (fail), or by a prefix before one of the others (un-identified)."""
    return token.text in WEAK_NEGATIONS or bool(unprefixed_stems(token) & {t.stem for t in others})
