"""Rules that change one thing in a sentence, and keep its capital letter and its articles right."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

Change = Callable[[str, str, Random], str | None]
"""Changes a sentence of an abstract, or gives None: (sentence, whole abstract, rng)."""

Replacement = str | Callable[[re.Match[str], Random], str | None]
Rule = tuple[str, Replacement]

# A claim that widens becomes stronger, and so a lie, only where none of these stands before it.
_DOWNWARD = re.compile(
    r"\b(?:not|no|never|without|if|whether|unless|any|lack(?:s|ed|ing)?|fail(?:s|ed)?|few|neither|nor|hardly|"
    r"rarely|"
    r"avoid(?:s|ed|ing)?|prevent(?:s|ed|ing)?|all|every|each|than|except|cannot|difficult|impossible)\b|n't\b",
    re.IGNORECASE,
)
_SHOUTED = re.compile(r"[A-Z]{5}|[A-Z]{2,4}$")
_SOUNDS_LIKE_CONSONANT = re.compile(r"(?i)uni(?!n|m)|use|usu|util|eu|one\b|once|ubiq")
_SOUNDS_LIKE_VOWEL = re.compile(r"(?i)hour|honest|heir")
_SAYS_A_LETTER = re.compile(r"[FHLMNRSX](?:[A-Z0-9]|$)")


def rewrite(*rules: Rule, unless: str = "", upward: bool = False, cased: bool = False) -> Change:
    """A change by the first of the rules, tried in random order wherever they match, that gives a new text.

    A sentence that `unless` matches is left alone; with `upward`, so is a match after a word such as "not" or "if".
    """
    flags = 0 if cased else re.IGNORECASE
    compiled = [(re.compile(pattern, flags), new) for pattern, new in rules]
    forbidden = re.compile(unless, flags) if unless else None

    def change(sentence: str, _abstract: str, rng: Random) -> str | None:
        if forbidden and forbidden.search(sentence):
            return None
        places = [(match, new) for pattern, new in compiled for match in pattern.finditer(sentence)]
        if upward:
            places = [place for place in places if not _DOWNWARD.search(sentence, 0, place[0].start())]
        rng.shuffle(places)
        return next(_changed(sentence, places, rng), None)

    return change


def _changed(sentence: str, places: Sequence[tuple[re.Match[str], Replacement]], rng: Random) -> Iterator[str]:
    for match, new in places:
        text = match.expand(new) if isinstance(new, str) else new(match, rng)
        if text is not None and text != match.group() and not _SHOUTED.match(match.group()):
            yield put(sentence, match.start(), match.end(), text)


def put(sentence: str, start: int, end: int, text: str) -> str:
    """The sentence with a stretch replaced: a first letter stays a capital, an article before it is made to fit."""
    if text[:1].islower() and sentence[start].isupper() and (start == 0 or sentence[start - 2] in ":.;"):
        text = text[:1].upper() + text[1:]
    if not text:
        return _without(sentence[:start], sentence[end:])
    return _fit_article(sentence[:start], text) + text + sentence[end:]


def _without(before: str, after: str) -> str:
    if not before.strip():
        after = after.lstrip(" ,")
        return after[:1].upper() + after[1:]
    return before.rstrip() + after if after[:1] in ".,; " else before + after


def _fit_article(before: str, text: str) -> str:
    found = re.search(r"(?:^|[\s(])([Aa])n? $", before)
    if not found:
        return before
    return before[: found.end(1)] + ("n " if _needs_an(text) else " ")


def _needs_an(text: str) -> bool:
    if _SOUNDS_LIKE_VOWEL.match(text) or _SAYS_A_LETTER.match(text):
        return True
    return text[0] in "aeiouAEIOU8" and not _SOUNDS_LIKE_CONSONANT.match(text)


def exchange(new_words: Mapping[str, str], *, after: str = "", before: str = "", cased: bool = False) -> Rule:
    """A rule that replaces whole words; a replacement may offer several, parted by "|".

    The patterns say what must stand right after and before a word. A replacement that the sentence has already is not
    taken: "large and small" would become "small and small".
    """
    longest_first = sorted(new_words, key=len, reverse=True)
    pattern = rf"(?<![\w-]){before}(?:{'|'.join(map(re.escape, longest_first))})(?![\w-]){after}"

    def new(match: re.Match[str], rng: Random) -> str | None:
        words = new_words[match.group() if cased else match.group().lower()].split("|")
        free = [word for word in words if not has_word(match.string, word)]
        return rng.choice(free) if free else None

    return pattern, new


def has_word(text: str, word: str) -> bool:
    """Whether a text has a word or a phrase, whatever the case."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def both_ways(pairs: str) -> dict[str, str]:
    """Opposites given as "high/low early/late", each for the other; an underscore stands for a space."""
    words = [pair.replace("_", " ").split("/") for pair in pairs.split()]
    return {one: other for first, second in words for one, other in ((first, second), (second, first))}


def one_way(pairs: str) -> dict[str, str]:
    """Words and what replaces them, given as "may/will might/will|shall"; an underscore stands for a space."""
    return dict(pair.replace("_", " ").split("/", 1) for pair in pairs.split())


def after(words: str) -> str:
    """A pattern for the place right after one of the words and a space."""
    return "(?:" + "|".join(rf"(?<=\b{word} )" for word in words.split()) + ")"
