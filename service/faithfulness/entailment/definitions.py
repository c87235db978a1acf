"""The acronyms that a text defines, as keys: what `text.short_forms` finds."""

from collections.abc import Mapping
from functools import lru_cache

from service.faithfulness.entailment.keys import key_of
from service.faithfulness.lexical import tokenise
from service.text import Span, short_forms

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


def _keys(form: str) -> tuple[str, ...]:
    return tuple(
        key_of(token.text) if token.kind == "word" else token.text for token in tokenise(form, Span(0, len(form)))
    )
