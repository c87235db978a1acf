"""Texts that a corpus keeps with spaces between their tokens, put back together so that both sides read alike."""

import re
from typing import Final

# CNN/DM and XSum are handed round tokenised, each in its own way: FRANK's summaries have " . " between sentences, the
# sources of QAGS "3, 800 km" and "a 20 - year - old" where its summaries have "3,800 km" and "a 20-year-old". Left so,
# sentences run together and numbers that are there are not found.
_JOINED: Final = (
    (re.compile(r"``|''|` `|' '"), '"'),
    (re.compile(r"(?<=\d)(?<!\d{4}), (?=\d{3}(?!\d))"), ","),
    (re.compile(r"(?<![\d.,])(\d{1,3})\. (?=\d{1,2}(?![\d,]))"), r"\1."),
    (re.compile(r"(?<=\w) ([-/]) (?=\w)"), r"\1"),
    (re.compile(r"(?<=[$£€]) (?=\d)"), ""),
    (re.compile(r"\s+([.,;:!?)\]%]|n't\b|'(?:s|re|ve|ll|d|m)\b)"), r"\1"),
    (re.compile(r"([(\[]) "), r"\1"),
)
_NEXT = re.compile(r"\s([.!?]\s+)(\w)")


def detokenised(text: str) -> str:
    """The text without the spaces that a tokeniser put in, a capital after each full stop that stood alone.

    Text that was never tokenised stays as it is, but for rare numbers such as the end of "in step 3. 5 owls".
    """
    text = _NEXT.sub(lambda found: found[1] + found[2].upper(), text)
    for pattern, instead in _JOINED:
        text = pattern.sub(instead, text)
    return text
