"""Acronyms that a text spells out, and whether the expansion is the source's own."""

import re

from service.checker.align import Index
from service.checker.words import root
from service.text import fold

_AFTER = re.compile(r"\b([A-Z][A-Za-z]?[A-Z]{1,5})s? \(([^()]{4,80})\)")
_BEFORE = re.compile(r"((?:[\w-]+ ){1,8})\(([A-Z][A-Za-z]?[A-Z]{1,5})s?\)")
_WORD = re.compile(r"[^\W\d_]+")


def misexpanded(sentence: str, source: Index) -> bool:
    """Whether an acronym is explained, in brackets or before brackets, by words that the source does not have."""
    for match in _AFTER.finditer(sentence):
        if _strange(_WORD.findall(match.group(2)), source, match.group(1)):
            return True
    for match in _BEFORE.finditer(sentence):
        words = _WORD.findall(match.group(1))[-len(match.group(2)) :]
        if _strange(words, source, match.group(2)):
            return True
    return False


def _strange(words: list[str], source: Index, acronym: str) -> bool:
    """Whether words whose initials spell the acronym are, for a third or more, unknown to the source."""
    content = [w for w in words if len(w) > 3]
    if not content or not any(w[0].casefold() == acronym[0].casefold() for w in words):
        return False
    unknown = sum(root(fold(w)) not in source.roots for w in content)
    return unknown * 3 >= len(content)
