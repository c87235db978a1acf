"""Whether two records with the same title are of one paper; the title alone never says so.

Where ids decide, nothing here is asked: see `known_ids`.
"""

import json
import re
from functools import lru_cache
from typing import Final

from service.papers.identifiers import mint_distinct_id, mint_id
from service.papers.paper import Paper
from service.text import STOP_WORDS, fold, word_set

SAME_ABSTRACT: Final = 0.8  # share of the words of the shorter abstract that the longer one has, from which on
OTHER_ABSTRACT: Final = 0.45  # ... and below which the papers are two, whoever wrote them
SAME_AUTHORS: Final = 0.5  # share of the shorter list of authors that the longer one has
FEWEST_WORDS: Final = 3  # of a title that says enough for authors to decide, unless it is long in letters
FEWEST_LETTERS: Final = 8  # of such a title in a script without spaces
YEARS_APART: Final = 2  # between two versions, where no abstracts can be compared

_AUTHORS = 50  # of a record that are compared
_ET_AL = frozenset({"et", "al"})
_WORD = re.compile(r"[^\W_]+")
_STOCK = word_set(
    """
    abstract abstracts acknowledgement acknowledgements acknowledgment acknowledgments addendum address afterword
    announcement announcements annual appendix article articles author authors back bibliography board book books
    brief chair chapter chapters closing column comment commentary comments conclusion conclusions conference
    contents contributors correction corrections correspondence corrigenda corrigendum cover director discussion
    discussions editor editorial editorials editors epilogue errata erratum foreword front guest highlights in
    index interview introduction introductory issue journal letter letters list matter meeting memoriam message
    news newsletter note notes notice obituaries obituary opening overview panel perspective perspectives preface
    president proceedings prologue question questions reader readers references remark remarks reply report
    reports response responses retracted retraction review reviewer reviewers reviews section session society
    special summary supplement symposium table thanks title update views volume welcome workshop
    avant compte editoriale einleitung geleitwort inhalt inhaltsverzeichnis introducao introduccion
    introduzione nachruf nachwort prefacio prefazione presentacion presentation propos rendu rezension vorwort
    zusammenfassung"""
)
"""Words of titles that many papers have, such as Letter to the Editor."""


def title_key(title: str) -> str:
    """What titles have in common that differ in case, accents, punctuation, spacing, or `&` for `and` only."""
    return mint_id(title.replace("&", " and "))


def distinct_id(record: Paper) -> str:
    """The id of a record without one of its own whose minted id is that of another paper."""
    published = record.published and record.published.isoformat()
    return mint_distinct_id(record.title, json.dumps([record.title, record.authors, published, record.abstract]))


def why_same(kept: Paper, record: Paper) -> str | None:
    """What makes two records with equal titles one paper; None when they may be two."""
    if kept.abstract == record.abstract and _WORD.search(record.abstract):
        return "same title, near-equal abstracts"  # as below, at once: mostly it is the same record again
    likeness = _likeness(kept.abstract, record.abstract)
    if likeness is not None and likeness >= SAME_ABSTRACT and not _differ_in_numbers(kept.abstract, record.abstract):
        return "same title, near-equal abstracts"
    if likeness is not None and likeness < OTHER_ABSTRACT:
        return None
    if not _says_enough(record.title) or not _same_authors(kept.authors, record.authors):
        return None
    return "same title, overlapping authors" if likeness is not None or _years_agree(kept, record) else None


def speaks_against(kept: Paper, record: Paper) -> bool:
    """Whether two records without ids of their own, but with the same title, are of two papers."""
    if why_same(kept, record) is not None:
        return False
    if kept.abstract and record.abstract:
        return True
    if not (kept.authors and record.authors):
        return False
    return not _same_authors(kept.authors, record.authors) or kept.published != record.published


def wrote(name: str, authors: tuple[str, ...]) -> bool:
    """Whether somebody of this name can be one of the authors; initials fit names that begin with them."""
    return any(_one_person(one, other) for one in _names((name,)) for other in _names(authors))


def _likeness(one: str, other: str) -> float | None:
    """The share of the words of the shorter text that the longer one has; None where a text is missing."""
    first, second = sorted((_words(one), _words(other)), key=len)
    return len(first & second) / len(first) if first else None


@lru_cache(maxsize=200)  # a paper is compared with many records of its title
def _words(text: str) -> frozenset[str]:
    found = frozenset(_WORD.findall(fold(text)))
    return found - STOP_WORDS or found


def _differ_in_numbers(one: str, other: str) -> bool:
    """Whether each has a number that the other has not, as reports of two years have under one title."""
    first, second = ({word for word in _words(text) if word.isdecimal()} for text in (one, other))
    return bool(first - second and second - first)


def _says_enough(title: str) -> bool:
    words = _WORD.findall(fold(title))
    if all(word in _STOCK or word in STOP_WORDS or word.isdecimal() for word in words):
        return False
    return len(words) >= FEWEST_WORDS or (not title.isascii() and sum(map(len, words)) >= FEWEST_LETTERS)


def _years_agree(one: Paper, other: Paper) -> bool:
    if one.published is None or other.published is None:
        return True
    return abs(one.published.year - other.published.year) <= YEARS_APART


def _same_authors(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    fewer, more = sorted((_names(some), _names(others)), key=len)
    if not fewer:
        return False
    found = sum(any(_one_person(name, other) for other in more) for name in fewer)
    return found / len(fewer) >= SAME_AUTHORS


@lru_cache(maxsize=200)
def _names(authors: tuple[str, ...]) -> list[frozenset[str]]:
    names = (frozenset(_WORD.findall(fold(author))) for author in authors[:_AUTHORS])
    return [name for name in names if name and name != _ET_AL]


def _one_person(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names, as sets of words, share a word, and what else one has fits the other, as an initial does."""
    if not any(len(word) > 1 for word in one & other):
        return False
    fewer, more = sorted((one - other, other - one), key=len)
    return all(any(word.startswith(name) or name.startswith(word) for word in more) for name in fewer)
