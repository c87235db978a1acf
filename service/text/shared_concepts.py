"""What texts have in common, the most telling concepts first."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from service.text.concepts import Concept
from service.text.generic_words import GENERIC_NAMES
from service.text.word_forms import stem

Concepts = Mapping[str, Concept]
"""The concepts of a text by key, in an order, see `find_concepts` and `most_telling_first`."""


def most_telling_first(found: Concepts, document_frequency: Callable[[str], int]) -> Concepts:
    """The concepts of a text in order: phrases before single words, repeated ones before others, then rare ones.

    A phrase is as rare as its rarest word, so that papers without that word, be they many, do not move it.
    What half of a science is about (neural network) comes last.
    """

    def place(key: str) -> tuple[bool, bool, bool, int, int, str]:
        concept = found[key]
        rarest = min(map(document_frequency, concept.words), default=0)
        return key in GENERIC_NAMES, len(concept.words) < 2, concept.occurrences < 2, rarest, -len(key), key

    return {key: found[key] for key in sorted(found, key=place)}


def shared_concepts(mine: Concepts, theirs: Concepts, most: int = 5) -> tuple[str, ...]:
    """Up to `most` concepts of both texts, in the order and spelling of the first."""
    both = filter(theirs.__contains__, mine)
    return _distinct((mine[key] for key in both if mine[key].ends or theirs[key].ends), most)


def common_concepts(texts: Sequence[Concepts], most: int = 5) -> tuple[str, ...]:
    """Up to `most` concepts that name what several texts are about, in the spelling of the first that has them.

    They are those of two or more, if there are any; what more texts have comes first, and a phrase counts twice.
    """
    counts = Counter(chain.from_iterable(texts))
    least = min(2, max(counts.values(), default=0))
    first = {key: next(found[key] for found in texts if key in found) for key, n in counts.items() if n >= least}
    keys = sorted(first, key=lambda key: (key in GENERIC_NAMES, -counts[key] * min(len(first[key].words), 2)))
    return _distinct((first[key] for key in keys if _ends_in_any(texts, key)), most)


def _ends_in_any(texts: Sequence[Concepts], key: str) -> bool:
    return any(key in found and found[key].ends for found in texts)


def _distinct(concepts: Iterable[Concept], most: int) -> tuple[str, ...]:
    """The first ones that add something to those before them: no part of one, no other form of it, no acronym."""
    chosen: list[str] = []
    said: set[str] = set()
    for concept in concepts:
        if not said.issuperset(concept.telling):
            chosen.append(concept.written)
            if len(chosen) == most:
                break
            said.update(_said_by(concept.words))
    return tuple(chosen)


@lru_cache(maxsize=30_000)
def _said_by(words: tuple[str, ...]) -> tuple[str, ...]:
    """What need not be said after these words: the stem of each, and their acronym."""
    stems = tuple(map(stem, words))
    return (*stems, "".join([word[0] for word in words])) if len(words) > 1 else stems
