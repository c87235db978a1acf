"""Neighbouring sentences put into one."""

import re
from collections.abc import Sequence
from random import Random

from evals.edits.edit import Edit
from evals.edits.rewordings.grammar import is_dependent, looks_plural
from evals.edits.rewordings.sentence import is_plain, lower_first

_ADDING = re.compile(r"(?:Furthermore|Moreover|In addition|Additionally|Also|Further|Besides), ")
_CONTRASTING = re.compile(r"(?:In contrast|By contrast|Conversely|On the other hand|However), ")
_LINKED = re.compile(
    r"(?:However|Thus|Therefore|Hence|Consequently|Nevertheless|Nonetheless|Instead|Yet|But|And|Then|Next"
    r"|Finally|Second"
    r"|Third|Similarly|Indeed|For example|For instance|In particular|Specifically|That is|Rather|Still"
    r"|Also|So|Otherwise"
    r"|In contrast|By contrast|On the other hand|As a result|In this way|In other words|Conversely|Here|In turn"
    r"|Meanwhile|To this end|To that end|To do so|For this|Together|Overall|Likewise|Accordingly|As such"
    r"|In summary|In conclusion|Taken together)\b"
)
_CLAIM = re.compile(r"\b(?:that|whether|how|why|if|when|because|although|while|whereas|unless|not|no)\b")
_LOOKS_BACK = re.compile(
    r"This (?:also |further |thus |in turn |then )?(?:allows|enables|leads|makes|results|suggests|means"
    r"|implies|reduces|improves|ensures"
    r"|prevents|requires|gives|causes|raises|limits|creates|hinders|restricts|indicates|avoids|facilitates|provides"
    r"|is (?:due|because|achieved|done|consistent|important|particularly|especially|analogous)) "
)
_BACKWARD = re.compile(r"(?:This|These|Those|It|They|Such|Their|Its|Each|Both|Here)\b")


def _body(sentence: str) -> str:
    return sentence[:-1]


def _second(sentence: str) -> str | None:
    plain = _ADDING.sub("", sentence)
    plain = plain[0].upper() + plain[1:]
    return None if _LINKED.match(plain) or is_dependent(plain) else lower_first(plain)


def _may_lead(first: str, second: str) -> bool:
    """Whether the second statement cannot be read as part of what the first one claims or conditions."""
    return not is_dependent(first) and (second.startswith(("we ", "our ")) or not _CLAIM.search(first))


def with_and(first: str, second: str, _rng: Random) -> str | None:
    """Two sentences as two main clauses joined by "and"."""
    rest = _second(second)
    if rest is None or not _may_lead(first, rest) or ", and " in first[-60:]:
        return None
    return f"{_body(first)}, and {rest}"


def with_semicolon(first: str, second: str, _rng: Random) -> str | None:
    """Two sentences with a semicolon between them."""
    if ";" in first + second or ":" in first:
        return None
    if _LINKED.match(second):
        link = re.match(r"(?:However|Thus|Therefore|Hence|Consequently|Moreover|For example|For instance), ", second)
        return f"{_body(first)}; {second[0].lower()}{second[1:]}" if link else None
    rest = lower_first(second)
    return None if rest is None or is_dependent(second) else f"{_body(first)}; {rest}"


def with_while(first: str, second: str, rng: Random) -> str | None:
    """Two contrasted or parallel sentences joined by "while" or "whereas"."""
    contrast = _CONTRASTING.match(second)
    plain = second[contrast.end() :] if contrast else second
    if is_dependent(first) or re.match(r"\w+ed\b|\w+ing\b", plain) or _CLAIM.search(first):
        return None
    if not contrast and not _parallel(first, second):
        return None
    word = rng.choice(["while", "whereas"]) if contrast else "while"
    plain = plain[0].upper() + plain[1:]
    rest = lower_first(plain)
    return None if rest is None or is_dependent(plain) or _BACKWARD.match(plain) else f"{_body(first)}, {word} {rest}"


def _parallel(first: str, second: str) -> bool:
    words = first.split()[:2], second.split()[:2]
    return (
        words[0][0] == words[1][0] == "The"
        and words[0] != words[1]
        and max(map(len, map(str.split, [first, second]))) < 28
    )


def with_shared_subject(first: str, second: str, rng: Random) -> str | None:
    """Two sentences on what one subject does, which is named once."""
    plain = _ADDING.sub("", second)
    plain = plain[0].upper() + plain[1:]
    start = re.match(r"(We|It|Our \w+|The (?:proposed |new )?\w+|This \w+) (?:also |further |then )?(?=(\w+))", plain)
    same = re.match(
        r"(?:In this (?:paper|work|study|article), |Here,? )?([Ww]e|It|Our \w+|The (?:proposed |new )?\w+|This \w+) ",
        first,
    )
    if not start or not same or same[1].lower() != start[1].lower() or re.match(r"\w+ly\b", start[2]):
        return None
    if start[2] in {"not", "cannot"} or (
        len(start[1].split()) > 1 and not re.match(r"(?:\w+s|can|is|has|was)$", start[2])
    ):
        return None
    if _CLAIM.search(first) or re.search(r"\band\b|;", first[len(same[0]) :][-90:]):
        return None
    return f"{_body(first)}{rng.choice([' and also', ', and also'])} {plain[start.end() :]}"


def with_backward_link(first: str, second: str, rng: Random) -> str | None:
    """Two sentences of which the second only looks back on the first, joined by "which" or "this"."""
    if not _LOOKS_BACK.match(second) or re.search(r"\bthat\b|\bwhich\b|;|:", first) or is_dependent(first):
        return None
    link = (
        rng.choice(["which", "and this"]) if looks_plural(_body(first)) else "and this"
    )  # "which" would name the last word
    return f"{_body(first)}, {link} {second[5:]}"


def three_joined(sentences: Sequence[str], rng: Random) -> Edit | None:
    """Three short neighbours in one sentence."""
    places = [
        place
        for place in range(len(sentences) - 2)
        if all(map(is_plain, sentences[place : place + 3]))
        and sum(len(s.split()) for s in sentences[place : place + 3]) < 75
    ]
    rng.shuffle(places)
    for place in places:
        first, second, third = sentences[place : place + 3]
        middle, last = _second(second), _second(third)
        if (
            middle
            and last
            and _may_lead(first, middle)
            and _may_lead(second, last)
            and not re.search("[;:]", first + second)
        ):
            return Edit(f"{_body(first)}; {_body(middle)}; and {last}", (place, place + 1, place + 2))
    return None
