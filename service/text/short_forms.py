"""The short forms that a text explains itself: "normalizing flow (NF)".

Schwartz & Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text, 2003.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

_IN_BRACKETS = re.compile(r"(?<= )\(([^\W\d_][\w-]{1,11})\)")
_BREAK = re.compile(r"[()]|[^\S ]|  ")
_MOST_WORDS = 8
_FEWEST_CAPITALS = 2


@lru_cache(maxsize=64)
def short_forms(text: str) -> Mapping[str, str]:
    """What each short form in brackets stands for, in the words before it, by the short form as it is written there."""
    found: dict[str, str] = {}
    for match in _IN_BRACKETS.finditer(text):
        short = match[1]
        if sum(letter.isupper() for letter in short) < _FEWEST_CAPITALS:
            continue
        before = _BREAK.split(text[: match.start()])[-1].split()[-_MOST_WORDS:]
        if long := _long_form(" ".join(before), short.removesuffix("s")):
            found.setdefault(short, long)
    return found


def _long_form(before: str, short: str) -> str:
    """The words before a short form whose letters spell it, from the right; the first letter begins a word."""
    at = len(before) - 1
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    for number in range(len(letters) - 1, -1, -1):
        while at >= 0 and (
            before[at].casefold() != letters[number] or (number == 0 and at > 0 and before[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return ""
        at -= 1
    return before[at + 1 :]
