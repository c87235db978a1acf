"""What is printed around an abstract and is no part of it: the label before it, the copyright line after it."""

import re
from typing import Final

_FIRST_WORDS: Final = (
    "We|This|In|The|Our|These|It|Here|To|An?|For|While|Although|Recent(?:ly)?|Many|Most|There|As|On|Despite|Given"
)
_SECTIONS: Final = (
    "Background|Introduction|Objectives?|Purpose|Aims?|Context|Motivation|Importance|Methods?|Problem|Significance"
)
# "Abstract interpretation finds ..." has no label: without a stop behind it, only what cannot be an adjective is one.
_LABEL = re.compile(
    r"(?:abstract|summary|a b s t r a c t|zusammenfassung|résumé|resumen|resumo)\s?(?:[:.—–]|-(?=\s?[A-Z]))\s*"
    r"|(?-i:ABSTRACT\s(?=[A-Z][a-z ]|[A-Z]+\s?:))"
    rf"|(?-i:Abstract\s(?=(?:{_FIRST_WORDS})\b))"
    rf"|abstract\s(?=(?:{_SECTIONS})\s?[:.—–])",
    re.IGNORECASE,
)
_RIGHTS = r"all rights reserved\.?"
_TAIL = re.compile(
    r"(?:(?:^|(?<=[.!?)\]])\s?)(?:copyright\s?)?(?:©|\(c\)(?=\s?(?:copyright\s?)?,?\s?(?:19|20)\d\d))[^©]{0,200}"
    r"|(?:^|(?<=[.!?)\]])\s)copyright\s(?:(?:19|20)\d\d|by\b|the authors?\b)[^©]{0,150}"
    rf"|(?:^|(?<=[.!?)\]])\s){_RIGHTS})$",
    re.IGNORECASE,
)
_LONGEST_TAIL = 210
_IN_TAILS: Final = ("©", "(c)", "copyright", "rights reserved")


def without_boilerplate(abstract: str) -> str:
    """A cleaned abstract without a leading "Abstract" and a closing "© 2021 Elsevier. All rights reserved" line.

    Labels of sections inside ("Methods:") stay: they tell a reader what follows.
    """
    text = abstract
    while label := _LABEL.match(text):
        text = text[label.end() :]
    start = max(0, len(text) - _LONGEST_TAIL)
    end = text[start:].lower()
    if not any(sign in end for sign in _IN_TAILS):
        return text
    while tail := _TAIL.search(text, start):
        text = text[: tail.start()].rstrip()
        start = max(0, len(text) - _LONGEST_TAIL)
    return text
