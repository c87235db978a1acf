"""What words are compared by."""

import re
from functools import lru_cache

from service.faithfulness.lexical import NEGATIVE_PREFIXES, NUMBER_WORDS, stem
from service.text import normalised
from service.text.lexicon import Part, is_part, lemma_forms, opposite_adjective, opposite_of_negative

_NEGATED = "not "
_SHARED = 3  # letters that a word has of its lemma: others are irregular
_DIGRAPH, _LONG = re.compile("[ao]e(?=[a-z])"), 5  # fetal and foetal
_SEPARATORS = re.compile(r"[^\d.]")
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_DECADES = "thirty forty fifty sixty seventy eighty ninety"
NUMBERS = (
    NUMBER_WORDS
    | dict(zip(_TEENS.split(), range(13, 20), strict=True))
    | dict(zip(_DECADES.split(), range(30, 100, 10), strict=True))
)
"""The values of number words."""
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi"
    " psi omega sigma"
)
_GREEK = str.maketrans(dict(zip("αβγδεζηθικλμνξοπρστυφχψως", _GREEK_NAMES.split(), strict=True)))


@lru_cache(maxsize=50_000)
def key_of(word: str) -> str:
    """What a folded word is compared by: its stem, for American and British spellings alike, Greek letters by name.

    Adjectives with a negative prefix have one key, whichever prefix: "insignificant" and "nonsignificant".
    """
    if word.endswith("n't") and word != "can't":
        return "not"  # be, do and have say nothing
    word = with_greek_names(word)
    if positive := opposite_of_negative(word, NEGATIVE_PREFIXES):
        return _NEGATED + key_of(positive)
    word = word.removesuffix("'s").removesuffix("s'")
    if is_superlative(word):
        return f"{stem(word)} most"
    lemmas = [lemma for lemma in lemma_forms(word) if lemma[:_SHARED] == word[:_SHARED]]
    base = normalised(min(lemmas, key=lambda lemma: (len(lemma), lemma), default=word))
    return stem(_DIGRAPH.sub("e", base) if len(base) > _LONG else base).removesuffix("iz")


def with_greek_names(word: str) -> str:
    """A folded word with alpha for the letter, as in TNF-alpha."""
    return word if word.isascii() else word.translate(_GREEK)


@lru_cache(maxsize=50_000)
def is_superlative(word: str) -> bool:
    """Whether a folded word says that nothing is more so."""
    if word in {"best", "worst"}:
        return True
    return word.endswith("est") and any(
        len(lemma) < len(word) and lemma[:_SHARED] == word[:_SHARED] and is_part(lemma, Part.ADJECTIVE)
        for lemma in lemma_forms(word)
    )


@lru_cache(maxsize=4_096)
def negative_key(word: str) -> str:
    """The key of the adjective that says "not" of another by a prefix; "" where there is none."""
    return _NEGATED + key_of(word) if opposite_adjective(word, NEGATIVE_PREFIXES) else ""


@lru_cache(maxsize=4_096)
def number_key(text: str) -> str:
    """One form for 10,000 and 10 000, for fifty and 50."""
    if text in NUMBERS:
        return f"{NUMBERS[text]:g}"
    try:
        return f"{float(_SEPARATORS.sub('', text)):g}"
    except ValueError:
        return text
