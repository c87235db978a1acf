"""Words that exclude each other, by the lists, the units and WordNet; and words that are others denied."""

from collections.abc import Sequence

from service.faithfulness.entailment.keys import key_of
from service.faithfulness.entailment.reading import Word
from service.faithfulness.lexical import NEGATIVE_PREFIXES, OPPOSITE_STEMS, UNITS, stem
from service.text.lexicon import Relation, relation


def are_opposite(word: Word, other: Word) -> bool:
    """Whether two words, or two units, are known to exclude each other."""
    units = UNITS.get(word.text), UNITS.get(other.text)
    return (all(units) and units[0] != units[1]) or _exclude(word.text, other.text)


def denies_opposite(negation: Word, following: Sequence[Word], meant: Word) -> bool:
    """Whether a negation and the words after it deny what excludes a word: not easy, of difficult."""
    denied = [*negation.text.split()[1:], *(word.text for word in following)][:1]
    return negation.kind == "negation" and any(_exclude(text, meant.text) for text in denied)


def _exclude(text: str, other: str) -> bool:
    known = stem(other) in OPPOSITE_STEMS.get(stem(text), frozenset())
    return known or relation(other, text, strict=False) is Relation.OPPOSITE


def is_unprefixed(negative: Word, word: Word) -> bool:
    """Whether a word is another without its negative prefix: affected, of unaffected."""
    prefixes = [prefix for prefix in NEGATIVE_PREFIXES if negative.text.startswith(prefix)]
    return any(key_of(negative.text.removeprefix(prefix).strip()) == word.key for prefix in prefixes)
