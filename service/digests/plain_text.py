"""A digest as plain text: 72 columns, each link on a line of its own."""

import unicodedata
from collections.abc import Iterable
from textwrap import wrap
from typing import Final

from service.digests.shown import ShownDigest, ShownList
from service.digests.shown_paper import ShownPaper

_COLUMNS: Final = 72
_INDENT: Final = "   "
_RULE: Final = "-" * _COLUMNS


def digest_text(shown: ShownDigest) -> str:
    """The whole digest; it ends with a line end."""
    blocks = [f"Paperlark, {shown.day}", f"{shown.lead}."]
    blocks += map(wrapped, shown.beginning)
    blocks += [f"Begin:\n{shown.start}"] if shown.start else []
    for each in shown.lists:
        blocks += _list(each)
    blocks += map(wrapped, shown.notes)
    blocks += [_RULE, *map(wrapped, filter(None, (shown.worth, shown.reason)))]
    blocks += [f"{name}:\n{link}" for name, link in shown.ways_out]
    return "\n\n".join(blocks) + "\n"


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """One paragraph in lines of 72 columns; a letter of a script whose letters are wide takes two of them.

    Each line is indented, the first one by `first` if it is given.
    """
    wide = 0 if text.isascii() else sum(unicodedata.east_asian_width(char) in {"W", "F"} for char in text)
    columns = _COLUMNS // 2 if 2 * wide > len(text) else _COLUMNS
    begin = indent if first is None else first
    return "\n".join(wrap(text, columns, initial_indent=begin, subsequent_indent=indent, break_on_hyphens=False))


def _list(shown: ShownList) -> Iterable[str]:
    if shown.heading:
        heading = wrapped(shown.heading)
        yield f"{heading}\n{'=' * min(len(heading), _COLUMNS)}"
    for number, paper in enumerate(shown.papers, 1):
        yield from _paper(number, paper)
    if shown.said:
        yield wrapped(shown.said)


def _paper(number: int, paper: ShownPaper) -> Iterable[str]:
    """Title, facts and link in one block; then why, each text, and what is missing."""
    head = [wrapped(paper.title, _INDENT, f"{number}. "), *([wrapped(paper.facts, _INDENT)] if paper.facts else [])]
    yield "\n".join([*head, *([_INDENT + paper.link] if paper.link else [])])
    if paper.why:
        yield wrapped(paper.why, _INDENT)
    for text in paper.texts:
        yield "\n".join(wrapped(each, _INDENT) for each in (f"{text.heading}: {text.text}", f"[{text.worth}]"))
    if paper.left_out:
        yield wrapped(paper.left_out, _INDENT)
    if paper.here and paper.here != paper.link:
        yield f"{_INDENT}Like it, or look closer:\n{_INDENT}{paper.here}"
