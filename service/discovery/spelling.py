"""What somebody may have meant whose words no paper has: the nearest words that papers have."""

from collections.abc import Sequence
from difflib import get_close_matches

from service.recommender import KeywordIndex
from service.text import WORD, fold

_NEAR = 0.75  # of difflib's ratio: one letter wrong of four
_MOST = 3  # suggestions
_FURTHER = 2  # letters that a word may be longer or shorter


def suggestions(index: KeywordIndex, query: str, unknown: Sequence[str]) -> tuple[str, ...]:
    """Up to three queries with each unknown word in its nearest known spellings, best first; none without a near one.

    Only words that begin with the same letter are compared.
    """
    nearest = {word: near for word in unknown if (near := _nearest(index, word))}
    if not nearest:
        return ()
    choices = ({word: near[min(place, len(near) - 1)] for word, near in nearest.items()} for place in range(_MOST))
    return tuple(dict.fromkeys(_with(query, choice) for choice in choices))


def _nearest(index: KeywordIndex, word: str) -> list[str]:
    known = {*index.texts.beginning_with(word[0]), *index.authors.beginning_with(word[0])}
    near = [term for term in known if abs(len(term) - len(word)) <= _FURTHER]
    return get_close_matches(word, sorted(near), _MOST, _NEAR)


def _with(query: str, spelt: dict[str, str]) -> str:
    """The query with other words in the place of some."""
    return WORD.sub(lambda word: spelt.get(fold(word[0]), word[0]), query)
