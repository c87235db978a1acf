"""Queries for papers that somebody knows: what is remembered of one, and the paper that is meant."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from service.text import terms

_SYLLABLES = ("ba", "den", "fo", "gar", "hol", "ke", "lin", "mo", "nar", "pi", "quo", "ras", "sel", "tu", "vol", "zim")
_SHARED = 3  # papers that one made-up surname stands for, about
_LEAST = 5  # letters of a word that is misspelt


class KnownItem(NamedTuple):
    """A query of some kind, and the number of the paper that it is about."""

    kind: str
    query: str
    paper: int


def known_items(paper: int, title: str, surname: str, summaries: Sequence[str], seed: int) -> list[KnownItem]:
    """The queries for one paper: its summaries, its title with two words gone or misspelt, its author and a word."""
    rng = np.random.default_rng([seed, paper])
    found = [KnownItem("summary", summary, paper) for summary in summaries]
    words = title.split()
    if len(words) > 3:
        found.append(KnownItem("title, two words gone", _without_two(words, rng), paper))
    if sum(_may_err(word) for word in words) >= 2:
        found.append(KnownItem("title, two words misspelt", _misspelt(words, rng), paper))
    if known := terms(title):
        found.append(KnownItem("author and word", f"{surname} {known[int(rng.integers(len(known)))]}", paper))
    return found


def surnames(papers: int, seed: int) -> list[str]:
    """A made-up surname for each paper, of which about three share one."""
    rng = np.random.default_rng([seed, papers])
    names = ["".join(rng.choice(_SYLLABLES, 3)).capitalize() for _ in range(max(papers // _SHARED, 1))]
    return [names[number] for number in rng.integers(0, len(names), papers)]


def _without_two(words: list[str], rng: np.random.Generator) -> str:
    gone = set(rng.choice(len(words), 2, replace=False).tolist())
    return " ".join(word for place, word in enumerate(words) if place not in gone)


def _misspelt(words: list[str], rng: np.random.Generator) -> str:
    """Two of the longer words with two neighbouring letters exchanged, or one letter lost."""
    long = [place for place, word in enumerate(words) if _may_err(word)]
    changed = list(words)
    drawn: list[int] = rng.choice(long, 2, replace=False).tolist()
    for place in drawn:
        word, at = words[place], int(rng.integers(1, len(words[place]) - 2))
        lost = rng.random() < 0.5
        changed[place] = word[:at] + ("" if lost else word[at + 1] + word[at]) + word[at + (1 if lost else 2) :]
    return " ".join(changed)


def _may_err(word: str) -> bool:
    return word.isalpha() and len(word) >= _LEAST
