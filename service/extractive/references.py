"""References by name to what was said before ("these limitations", "such parallelograms"), and where that was said."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from service.extractive.phrases import PAPER
from service.extractive.standalone_sentences import StandaloneSentence
from service.text import STOP_WORDS, fold, is_adverb, stem, terms

_POINTS = re.compile(
    rf"\b(?:these|this(?! {PAPER}\b)|such(?! (?:as|that|an?)\b)|the (?:above|aforementioned)) (?=([^,.;:()]{{1,80}}))",
    re.IGNORECASE,
)
_MOST_WORDS: Final = 2  # of a name: a third is often the verb

Introducers = Sequence[frozenset[int]]
"""For each reference of a sentence the sentences of which one has to stand before it."""


def introducers(title: str, found: Sequence[StandaloneSentence]) -> list[Introducers]:
    """What each sentence needs before it: for each reference the earlier sentences that have a word of its name.

    Where none has, it is the sentence right before; what the title or the sentence itself has named needs nothing.
    """
    stems = [frozenset(map(stem, terms(sentence.text))) for sentence in found]
    known = frozenset(map(stem, terms(title)))
    return [
        [_before(at, name, found, stems) for name in _names(sentence.text, known)] for at, sentence in enumerate(found)
    ]


def introduced(needed: Introducers, before: Sequence[int]) -> bool:
    """Whether all that a sentence refers to is in the sentences `before` it."""
    return all(not one.isdisjoint(before) for one in needed)


def _names(sentence: str, known: frozenset[str]) -> list[frozenset[str]]:
    """The stems of each reference's words, unless one of them stands before it or is known."""
    names: list[frozenset[str]] = []
    named, read = set(known), 0
    for reference in _POINTS.finditer(sentence):
        named.update(map(stem, terms(sentence[read : reference.start()])))
        read = reference.start()
        words = takewhile(lambda word: word not in STOP_WORDS, fold(reference[1]).split()[:_MOST_WORDS])
        name = frozenset(stem(term) for word in words if not is_adverb(word) for term in terms(word))
        if name and name.isdisjoint(named):
            names.append(name)
    return names


def _before(
    at: int, name: frozenset[str], found: Sequence[StandaloneSentence], stems: Sequence[frozenset[str]]
) -> frozenset[int]:
    named = {i for i in range(at) if not name.isdisjoint(stems[i])}
    made = {i for i in range(at) if found[at].about_work and found[i].rhetoric.does}
    return frozenset(named | made or range(at)[-1:])
