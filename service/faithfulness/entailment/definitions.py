"""The acronyms that a text defines, as keys: what `text.short_forms` finds."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from service.faithfulness.entailment.keys import key_of
from service.faithfulness.lexical import Token, tokenise
from service.text import Span, short_forms

_FEWEST_INITIALS = 3
Definitions = Mapping[tuple[str, ...], str]
"""One key for an acronym, by its own keys and by those of what it stands for."""


@lru_cache(maxsize=64)
def find_definitions(text: str) -> Definitions:
    """The acronyms that a text defines in brackets after what they stand for."""
    found: dict[tuple[str, ...], str] = {}
    for acronym, long_form in short_forms(text).items():
        for form in (long_form, acronym):
            found.setdefault(_keys(form), acronym.casefold())
    return found


def abbreviations(claim: Sequence[Token], lines: Iterable[Sequence[Token]]) -> Definitions:
    """The acronyms of a claim that are the initials of words which stand together in its evidence."""
    found: dict[tuple[str, ...], str] = {}
    acronyms = {token.text.removesuffix("s") for token in claim if token.shape == "acronym"}
    for tokens in lines:
        initials = "".join(token.text[0] for token in tokens)
        for acronym in acronyms:
            at = initials.find(acronym) if len(acronym) >= _FEWEST_INITIALS else -1
            if at >= 0:
                words = tokens[at : at + len(acronym)]
                found |= dict.fromkeys([(key_of(acronym),), tuple(key_of(word.text) for word in words)], acronym)
    return found


def _keys(form: str) -> tuple[str, ...]:
    return tuple(
        key_of(token.text) if token.kind == "word" else token.text for token in tokenise(form, Span(0, len(form)))
    )
