"""What somebody may have meant whose words no paper has: the nearest words that papers have."""

from collections.abc import Sequence
from difflib import get_close_matches

from service.recommender import KeywordIndex
from service.text import WORD, fold

_NEAR = 0.8  # of difflib's ratio: one letter wrong of five
_MOST = 3  # suggestions
_FURTHER = 2  # letters that a word may be longer or shorter


def suggestions(index: KeywordIndex, query: str, unknown: Sequence[str]) -> tuple[str, ...]:
    """The query with each unknown word in its nearest known spelling; of one word the three nearest, best first.

    Only words that begin with the same letter are compared; without a near one there is nothing to suggest.
    """
    nearest = {word: near for word in unknown if (near := _nearest(index, word))}
    if not nearest:
        return ()
    if len(nearest) == 1:
        ((word, near),) = nearest.items()
        return tuple(_with(query, {word: term}) for term in near)
    return (_with(query, {word: near[0] for word, near in nearest.items()}),)


def _nearest(index: KeywordIndex, word: str) -> list[str]:
    known = {*index.texts.beginning_with(word[0]), *index.authors.beginning_with(word[0])}
    near = [term for term in known if abs(len(term) - len(word)) <= _FURTHER]
    return get_close_matches(word, sorted(near), _MOST, _NEAR)


def _with(query: str, spelt: dict[str, str]) -> str:
    """The query with other words in the place of some."""
    return WORD.sub(lambda word: spelt.get(fold(word[0]), word[0]), query)
