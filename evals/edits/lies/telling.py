"""A change of one sentence told as a summary would tell it: alone, joined to the next one, or with more cited."""

import re
from collections.abc import Sequence
from random import Random

from evals.edits.edit import Edit, EditKind
from evals.edits.lies.rewriting import Change

_UNUSABLE = re.compile(
    r"https?:|www\.|@|[\\${}^©_#]|<\w+>|\?|(?i:copyright|all rights reserved|github|available at)|\.\.|'''|:$"
)
_LEAD = re.compile(
    r"(?:In this (?:paper|work|study|article)|Here|However|Furthermore|Moreover|In addition|Additionally|Finally|"
    r"Specifically|To this end|In particular|Importantly|Notably),? (?=[a-z])"
)
_LOWERABLE = re.compile(
    r"(?:The|We|This|These|Our|It|They|In|On|For|With|A|An|Both|Such|Its|Their|Using|By|To|At|From|Many|Some) "
)
_ENGLISH = re.compile(r"\b(?:the|of|and|is|are|we|for|with|to|in)\b", re.IGNORECASE)
_JOINED = 0.2
_CITED_TOO = 0.15
_SHORTENED = 0.3
_LONGEST = 420


def told(change: Change) -> EditKind:
    """A kind of edit that makes the change in the first sentence, in random order, that allows it."""

    def edit(sentences: Sequence[str], rng: Random) -> Edit | None:
        abstract = " ".join(sentences)
        order = [place for place, sentence in enumerate(sentences) if usable(sentence)]
        rng.shuffle(order)
        for place in order:
            source = _shortened(sentences[place].strip(), rng)
            changed = change(source, abstract, rng)
            if changed is not None and _fold(changed) not in _fold(abstract):
                return _told(sentences, place, changed, rng)
        return None

    return edit


def usable(sentence: str) -> bool:
    """Whether a sentence is plain prose of a fair length."""
    words = sentence.split()
    if (
        not 6 <= len(words) <= 55
        or len(sentence) > _LONGEST
        or _UNUSABLE.search(sentence)
        or not _ENGLISH.search(sentence)
    ):
        return False
    return sentence[0].isupper() and sentence.rstrip().endswith(".") and sentence.count("(") == sentence.count(")")


def _fold(text: str) -> str:
    return " ".join(text.lower().split())


def _shortened(sentence: str, rng: Random) -> str:
    lead = _LEAD.match(sentence)
    if lead is None or rng.random() > _SHORTENED:
        return sentence
    return sentence[lead.end()].upper() + sentence[lead.end() + 1 :]


def _told(sentences: Sequence[str], place: int, changed: str, rng: Random) -> Edit:
    chance = rng.random()
    beside = [near for near in (place - 1, place + 1) if 0 <= near < len(sentences) and usable(sentences[near])]
    if not beside or chance > _JOINED + _CITED_TOO:
        return Edit(changed, (place,))
    near = rng.choice(beside)
    cited = (min(place, near), max(place, near))
    if chance > _JOINED:
        return Edit(changed, cited)
    parts = [changed if at == place else sentences[at].strip() for at in cited]
    joined = _joined(parts[0], parts[1], rng)
    return Edit(joined, cited) if joined else Edit(changed, (place,))


def _joined(first: str, second: str, rng: Random) -> str | None:
    if len(first) + len(second) > _LONGEST or not _LOWERABLE.match(second) or ";" in first + second:
        return None
    return first[:-1] + rng.choice([", and ", "; ", ", while "]) + second[0].lower() + second[1:]
