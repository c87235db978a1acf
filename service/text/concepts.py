"""The concepts of a text: phrases of one to three words that name what it is about, as the text spells them.

Candidates are the runs of words between punctuation and words that name nothing (RAKE: Rose, Engel, Cramer & Cowley,
Automatic keyword extraction from individual documents, 2010), and the phrases within such a run.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from service.text.cleaning import STOP_WORDS, fold, terms
from service.text.generic_words import GENERIC_NAMES, generic_kind
from service.text.word_forms import is_adjective, is_adverb, normalised, stem
from service.text.word_sets import word_set

_MOST_WORDS = 3  # in a phrase
_MOST_READ = 12_000  # characters of an abstract: five times the longest usual one
_LONGEST = 40  # characters of a word
_SHORTEST = 3  # letters of a concept

_ADDRESS = re.compile(r"(?<!\S)(?=\S*(?:://|www\.|@|\w\.(?:com|org|net|edu|io|gov)\b))\S+")
_TOKEN = re.compile(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)?(?:[-‐‑][^\W_]+)*+")
_HYPHEN = re.compile("[-‐‑]")
_NUMBER = re.compile(r"\d(?![a-z]$)")  # 10x, 128x128 and 20th, but not 3D
_PREFIXES = word_set("auto co cross hyper inter intra meta pre post re self sub super")

_FEWEST_WORDS = 20  # from which a text shows whether it is English
_ENGLISH = 0.1  # stop words among all words; of English abstracts hardly any has less than 0.2
_LONG_WORD = 6  # letters, which function words of other languages seldom have

_Spellings = dict[str, Counter[tuple[int, str]]]


class Concept(NamedTuple):
    """A concept as its text usually spells it, and how often it occurs; its `words` are those of `terms`.

    It `ends` a run of words somewhere, or is but part of longer names ("support vector" of a machine). `telling` are
    the stems of the words that are not generic, or of all when all are.
    """

    written: str
    occurrences: int
    ends: bool
    words: tuple[str, ...]
    telling: tuple[str, ...]


class _Word(NamedTuple):
    """A word at start:end of its token: whether it tells something, and whether a phrase may end with it."""

    key: str
    start: int
    end: int
    tells: bool
    names: bool


def find_concepts(title: str, abstract: str) -> dict[str, Concept]:
    """The concepts of a paper by a key that all spellings share: with a hyphen, plural, British or American.

    Of a text in another language, the long words that title and abstract share.
    """
    spellings: _Spellings = defaultdict(Counter)
    ends: set[str] = set()
    for text, in_title in ((title, True), (abstract[:_MOST_READ], False)):
        for run in _runs(text):
            for key, start, end, is_last in _phrases(run):
                spellings[key][2 if in_title else _opens_sentence(text, start), text[start:end]] += 1
                if is_last:
                    ends.add(key)
    if not _is_english(abstract):
        spellings = _long_words_of_both(spellings)
    return {key: _concept(found, ends=key in ends) for key, found in spellings.items()}


def _concept(found: Counter[tuple[int, str]], *, ends: bool) -> Concept:
    written = _usual_spelling(found)
    words = tuple(terms(written))
    telling = [word for word in words if generic_kind(word) is None] or words
    return Concept(written, sum(found.values()), ends or _is_acronym(found), words, tuple(map(stem, telling)))


def _runs(text: str) -> Iterator[list[_Word]]:
    """The words between punctuation and empty words, at their places in the text."""
    run: list[_Word] = []
    last = 0
    for token in _TOKEN.finditer(_ADDRESS.sub(lambda address: "." * len(address[0]), text)):
        at, end = token.span()
        if run and text[last:at] != " ":
            yield run
            run = []
        for word in _words(token[0]) if end - at <= _LONGEST else (None,):
            if word is not None:
                key, start, end_of_word, tells, names = word
                run.append(_Word(key, at + start, at + end_of_word, tells, names))
            elif run:
                yield run
                run = []
        last = end
    if run:
        yield run


def _phrases(run: list[_Word]) -> Iterator[tuple[str, int, int, bool]]:
    """The key and place of each concept in a run, and whether it ends the run."""
    for first in range(len(run)):
        key, tells = "", False
        for at in range(first, min(first + _MOST_WORDS, len(run))):
            word = run[at]
            key += word.key
            tells = tells or word.tells
            if (word.names and tells and len(key) >= _SHORTEST) or key in GENERIC_NAMES:
                yield key, run[first].start, word.end, at == len(run) - 1


@lru_cache(maxsize=30_000)
def _words(token: str) -> tuple[_Word | None, ...]:
    """The words of a token, None for one that names nothing: more than one when it is joined by hyphens.

    Whole stays what begins with a word that would be lost, or has a link in it: few-shot, k-means, text-to-speech.
    """
    parts = _HYPHEN.split(fold(token))
    if len(parts) == 1:
        return (_word(parts[0], token),)
    if generic_kind(parts[0]) in {"adjective", "empty"} or any(len(p) == 1 or p in STOP_WORDS for p in parts[:-1]):
        return (_compound(parts, token),)
    words: list[_Word | None] = []
    at = 0
    for written in _HYPHEN.split(token):
        word = _word(fold(written), written)
        words.append(word and word._replace(start=at, end=at + len(written)))
        at += len(written) + 1
    return tuple(words)


def _word(folded: str, written: str) -> _Word | None:
    key, kind = normalised(folded), generic_kind(folded.partition("'")[0])  # doesn't, we're
    if kind == "empty" or len(key) < 2 or key.isdecimal() or _NUMBER.match(key) or is_adverb(folded):
        return None
    return _Word(key, 0, len(written), kind is None, kind == "noun" or (kind is None and not is_adjective(folded)))


def _compound(parts: list[str], written: str) -> _Word | None:
    last = generic_kind(parts[-1])
    if all(part.isdecimal() or generic_kind(part) for part in parts) and (last == "empty" or parts[0] not in _PREFIXES):
        return None
    names = len(parts[0]) == 1 or parts[0] in _PREFIXES or parts[-1].endswith("ing") or len(parts) > 2
    key = "".join(parts[:-1]) + normalised(parts[-1])
    return _Word(key, 0, len(written), tells=True, names=names and not is_adjective(parts[-1]))


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" (“\"'‘")
    return not before or before[-1] in ".!?:"


def _usual_spelling(found: Counter[tuple[int, str]]) -> str:
    """The most frequent spelling within sentences, else of their first words, else of the title."""
    if len(found) == 1:
        return next(iter(found))[1]
    return min(found, key=lambda place: (place[0], -found[place]))[1]


def _is_acronym(found: Counter[tuple[int, str]]) -> bool:
    return any(" " not in written and written[1:] != written[1:].lower() for _, written in found)


def _is_english(abstract: str) -> bool:
    words = fold(abstract[:_MOST_READ]).split()
    return len(words) < _FEWEST_WORDS or sum(word in STOP_WORDS for word in words) >= _ENGLISH * len(words)


def _long_words_of_both(spellings: _Spellings) -> _Spellings:
    """The long single words that both title and abstract have."""
    return {
        key: found
        for key, found in spellings.items()
        if len(key) >= _LONG_WORD
        and len({place == 2 for place, _ in found}) == 2
        and not any(" " in written for _, written in found)
    }
