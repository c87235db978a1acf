"""Sentences of a paper that hang together with nothing else in it, as what a stranger has planted there mostly does.

The sentences of an abstract share words that name something, or point back at what was said. A sentence that does
neither, and in which the authors do not speak of their own work, tells nothing of the matter that anybody would miss:
copyright notes and addresses are such, and so are most claims that were planted to be repeated.
"""

import re
from collections import Counter
from collections.abc import Sequence

from service.faithfulness.injection import RETELLING
from service.faithfulness.lexical import AUTHORS, GENERAL, LIGHT, Token, tokens
from service.text import Span, sentences

_FULL_STOP = re.compile(r"(?<=[^\W\d_]{3})[.!?][\"”')\]]*\s+(?=\S+\s+\S+\s+\S)")  # "et al. 2020" ends none
_SPEAKERS = frozenset("we our us ours".split())  # noqa: SIM905
_THESE = frozenset("this these those such".split())  # noqa: SIM905
_THEY = frozenset("it its they them their".split())  # noqa: SIM905
_TURNS = frozenset("however moreover furthermore instead thus hence therefore but yet".split())  # noqa: SIM905
_REACH = 6  # words after "we" in which their work is named
_OPENING = 3  # words in which "it" mostly stands for something said before
_MOST = 200  # sentences to compare with each other
_SAME = 6  # letters that words of one family share
_SEVERAL = 2
_LEAST = 0.5  # share of the sentences that must hang together before any of them is a stray,
_FEWEST = 6  # and how many, the title being one


def without_outliers(title: str, abstract: str) -> tuple[str, str]:
    """The title and the abstract with spaces in the place of strays; offsets stay."""
    fields = (title, abstract)
    parts = [(at, part) for at, text in enumerate(fields) for part in _parts(text)][:_MOST]
    lines = [_Line(tokens(fields[at], part)) for at, part in parts]
    group = _groups(lines)
    main, size = Counter(group).most_common(1)[0] if group else (0, 0)
    told = [title, abstract]
    if size >= max(_FEWEST, _LEAST * len(lines)):
        for (at, (start, end)), line, own in zip(parts, lines, group, strict=True):
            if own != main and line.names and len(line.words) > 1 and not line.belongs():
                told[at] = told[at][:start] + " " * (end - start) + told[at][end:]
    return told[0], told[1]


class _Line:
    """What a sentence names, by the beginnings of its words, and its words that name nothing."""

    def __init__(self, line: Sequence[Token]) -> None:
        self.words = [token.text for token in line]
        self.names = frozenset(token.root[:_SAME] for token in line if token.content and token.root not in _PLAIN)
        self.plain = frozenset(token.root for token in line if token.root in _PLAIN)

    def related(self, other: "_Line") -> bool:
        """Whether two sentences share a name, or several words that name nothing."""
        return not self.names.isdisjoint(other.names) or len(self.plain & other.plain) >= _SEVERAL

    def belongs(self) -> bool:
        """Whether it tells of the authors' work, or points back, and does not speak of those who retell papers."""
        return RETELLING.isdisjoint(self.words) and any(map(self._points, range(len(self.words))))

    def _points(self, at: int) -> bool:
        word, after = self.words[at], self.words[at + 1 : at + _REACH]
        if word in _SPEAKERS:
            return not _WORK.isdisjoint(after)
        if word in _THESE:
            return bool(after) and after[0] not in _TEXTS
        return (word in _THEY and at < _OPENING) or (word in _TURNS and at == 0)


def _parts(text: str) -> list[Span]:
    """The sentences, cut at every full stop, also where no capital follows."""
    parts: list[Span] = []
    for span in sentences(text):
        ends = [match.end() for match in _FULL_STOP.finditer(text, span.start, span.end)]
        parts += [Span(start, end) for start, end in zip([span.start, *ends], [*ends, span.end], strict=True)]
    return parts


def _groups(lines: Sequence[_Line]) -> list[int]:
    """For each sentence the number of its group; those related, also by way of others, are of one group."""
    group = list(range(len(lines)))
    for one, mine in enumerate(lines):
        for other in range(one):
            if group[one] != group[other] and mine.related(lines[other]):
                joined, left = group[other], group[one]
                group = [joined if number == left else number for number in group]
    return group


_WORK = GENERAL | LIGHT
_TEXTS = AUTHORS | _THEY | frozenset("abstract text work manuscript submission record".split())  # noqa: SIM905
_PLAIN = frozenset(token.root for word in GENERAL | LIGHT for token in tokens(word, Span(0, len(word))))
