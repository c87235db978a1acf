"""Words that were cut at the end of a line of print, put together again."""

import re

_CUT = re.compile(r"(?<![^\W\d_]|-)([^\W\d_]{2,})- ([^\W\d_]{2,})(?!-)")
_WORD = re.compile(r"[^\W\d_]+")


def joined_words(text: str, elsewhere: str = "") -> str:
    """`text` with "recom- mendation" as one word, where it or the text `elsewhere` has that word uncut."""
    if "- " not in text:
        return text
    known = {word.casefold() for word in _WORD.findall(f"{text} {elsewhere}")}

    def joined(cut: re.Match[str]) -> str:
        whole = cut[1] + cut[2]
        return whole if whole.casefold() in known else cut[0]

    return _CUT.sub(joined, text)
