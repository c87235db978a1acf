"""Acronyms that an abstract defines, and their long forms."""

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from evals.edits.edit import Edit
from evals.edits.rewordings.sentence import is_plain, upper_first

_BRACKETED = re.compile(r" \(([A-Z][A-Za-z]{1,7})\)")
_UNSURE = frozenset("FHLMNRSXU")


class Definition(NamedTuple):
    """An acronym in brackets after its long form: where they stand in a sentence, and what they are."""

    start: int
    end: int
    long: str
    short: str


def _definitions(sentence: str) -> Iterator[Definition]:
    for found in _BRACKETED.finditer(sentence):
        letters = found[1].removesuffix("s").lower()
        words = list(re.finditer(r"[A-Za-z]+", sentence[: found.start()]))[-len(letters) :]
        if len(words) == len(letters) > 1 and all(
            word[0][0].lower() == letter for word, letter in zip(words, letters, strict=True)
        ):
            start = words[0].start()
            long = sentence[start : found.start()]
            if not re.search(r"[^\w -]", long) and not re.search(r"\w-$", sentence[:start]):
                yield Definition(start, found.end(), long, found[1])


def _fits(before: str, definition: Definition) -> bool:
    """Whether the article before the long form, if there is one, also fits the acronym."""
    article = re.search(r"\b([Aa]n?) $", before)
    if not article:
        return True
    return definition.short[0] not in _UNSURE and (definition.short[0] in "AEIO") == article[1].lower().endswith("n")


def short_for_definition(sentence: str, rng: Random) -> str | None:
    """The acronym alone, where the sentence gives both forms."""
    found = [each for each in _definitions(sentence) if _fits(sentence[: each.start], each)]
    if not found:
        return None
    one = rng.choice(found)
    return sentence[: one.start] + one.short + sentence[one.end :]


def long_for_definition(sentence: str, rng: Random) -> str | None:
    """The long form alone, where the sentence gives both forms and does not use the short one again."""
    found = [each for each in _definitions(sentence) if not re.search(rf"\b{each.short}s?\b", sentence[each.end :])]
    if not found:
        return None
    one = rng.choice(found)
    return sentence[: one.start] + one.long + sentence[one.end :]


def long_for_acronym(sentences: Sequence[str], rng: Random) -> Edit | None:
    """The long form in a later sentence, in place of the acronym."""
    found: list[Edit] = []
    for place, sentence in enumerate(sentences):
        for one in _definitions(sentence):
            for later in range(place + 1, len(sentences)):
                text = _expanded(sentences[later], one) if is_plain(sentences[later]) else None
                if text:
                    found.append(Edit(text, (place, later)))
    return rng.choice(found) if found else None


def _expanded(sentence: str, definition: Definition) -> str | None:
    uses = list(re.finditer(rf"(?<![\w-])(?<!\()({definition.short})(?![\w-]|\)|['’])", sentence))
    if len(uses) != 1 or re.search(r"\b[Aa]n? $", sentence[: uses[0].start()]):
        return None
    long = definition.long if uses[0].start() else upper_first(definition.long)
    return sentence[: uses[0].start()] + long + sentence[uses[0].end() :]
