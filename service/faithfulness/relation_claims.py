"""What a sentence may say of two papers at once: a relation that an abstract states, a matter that both speak of."""

import re
from collections.abc import Sequence

from service.faithfulness.lexical import BOOSTERS, NEGATIONS, read

_WEIGHTY = BOOSTERS | NEGATIONS
_QUOTED = re.compile("“[^”]*”")
_RELATIONS = """build builds built extend extends extended extension improve improves improved improvement outperform
    outperforms surpass surpasses exceed exceeds beat beats replace replaces supersede supersedes generalise generalises
    generalize generalizes refute refutes contradict contradicts confirm confirms inspire inspired derive derives
    derived underlie underpin complement complements subsume subsumes based unify unifies resolve resolves correct
    corrects advance advances simplify simplifies adapt adapts"""
_CONNECTED = re.compile(
    r"^(?:both (?P<subject>.{1,300}?) and “[^”]+”|(?:like|as with|as in|similar to) “[^”]+”,? (?P<it>.{1,100}?)),?"
    r" (?:address|concern|study|studie|consider|treat|examine|investigate)(?:s|es)? (?P<matter>[^,;:]+)\.$",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"(?:(?:it|this|the|recommended|proposed|paper|work|study|article|method|approach|authors)\s?)+", re.IGNORECASE
)


def unstated_relation(claim: str, cited: Sequence[str]) -> bool:
    """Whether a claim has one paper build on, beat or replace another, and no cited sentence uses such words."""
    said = _roots(_QUOTED.sub(" ", claim)) & _RELATION_ROOTS
    return bool(said - {root for sentence in cited for root in _roots(sentence)})


def states_shared_topic(claim: str, title: str, here: Sequence[str], there: Sequence[str]) -> bool:
    """Whether a claim only says that both papers are about one matter, every word of which stands in both passages.

    `title` is the paper's own, `here` are its cited sentences, `there` those of the liked paper.
    """
    found = _CONNECTED.match(claim)
    if found is None:
        return False
    subject = _QUOTED.sub(title, found["subject"] or found["it"])
    named = _SELF.fullmatch(subject) or _roots(subject) <= _roots(title)
    matter = _roots(found["matter"])
    shared = {root for text in here for root in _roots(text)} & {root for text in there for root in _roots(text)}
    plain = _WEIGHTY.isdisjoint(token.text for line in read(found["matter"]).tokens for token in line)
    return bool(named and matter and plain) and matter <= shared


def _roots(text: str) -> frozenset[str]:
    return frozenset(token.root for line in read(text).tokens for token in line if token.content)


_RELATION_ROOTS = _roots(_RELATIONS)
