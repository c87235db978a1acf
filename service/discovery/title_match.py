"""The paper that somebody means by its title."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from service.papers import Paper
from service.text import fold

_ALIKE = 0.3  # from which on titles are taken for one, as by default in PostgreSQL's pg_trgm
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A paper, and the share of trigrams that its title has in common with what was asked for."""

    paper: Paper
    score: float


def closest_title(title: str, papers: Iterable[Paper]) -> TitleMatch | None:
    """The first paper with the title closest to one that may be misspelt or lack words; None when none is alike."""
    asked = _trigrams(title)
    matches = (TitleMatch(paper, _similarity(asked, _trigrams(paper.title))) for paper in papers)
    best = max(matches, key=lambda match: match.score, default=None)
    return best if best and best.score >= _ALIKE else None


def _similarity(some: frozenset[str], others: frozenset[str]) -> float:
    return len(some & others) / (len(some | others) or 1)


def _trigrams(text: str) -> frozenset[str]:
    """Three letters in a row of each word, with two spaces before it and one after, as pg_trgm takes them."""
    words = (f"  {word} " for word in _WORD.findall(fold(text)))
    return frozenset(word[at : at + 3] for word in words for at in range(len(word) - 2))
