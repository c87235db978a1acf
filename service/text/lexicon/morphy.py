"""Uninflected forms that an English word may have, by the rules of WordNet's `morphy`."""

from collections.abc import Iterator, Mapping
from enum import IntEnum


class Part(IntEnum):
    """Parts of speech."""

    NOUN = 0
    VERB = 1
    ADJECTIVE = 2
    ADVERB = 3


Irregular = Mapping[str, tuple[tuple[str, Part], ...]]
"""Uninflected forms of irregular words."""

LONGEST = 40  # letters of a word that is looked up: no lemma is longer, and a cache shall not keep what is no word

# Rules of detachment, https://wordnet.princeton.edu/documentation/morphy7wn
_ENDINGS: tuple[tuple[str, str, Part], ...] = (
    ("s", "", Part.NOUN), ("ses", "s", Part.NOUN), ("xes", "x", Part.NOUN), ("zes", "z", Part.NOUN),
    ("ches", "ch", Part.NOUN), ("shes", "sh", Part.NOUN), ("men", "man", Part.NOUN), ("ies", "y", Part.NOUN),
    ("s", "", Part.VERB), ("ies", "y", Part.VERB), ("es", "e", Part.VERB), ("es", "", Part.VERB),
    ("ed", "e", Part.VERB), ("ed", "", Part.VERB), ("ing", "e", Part.VERB), ("ing", "", Part.VERB),
    ("er", "", Part.ADJECTIVE), ("est", "", Part.ADJECTIVE), ("er", "e", Part.ADJECTIVE), ("est", "e", Part.ADJECTIVE),
)  # fmt: skip
_LAST = frozenset(ending[-1] for ending, _, _ in _ENDINGS)


def candidates(word: str, irregular: Irregular) -> Iterator[tuple[str, Part]]:
    """Forms that would be a lemma if they are words: the word itself, and without the ending of an inflection."""
    for part in Part:
        yield word, part
    exceptions = irregular.get(word, ())
    yield from exceptions
    if word[-1:] not in _LAST or word.endswith("ss"):
        return
    done = {part for _, part in exceptions}  # "axes" is a form of "ax", by the list of exceptions, and not of "axe"
    for ending, other, part in _ENDINGS:
        if part not in done and word.endswith(ending):
            yield word[: -len(ending)] + other, part
