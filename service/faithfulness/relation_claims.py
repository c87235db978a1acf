"""What a sentence may say of two papers at once: a relation that an abstract states, a topic that both discuss."""

import re
from collections.abc import Sequence

from service.faithfulness.lexical import BOOSTERS, NEGATIONS, read

_STRONG = BOOSTERS | NEGATIONS
_QUOTED = re.compile("“[^”]*”")
_RELATIONS = """build builds built extend extends extended extension improve improves improved improvement outperform
    outperforms surpass surpasses exceed exceeds beat beats replace replaces supersede supersedes generalise generalises
    generalize generalizes refute refutes contradict contradicts confirm confirms inspire inspired derive derives
    derived underlie underpin complement complements subsume subsumes based unify unifies resolve resolves correct
    corrects advance advances simplify simplifies adapt adapts"""
_SHARED_TOPIC = re.compile(
    r"^(?:both (?P<subject>.{1,300}?) and “[^”]+”|(?:like|as with|as in|similar to) “[^”]+”,? (?P<it>.{1,100}?)),?"
    r" (?:address|concern|study|studie|consider|treat|examine|investigate)(?:s|es)? (?P<topic>[^,;:]+)\.$",
    re.IGNORECASE,
)
_THIS_PAPER = re.compile(
    r"(?:(?:it|this|the|recommended|proposed|paper|work|study|article|method|approach|authors)\s?)+", re.IGNORECASE
)


def unstated_relation(claim: str, cited: Sequence[str]) -> bool:
    """Whether a claim has one paper build on, beat or replace another, and no cited sentence uses such words."""
    relations = _stems(_QUOTED.sub(" ", claim)) & _RELATION_STEMS
    return bool(relations - {stem for sentence in cited for stem in _stems(sentence)})


def states_shared_topic(claim: str, title: str, here: Sequence[str], there: Sequence[str]) -> bool:
    """Whether a claim only says that both papers are about one topic, every word of which stands in both passages.

    `title` is the paper's own, `here` are its cited sentences, `there` those of the liked paper.
    """
    found = _SHARED_TOPIC.match(claim)
    if found is None:
        return False
    subject = _QUOTED.sub(title, found["subject"] or found["it"])
    named = _THIS_PAPER.fullmatch(subject) or _stems(subject) <= _stems(title)
    topic = _stems(found["topic"])
    shared = {stem for text in here for stem in _stems(text)} & {stem for text in there for stem in _stems(text)}
    plain = _STRONG.isdisjoint(token.text for line in read(found["topic"]).tokens for token in line)
    return bool(named and topic and plain) and topic <= shared


def _stems(text: str) -> frozenset[str]:
    return frozenset(token.stem for line in read(text).tokens for token in line if token.content)


_RELATION_STEMS = _stems(_RELATIONS)
