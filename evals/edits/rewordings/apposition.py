"""What a thing is, told beside its name or in a clause of its own."""

import re
from random import Random

from evals.edits.rewordings.grammar import has_second_verb

_NAME = r"(?:[A-Z][\w-]*(?: [A-Z][\w-]*){0,5}(?: \([A-Z][\w-]*\))?)"
_OPENING = re.compile(r"(?:It|The|A|An|This|That|These|There|Our|We|In|One|What|Each|Here|Such|Both|All|Most|Another|Some|Any|His|Its|Their)\b")


def two_apposed(first: str, second: str, _rng: Random) -> str | None:
    """ "X is a Y." and "It does Z." as "X, a Y, does Z." """
    found = re.match(rf"({_NAME}) (is|are) ((?:a|an|the|one of the) [^,;:]+)\.$", first)
    if not found or _OPENING.match(first) or len(found[3].split()) > 22:
        return None
    again = re.match(rf"(?:It|They|This (?:method|approach|model|system|tool|protein|disease|framework|algorithm)|{re.escape(found[1])}) (?=(\w+))", second)
    if not again or re.match(r"It is (?:\w+ )?(?:\w+) (?:that|to)\b|It (?:has been|was|remains) \w+ (?:that|to)\b", second):
        return None
    return f"{found[1]}, {found[3]}, {second[again.end() :]}"


def apposed(sentence: str, _rng: Random) -> str | None:
    """ "X is a Y that does Z." as "X, a Y, does Z." """
    found = re.match(rf"({_NAME}|[A-Z][\w-]+(?: [a-z-]+){{0,2}}) (is|are|was) ((?:a|an|the) [^,;:]+?)(?:, | )(?:that|which) (\w+[^;:]*)\.$", sentence)
    if not found or _OPENING.match(sentence) or not re.match(r"(?:\w+s|can|has|have|is|was|may|will)\b", found[4]):
        return None
    if re.search(r"\b(?:that|which|not)\b", found[3]) or found[2] == "are" or has_second_verb(found[4]):
        return None
    return f"{found[1]}, {found[3]}, {found[4]}."


def unfolded(sentence: str, _rng: Random) -> str | None:
    """ "We propose X, a Y" as "X is a Y". """
    found = re.match(
        rf"(?:.*\b[Ww]e|This (?:paper|work|study|article)) (?:\w+ly |also |then )?(?:propose|introduce|present|develop|describe|developed|created|built)s? "
        rf"({_NAME}), (an? [^;:]+)\.$",
        sentence,
    )
    if not found or re.search(r", (?:and|we) (?:we|show|demonstrate|evaluate|prove|an? )|\b(?:we|our|us)\b", found[2]) or has_second_verb(found[2]):
        return None
    return f"{found[1]} is {found[2]}."
