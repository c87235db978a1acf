"""Words that exclude each other, by the lists, the units and WordNet; and words that are others denied."""

from service.faithfulness.entailment.keys import key_of
from service.faithfulness.entailment.reading import Word
from service.faithfulness.lexical import NEGATIVE_PREFIXES, OPPOSITE_STEMS, UNITS, stem
from service.text.lexicon import Relation, relation


def are_opposite(word: Word, other: Word) -> bool:
    """Whether two words, or two units, are known to exclude each other."""
    units = UNITS.get(word.text), UNITS.get(other.text)
    if all(units) and units[0] != units[1]:
        return True
    known = stem(other.text) in OPPOSITE_STEMS.get(stem(word.text), frozenset())
    return known or relation(other.text, word.text, strict=False) is Relation.OPPOSITE


def is_unprefixed(negative: Word, word: Word) -> bool:
    """Whether a word is another without its negative prefix: affected, of unaffected."""
    prefixes = [prefix for prefix in NEGATIVE_PREFIXES if negative.text.startswith(prefix)]
    return any(key_of(negative.text.removeprefix(prefix)) == word.key for prefix in prefixes)
