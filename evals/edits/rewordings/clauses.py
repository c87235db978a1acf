"""One complete clause taken out of a sentence of two."""

import re
from random import Random

from evals.edits.rewordings.grammar import has_verb, is_dependent, is_negated
from evals.edits.rewordings.sentence import upper_first

_NEXT = re.compile(
    r", and (?=(?:we|it|they|our|this|these|the [\w-]+ (?:is|are|was|were|can|has)) )|; (?=(?:we|our|the"
    r"(?! other)|this|these|it|they) )"
)


def _halves(sentence: str) -> tuple[str, str] | None:
    cuts = list(_NEXT.finditer(sentence))
    if len(cuts) != 1 or re.search(r"[:(]|\bboth\b|\beither\b|\brespectively\b", sentence):
        return None
    first, second = sentence[: cuts[0].start()], sentence[cuts[0].end() : -1]
    return (first, second) if min(len(first.split()), len(second.split())) >= 5 else None


def first_clause(sentence: str, _rng: Random) -> str | None:
    """The first of two main clauses."""
    halves = _halves(sentence)
    if not halves or is_negated(halves[0]) or is_dependent(sentence) or not has_verb(halves[0]):
        return None
    return halves[0] + "."


def second_clause(sentence: str, _rng: Random) -> str | None:
    """The second of two main clauses, where it stands by itself."""
    halves = _halves(sentence)
    if not halves or is_dependent(sentence) or not has_verb(halves[1]) or ";" in halves[1]:
        return None
    if re.search(r"\b(?:that|if|when|whether|assum\w+|hypothes\w+|suppose|claim\w*|not)\b", halves[0]):
        return None
    if (
        re.match(r"[^,]*, ", halves[0])
        and halves[1].startswith("the ")
        and re.match(r"(?:In|For|With|On|At|During|From|By|To|However)\b", halves[0])
    ):
        return None
    return upper_first(halves[1]) + "." if re.match(r"(?:we|our|the) ", halves[1]) else None
