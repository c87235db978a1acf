"""The paper that somebody means by its title."""

import re
from dataclasses import dataclass

from service.corpus import Corpus
from service.discovery.search import papers_about
from service.papers import Paper
from service.storage import Filters
from service.text import fold

_LOOKED_AT = 100  # papers about what the title says
_ALIKE = 0.3  # from which on titles are taken for one, as by default in PostgreSQL's pg_trgm
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A paper, and the share of trigrams that its title has in common with what was asked for."""

    paper: Paper
    score: float


def closest_title(corpus: Corpus, title: str, filters: Filters | None = None) -> TitleMatch | None:
    """The paper with the title closest to one that may be misspelt or lack words; None when no title is alike.

    Raises EmbeddingUnavailable.
    """
    asked = _trigrams(title)
    hits = papers_about(corpus, title, _LOOKED_AT, filters).data
    matches = (TitleMatch(hit.paper, _similarity(asked, _trigrams(hit.paper.title))) for hit in hits)
    best = max(matches, key=lambda match: match.score, default=None)
    return best if best and best.score >= _ALIKE else None


def _similarity(some: frozenset[str], others: frozenset[str]) -> float:
    return len(some & others) / (len(some | others) or 1)


def _trigrams(text: str) -> frozenset[str]:
    """Three letters in a row of each word, with two spaces before it and one after, as pg_trgm takes them."""
    words = (f"  {word} " for word in _WORD.findall(fold(text)))
    return frozenset(word[at : at + 3] for word in words for at in range(len(word) - 2))
