"""What a word does in a sentence, as far as its form tells."""

from collections.abc import Sequence
from functools import lru_cache

from service.faithfulness.entailment.closed_words import (
    ARTICLES,
    AUTHORS,
    BOUND_PHRASES,
    BOUNDS,
    CONJUNCTIONS,
    HEDGES,
    HEDGING_PHRASES,
    JOINING,
    JOINING_PHRASES,
    NEGATIONS,
    NEGATIVE_PHRASES,
    OPENERS,
    SCOPE_PHRASES,
    SCOPES,
)
from service.faithfulness.entailment.keys import NUMBERS
from service.faithfulness.lexical import Token
from service.text import word_set

_KINDS = (
    (NEGATIONS, "negation"),
    (HEDGES, "hedge"),
    (BOUNDS, "bound"),
    (CONJUNCTIONS, "conjunction"),
    (SCOPES, "scope"),
)
_PHRASE_KINDS = ((BOUND_PHRASES, "bound"), (HEDGING_PHRASES, "hedge"), (NEGATIVE_PHRASES, "negation"))
_AFTER_ONE = word_set("can cannot could may might must should would will has needs to")
_BEFORE_VERB = (["to"], ["not"])  # to work, as no author and no paper does
_YEAR = 4  # digits
_BE = word_set("is are was were be been being am")


def kind_of(token: Token) -> str:
    """What a word does: number, negation, hedge, bound, conjunction, scope, operator, name, or just word."""
    if token.kind in {"number", "name", "operator"}:
        return token.kind
    if token.text in NUMBERS:
        return "number"
    if token.text.endswith("n't"):
        return "negation"
    if token.text in JOINING_PHRASES:
        return "conjunction"
    return next((kind for words, kind in _KINDS if token.text in words), "word")


@lru_cache(maxsize=2_048)
def kind_of_phrase(phrase: str) -> str:
    """The same of a phrase of the renderings."""
    if phrase in JOINING_PHRASES:
        return "conjunction"
    for begins, kind in _PHRASE_KINDS:
        if phrase.startswith(begins):
            return kind
    first = phrase.split(maxsplit=1)[0]
    return "scope" if first in SCOPES | CONJUNCTIONS or phrase.startswith(SCOPE_PHRASES) else "word"


def says_nothing(texts: Sequence[str], at: int, *, opens: bool) -> bool:
    """Whether a word may be there or not, all the same; `opens` is whether it opens a clause."""
    text = texts[at]
    if text == "one" and texts[at + 1 : at + 2] and texts[at + 1] in _AFTER_ONE:
        return True  # anybody: "one can", "allows one to"
    if text == "year" and len("".join(texts[at + 1 : at + 2])) == _YEAR and texts[at + 1].isdigit():
        return True  # in the year 2010
    if text in ARTICLES or text in JOINING or (opens and text in OPENERS):
        return True
    return text in AUTHORS and texts[at + 1 : at + 2] != ["of"] and texts[at - 1 : at] not in _BEFORE_VERB


def is_auxiliary(text: str) -> bool:
    """Whether a word is a form of "be"."""
    return text in _BE
