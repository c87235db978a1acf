"""Acronyms that a text expands, and whether the expansion is the source's own."""

import re
from itertools import pairwise

from service.faithfulness.lexical.alignment import SourceIndex
from service.faithfulness.lexical.words import stem
from service.text import fold

_AFTER = re.compile(r"\b([A-Z][A-Za-z]?[A-Z]{1,5})s? \(([^()]{4,80})\)")
_BEFORE = re.compile(r"((?:[\w-]+ ){1,8})\(([A-Z][A-Za-z]?[A-Z]{1,5})s?\)")
_GAP = 3  # words
_WORD = re.compile(r"[^\W\d_]+")


def has_wrong_expansion(sentence: str, source: SourceIndex) -> bool:
    """Whether an acronym is expanded, in brackets or before brackets, as the source does not expand it."""
    for match in _AFTER.finditer(sentence):
        words = _WORD.findall(match.group(2))
        if _is_expansion(words, match.group(1)) and not _stand_together(words, source):
            return True
    for match in _BEFORE.finditer(sentence):
        words = _WORD.findall(match.group(1))[-len(match.group(2)) :]
        if _is_unknown(words, source, match.group(2)):
            return True
    return False


def _is_expansion(words: list[str], acronym: str) -> bool:
    """Whether words look like an expansion: as many as the letters, an initial in place or title case."""
    if abs(len(words) - len(acronym)) > 1:
        return False
    shared = any(w[0].casefold() == c.casefold() for w, c in zip(words, acronym, strict=False))
    return shared or all(w[0].isupper() and w[1:].islower() for w in words)


def _stand_together(words: list[str], source: SourceIndex) -> bool:
    """Whether the words stand in the source in this order, each at most three words after the one before."""
    for left, right in pairwise(stem(fold(w)) for w in words):
        after = set(source.postings.get(right, ()))
        steps = ((line, at + step) for line, at in source.postings.get(left, ()) for step in range(1, _GAP + 1))
        if not any(step in after for step in steps):
            return False
    return True


def _is_unknown(words: list[str], source: SourceIndex, acronym: str) -> bool:
    """Whether words whose initials spell the acronym are, for a third or more, unknown to the source."""
    content = [w for w in words if len(w) > 3]
    if not content or not any(w[0].casefold() == acronym[0].casefold() for w in words):
        return False
    unknown = sum(stem(fold(w)) not in source.postings for w in content)
    return unknown * 3 >= len(content)
