"""What a search finds, and what is like a paper."""

from typing import TypedDict

from service.client.papers import Paper


class Because(TypedDict):
    """Two shares that add up to a score, and what the paper has in common with what was asked."""

    keyword: float
    semantic: float
    terms: list[str]


class Span(TypedDict):
    """Characters of a text, from `start` up to and without `end`."""

    start: int
    end: int


class Highlights(TypedDict):
    """Where a paper has the words of a query, and the sentence of its abstract that has the most of them."""

    title: list[Span]
    abstract: list[Span]
    sentence: Span | None


class SimilarPaper(TypedDict):
    """A paper, its score, and why."""

    paper: Paper
    score: float
    because: Because


class SearchHit(SimilarPaper):
    """A paper that was found, why, and where it says so."""

    highlights: Highlights


class SimilarPage(TypedDict):
    """Papers like one, those first that are the most, and the cursor of the next page."""

    data: list[SimilarPaper]
    snapshot: str
    model: str
    next: str | None


class SearchPage(TypedDict):
    """What a query finds, the cursor of the next page, and what may have been meant where no word was found."""

    data: list[SearchHit]
    snapshot: str
    model: str
    next: str | None
    suggestions: list[str]
    words_only: bool
