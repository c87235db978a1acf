"""What a thing is, told beside its name or in a clause of its own."""

import re
from random import Random

from evals.edits.rewordings.grammar import has_second_verb

_NAME = r"(?:[A-Z][\w-]*(?: [A-Z][\w-]*){0,5}(?: \([A-Z][\w-]*\))?)"
_OPENING = re.compile(
    r"(?:It|The|A|An|This|That|These|There|Our|We|In|One|What|Each|Here|Such|Both|All|Most|Another|Some"
    r"|Any|His|Its|Their)\b"
)


_IS_A = re.compile(rf"({_NAME}) (?:is|are) ((?:a|an|the|one of the) [^,;:]+)\.$")
_PUT_FORWARD = re.compile(
    r"(?:.*\b[Ww]e|This (?:paper|work|study|article)) (?:\w+ly |also |then )?(?:propose|introduce|present"
    rf"|develop|describe|developed|created)s? ({_NAME}), (an? [^;:,]+)\.$"
)
_NOT_TOLD = re.compile(r"\b(?:we|our|us|they)\b")


def two_apposed(first: str, second: str, _rng: Random) -> str | None:
    """What a thing is told in a phrase beside its name, of two sentences ("X is a Y. It does Z.")."""
    found = _IS_A.match(first) or _PUT_FORWARD.match(first)
    if not found or (found.re is _IS_A and _OPENING.match(first)) or len(first.split()) > 30:
        return None
    name, what = found[1], found[found.lastindex or 0]
    again = re.match(
        r"(?:(?:It|They|(?:This|Our|The proposed) (?:method|approach|model|system|tool|protein|disease"
        r"|framework|algorithm))"
        rf"|{re.escape(name)}(?= (?:is|are|has|have|can|was|uses|provides|also|achieves|combines|leverages"
        r"|consists|allows)\b)) (?=\w)",
        second,
    )
    if (
        not again
        or _NOT_TOLD.search(what)
        or re.match(r"It is (?:\w+ )?(?:\w+) (?:that|to)\b|It (?:has been|was|remains) \w+ (?:that|to)\b", second)
    ):
        return None
    return f"{name}, {what}, {second[again.end() :]}"


def apposed(sentence: str, _rng: Random) -> str | None:
    """What a thing is told in a phrase beside its name ("X is a Y that does Z.")."""
    found = re.match(
        rf"({_NAME}|[A-Z][\w-]+(?: [a-z-]+){{0,2}}) (is|are|was) ((?:a|an|the) [^,;:]+?)(?:, | )(?:that|which) "
        r"(\w+[^;:]*)\.$",
        sentence,
    )
    if not found or _OPENING.match(sentence) or not re.match(r"(?:\w+s|can|has|have|is|was|may|will)\b", found[4]):
        return None
    if (
        re.search(r"\b(?:that|which|not)\b| (?:in|for|at|of|on|by|to|with|from|through)$", found[3])
        or found[2] == "are"
        or has_second_verb(found[4])
    ):
        return None
    return f"{found[1]}, {found[3]}, {found[4]}."


def unfolded(sentence: str, _rng: Random) -> str | None:
    """What a proposed thing is, told as a sentence ("We propose X, a Y.")."""
    found = re.match(
        r"(?:.*\b[Ww]e|This (?:paper|work|study|article)) (?:\w+ly |also |then )?(?:propose|introduce|present"
        r"|develop|describe|developed|created|built)s? "
        rf"({_NAME}), (an? [^;:]+)\.$",
        sentence,
    )
    if (
        not found
        or re.search(r", (?:and|we) (?:we|show|demonstrate|evaluate|prove|an? )|\b(?:we|our|us)\b", found[2])
        or has_second_verb(found[2])
    ):
        return None
    return f"{found[1]} {'are' if re.search('[A-Z]s[)]$', found[1]) else 'is'} {found[2]}."
