"""Words that were cut at the end of a line of print, put together again."""

import re

_REST = re.compile(r"- ([^\W\d_]{2,})(?!-)")
_BEGINNING = re.compile(r"(?<![^\W\d_]|-)[^\W\d_]{2,}\Z")
_WORD = re.compile(r"[^\W\d_]+")


def joined_words(text: str, elsewhere: str = "") -> str:
    """`text` (one line) with "recom- mendation" as one word, where it or the text `elsewhere` has that word uncut."""
    if "- " not in text:
        return text
    all_text = f"{text} {elsewhere}".casefold()
    parts = list[str]()
    copied = passed = 0
    for rest in _REST.finditer(text):
        cut = rest.start()
        beginning = _BEGINNING.search(text, max(passed, text.rfind(" ", 0, cut) + 1), cut)
        if beginning is None:
            continue
        passed = rest.end()
        if _has_word(all_text, (beginning[0] + rest[1]).casefold()):
            parts.append(text[copied:cut])
            copied = rest.start(1)
    return "".join((*parts, text[copied:]))


def _has_word(text: str, word: str) -> bool:
    return word in text and word in _WORD.findall(text)
