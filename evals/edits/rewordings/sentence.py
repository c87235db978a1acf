"""Which sentences can be reworded, and how a reworded one becomes an edit."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

from evals.edits.edit import Edit, EditKind
from evals.edits.rewordings.words import words

Rewrite = Callable[[str, Random], str | None]
"""Rewords one sentence, or returns None where its pattern does not fit."""

Join = Callable[[str, str, Random], str | None]
"""Makes one sentence of two neighbours, or returns None where they do not fit together."""

_UNREADABLE = re.compile(
    r"https?:|www\.|\bftp:|github|\.com\b|\.org\b|[$\\^_{}<>=|~©]|\.\.\.|…"
    r"|(?<![\w-])(?:nd|ndings?|rst|ve|ne|eld|elds|nal|nally|cient)\b|[a-z]+i c\b|\bdi er|\be ect|\bde ne"
    r"|signicant|trafc|specic|efcien|difcult|\xad|[âÃÂý‚„†�]|&#?\w+;|\bsupplement(?:ary|al)\b"
    r"|\bavailability\b",
    re.IGNORECASE,
)
_HEADED = re.compile(
    r"[A-Z][\w/ &-]{2,40}:|[A-Z]{5,}\b|\W*\d+[.)]|"
    r"(?:Background|Objectives?|Methods?|Results?|Conclusions?|Purpose|Aims?|Summary|Introduction|Motivation|Abstract)"
    r"(?:[A-Z]|[/ ][A-Z])"
)
_BROKEN = re.compile(
    r"\w\.[A-Z][a-z]| -[a-z]|[a-z]{3,}\. \w|\. \(|[a-z]- (?!and|or|to)[a-z]|,,|\( | \)|\w\(\w{3,}"
    r"|\)\w{2,}| ,| \.$|\[\d|\?."
)
_BRACKETS = ("()", "[]")
_STATEMENT_OPENERS = frozenset(
    words("""
    we the this these those it they our a an each such their its both here one two three several many most all
    some in on using with by for to based when as experiments results extensive experimental
""")
)


def is_plain(sentence: str) -> bool:
    """Whether a sentence is whole prose: no address, formula, heading or loose bracket, of 6 to 60 words."""
    return (
        6 <= len(sentence.split()) <= 60
        and sentence.endswith(".")
        and sentence[0].isupper()
        and not _UNREADABLE.search(sentence)
        and not _HEADED.match(sentence)
        and not _BROKEN.search(sentence)
        and all(sentence.count(pair[0]) == sentence.count(pair[1]) for pair in _BRACKETS)
        and sentence.count('"') % 2 == 0
    )


def upper_first(text: str) -> str:
    """A text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def lower_first(sentence: str) -> str | None:
    """A sentence as it goes on after a comma, or None where its first word may be a name."""
    first = re.split(r"[ ,]", sentence, maxsplit=1)[0]
    return sentence[0].lower() + sentence[1:] if first.lower() in _STATEMENT_OPENERS else None


def _is_good(text: str | None, sources: Sequence[str]) -> bool:
    return text is not None and text not in sources and "  " not in text and len(text.split()) >= 4


def of_one(rewrite: Rewrite) -> EditKind:
    """The kind that rewords one plain sentence of the abstract."""

    def edit(sentences: Sequence[str], rng: Random) -> Edit | None:
        places = [place for place, sentence in enumerate(sentences) if is_plain(sentence)]
        rng.shuffle(places)
        for place in places:
            text = rewrite(sentences[place], rng)
            if text is not None and _is_good(text, [sentences[place]]):
                return Edit(text, (place,))
        return None

    return edit


def of_two(join: Join) -> EditKind:
    """The kind that makes one sentence of two plain neighbours."""

    def edit(sentences: Sequence[str], rng: Random) -> Edit | None:
        places = [
            place
            for place, (first, second) in enumerate(pairwise(sentences))
            if is_plain(first) and is_plain(second) and len(first.split()) + len(second.split()) <= 70
        ]
        rng.shuffle(places)
        for place in places:
            text = join(sentences[place], sentences[place + 1], rng)
            if text is not None and _is_good(text, sentences[place : place + 2]):
                return Edit(text, (place, place + 1))
        return None

    return edit


def one_of(*rewrites: Rewrite) -> Rewrite:
    """The first of these rewrites, in random order, that fits."""

    def rewrite(sentence: str, rng: Random) -> str | None:
        for attempt in rng.sample(rewrites, len(rewrites)):
            text = attempt(sentence, rng)
            if text is not None and text != sentence:
                return text
        return None

    return rewrite


def several_of(*rewrites: Rewrite, least: int, most: int) -> Rewrite:
    """As many of these rewrites as fit, one after another, from `least` to `most`."""

    def rewrite(sentence: str, rng: Random) -> str | None:
        text, done = sentence, 0
        for attempt in rng.sample(rewrites, len(rewrites)):
            changed = attempt(text, rng)
            if changed is not None and changed != text:
                text, done = changed, done + 1
            if done == most:
                break
        return text if done >= least else None

    return rewrite
