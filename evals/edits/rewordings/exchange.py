"""Words exchanged for others by a table, with the case and the article that they need."""

import re
from collections.abc import Mapping
from random import Random

from evals.edits.rewordings.sentence import Rewrite

_VOWEL = re.compile(r"(?:[aeio]|u(?!n[ia]|se|su|ti|bi|k))(?!ne\b|nce\b|uro|u[ck])", re.IGNORECASE)
_ARTICLE = re.compile(r"\b([Aa])n? $")


def fit_article(before: str, following: str) -> str:
    """The text before a word, with "a" or "an" at its end as the word needs it."""
    found = _ARTICLE.search(before)
    if not found:
        return before
    return before[: found.start()] + found[1] + ("n " if _VOWEL.match(following) else " ")


def put(sentence: str, start: int, end: int, replacement: str) -> str:
    """A sentence with one stretch replaced: the first letter's case is kept and the article before it fits."""
    if sentence[start : start + 1].isupper():
        replacement = replacement[:1].upper() + replacement[1:]
    before = sentence[:start]
    if replacement:
        before = fit_article(before, replacement)
    return before + replacement + sentence[end:]


def exchanged(table: Mapping[str, str], *, barred: str = "", not_after: str = "", not_before: str = "") -> Rewrite:
    """The rewrite that exchanges one word or phrase of the table (alternatives are separated by "/").

    It does nothing in a sentence with what is `barred`, nor beside the words of `not_after` and `not_before`.
    """
    keys = "|".join(re.escape(key) for key in sorted(table, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{keys})(?![\w-])", re.IGNORECASE)
    bar = re.compile(barred) if barred else None
    before = re.compile(rf"\b(?:{not_after}) $", re.IGNORECASE) if not_after else None
    after = re.compile(rf" (?:{not_before})\b") if not_before else None

    def rewrite(sentence: str, rng: Random) -> str | None:
        found = [
            match
            for match in pattern.finditer(sentence)
            if _keeps_case(match[0])
            and not (before and before.search(sentence[: match.start()]))
            and not (after and after.match(sentence[match.end() :]))
        ]
        if not found or (bar and bar.search(sentence)):
            return None
        match = rng.choice(found)
        return put(sentence, match.start(), match.end(), rng.choice(table[match[0].lower()].split("/")))

    return rewrite


def _keeps_case(text: str) -> bool:
    """Whether only the first letter may be a capital, so that no name or acronym is touched."""
    return text[1:] == text[1:].lower()


def both_ways(pairs: Mapping[str, str]) -> dict[str, str]:
    """A table that can be read from either side."""
    return {**pairs, **{value: key for key, value in pairs.items()}}


def table(text: str) -> dict[str, str]:
    """A table from "one = other; this = that/alternative"."""
    entries = (re.split(r"\s*=\s*", entry) for entry in re.sub(r"\s+", " ", text).strip(" ;").split("; "))
    return dict(entries)
