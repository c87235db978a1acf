"""The acronyms that a text defines: "normalizing flow (NF)" (Schwartz & Hearst 2003)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from service.faithfulness.entailment.keys import key_of
from service.faithfulness.lexical import tokenise
from service.text import Span

Definitions = Mapping[tuple[str, ...], str]
"""One key for an acronym, by its own keys and by those of what it stands for."""

_DEFINED = re.compile(r"((?:[^\s()]+[ ]){1,8})\(([^\W\d_][\w-]{1,11})\)")


@lru_cache(maxsize=64)
def find_definitions(text: str) -> Definitions:
    """The acronyms that a text defines in brackets after what they stand for."""
    found: dict[tuple[str, ...], str] = {}
    for match in _DEFINED.finditer(text):
        acronym = match[2]
        if sum(letter.isupper() for letter in acronym) < 2:
            continue
        long_form = _long_form(match[1].strip(), acronym.removesuffix("s"))
        if long_form:
            for form in (long_form, acronym):
                found.setdefault(_keys(form), acronym.casefold())
    return found


def _long_form(before: str, acronym: str) -> str:
    """The words before an acronym whose letters spell it, from the right; the first letter begins a word."""
    at = len(before) - 1
    letters = [letter for letter in acronym.casefold() if letter.isalnum()]
    for number in range(len(letters) - 1, -1, -1):
        while at >= 0 and (
            before[at].casefold() != letters[number] or (number == 0 and at > 0 and before[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return ""
        at -= 1
    return before[at + 1 :]


def _keys(form: str) -> tuple[str, ...]:
    return tuple(
        key_of(token.text) if token.kind == "word" else token.text for token in tokenise(form, Span(0, len(form)))
    )
