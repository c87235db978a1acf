"""A thing called by its name, by a pronoun or by its sort."""

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from evals.edits.edit import Edit
from evals.edits.rewordings.sentence import is_plain

_SORT = (
    r"(?:method|approach|framework|algorithm|technique|architecture|pipeline|model|system|benchmark"
    r"|dataset|tool|network)"
)
_NAME = r"[A-Z][\w-]*[A-Z0-9][\w-]*"
_INTRODUCED = re.compile(
    r"\b(?:[Ww]e|paper|work|study|article) (?:\w+ly |also |then )?(?:propose|introduce|present|develop"
    r"|describe|developed)s? (?:[A-Z][\w-]* |of |for )*?"
    rf"\(?({_NAME})\)?, an? (?:[\w-]+ ){{0,5}}?({_SORT})(?= (?:that|which|for|to|based|designed|with|of|by"
    r"|using|capable|in)\b|[.,])"
)
_SINGULAR = r"(?=(?:also |significantly |consistently |further |effectively )?(?:is|has|can|was|[a-z]+[^s]s) )"


class Introduction(NamedTuple):
    """Where an abstract introduces a named thing, and of which sort the thing is."""

    place: int
    name: str
    sort: str


def _introductions(sentences: Sequence[str]) -> Iterator[Introduction]:
    for place, sentence in enumerate(sentences):
        found = _INTRODUCED.search(sentence)
        if found and is_plain(sentence):
            yield Introduction(place, found[1], found[2])


def sort_for_name(sentences: Sequence[str], rng: Random) -> Edit | None:
    """The proposed method in place of its name."""
    found: list[Edit] = []
    for one in _introductions(sentences):
        for later in range(one.place + 1, len(sentences)):
            sentence = sentences[later]
            match = re.search(rf"(?:^|(?<=that )|(?<=, )){re.escape(one.name)} {_SINGULAR}", sentence)
            if match and is_plain(sentence) and sentence.count(one.name) == 1:
                subject = f"{'The' if match.start() == 0 else 'the'} {rng.choice(['proposed ', ''])}{one.sort} "
                found.append(Edit(sentence[: match.start()] + subject + sentence[match.end() :], (one.place, later)))
    return rng.choice(found) if found else None


def name_for_sort(sentences: Sequence[str], rng: Random) -> Edit | None:
    """The name of the proposed method in place of "our method"."""
    found: list[Edit] = []
    introductions = list(_introductions(sentences))
    if len(introductions) != 1:
        return None
    one = introductions[0]
    for later in range(one.place + 1, len(sentences)):
        sentence = sentences[later]
        match = re.search(
            rf"\b(?:[Oo]ur|[Tt]he proposed|[Tt]his) (?:proposed )?(?:{one.sort}|method|approach) {_SINGULAR}", sentence
        )
        if match and is_plain(sentence) and one.name not in sentence:
            found.append(Edit(f"{sentence[: match.start()]}{one.name} {sentence[match.end() :]}", (one.place, later)))
    return rng.choice(found) if found else None


_NOT_A_THING = re.compile(
    r"It (?:also )?(?:is|was|has been|remains|can be|may be|seems|appears|follows|turns) (?:also "
    r"|therefore |thus |often )?"
    r"(?!(?:an?|the|based|used|designed|able|written|implemented|available|freely|capable|aimed"
    r"|distinguished|applied)\b)"
)
_SUBJECT = re.compile(
    r"((?:The|This|Our) (?!most |main |first |only )(?:[\w-]+ ){0,3}[\w-]*[^s\W]|[A-Z][\w-]*[A-Z0-9][\w-]*)"
    r" (?:is|was|has|can|provides|allows|uses|contains|offers|supports|enables|combines|consists|includes"
    r"|describes|presents|aims|achieves|performs|plays|requires|takes|employs|introduces|explores"
    r"|discusses|shows) "
)
_PLACED = re.compile(
    r"(?:[Ww]e) (?:propose|introduce|present|describe|develop|developed) (?:a|an) (?:(?:new|novel) )?("
    rf"(?:[\w-]+ ){{0,2}}{_SORT})\b|[Ww]e (?:propose|introduce|present|describe|develop|developed) "
    rf"({_NAME}),"
)


def pronoun_resolved(first: str, second: str, _rng: Random) -> str | None:
    """The subject of the sentence before in place of "it"."""
    if not re.match(r"It (?:also |then |further |thus )?\w+ ", second) or _NOT_A_THING.match(second):
        return None
    placed, subject = _PLACED.search(first), _SUBJECT.match(first)
    if placed:
        return f"{placed[2] or 'The ' + placed[1]}{second[2:]}"
    if not subject or re.search(r"\b(?:that|which|of|in|and|for)\b", subject[1]):
        return None
    return f"{subject[1]}{second[2:]}"
