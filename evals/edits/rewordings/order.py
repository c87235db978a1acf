"""Parts of a sentence in another order."""

import re
from random import Random

from evals.edits.rewordings.grammar import has_second_verb, has_verb, is_negated, looks_plural
from evals.edits.rewordings.sentence import lower_first, upper_first

_WHEN = re.compile(
    r"(When|If|Because|Although|Though|Whenever|Once|Until|Unless|After|Before|Since) ([^,;:()]+), ([^;:()]+)\.$"
)


_NO_SUBJECT = re.compile(
    r"(?:in|at|on|for|with|and|by|from|to|but|under|(?:most|many|some|none|both|all|few) (?:are|were|of|have|is))\b"
)
_NO_CLAUSE = re.compile(r"\w+(?:ed|ing)\b|confined|known|given|taken|used")
_LOOKS_BACK = re.compile(
    r"\b(?:it|they|them|its|their|this|these|such|then|who|whose|former|there|that|which)\b"
    r"|, (?:and|but|which|while|\w+ing|with|as)\b"
)


def condition_last(sentence: str, _rng: Random) -> str | None:
    """The opening clause put last."""
    found = _WHEN.match(sentence)
    if not found or not has_verb(found[2]) or _NO_CLAUSE.match(found[2]) or _NO_SUBJECT.match(found[3]):
        return None
    if _LOOKS_BACK.search(found[3]) or (found[1] in {"Because", "Since"} and is_negated(found[3])):
        return None
    comma = "," if found[1] in {"Although", "Though"} else ""
    main = lower_first(found[3][0].upper() + found[3][1:]) or found[3]
    return f"{upper_first(main)}{comma} {found[1].lower()} {found[2]}." if len(found[3].split()) <= 28 else None


_PURPOSE = re.compile(
    r"((?:To|By|Using|Through|With|In order to|Based on|Via|Here, using) [^,;:]+), (we|I|the authors) ([^,;:]+)\.$"
)


def purpose_last(sentence: str, _rng: Random) -> str | None:
    """The opening purpose or means put last."""
    found = _PURPOSE.match(sentence)
    if (
        not found
        or found[1].startswith(("To our", "To the best", "With the", "Here"))
        or re.search(r"\b(?:it|they|them|this|its|these|their)\b", found[3])
    ):
        return None
    if (
        re.match(r"To this end|With this|To that end", found[1])
        or has_second_verb(found[3])
        or len(found[3].split()) > 22
    ):
        return None
    if re.search(r"\b(?:that|which|whether|by|using|to|and|without|or|find|show|demonstrate)\b", found[3]):
        return None
    return f"{upper_first(found[2])} {found[3]} {found[1][0].lower()}{found[1][1:]}."


def condition_first(sentence: str, _rng: Random) -> str | None:
    """A closing clause put first."""
    found = re.match(
        r"([A-Z][^,;:()]+?),? ((?<!assess )(?<!determine )(?<!predict )(?<!understand )(?<!decide )"
        r"(?<!know )when|because|although|whereas|while|even though|as long as) ([^,;:()]+)\.$",
        sentence,
    )
    if not found or re.search(
        r"^(?:This|It|These|That)\b|\b(?:that|which|whether|who|because|when|if|while|but|and|not|only|active|even"
        r"|since|to|especially|particularly|just|where|whereas|as)\b",
        found[1],
    ):
        return None
    if (
        (found[2] == "when" and ", when" in sentence)
        or not has_verb(found[3])
        or not has_verb(found[1])
        or re.search(r"\b(?:it|they|them|its|their|this|these|them|he|when|if)\b", found[3])
    ):
        return None
    main = lower_first(found[1])
    return f"{upper_first(found[2])} {found[3]}, {main}." if main else None


_ITEM = r"([a-z][a-z-]{3,}(?: [a-z][a-z-]{3,})?)"
_LIST = re.compile(
    rf"(\b(?:such as|including|between|through|of|for|in|with|by|as|on)) {_ITEM}, {_ITEM},? and {_ITEM}(?=[.;,])"
)
_PAIR = re.compile(
    r"(\b(?:of|for|in|by|the|both|its|their|between|on|as|with)) ([a-z][a-z-]{4,}) and ([a-z][a-z-]{4,})"
    r"(?=[.;,]| (?:of|in|is|are)\b)"
)
_ENDINGS = (
    "tion",
    "tions",
    "ity",
    "ment",
    "ness",
    "ance",
    "ence",
    "ing",
    "al",
    "ive",
    "ical",
    "ology",
    "ics",
    "ency",
    "ful",
    "ers",
    "ors",
    "ists",
    "als",
    "sis",
    "ly",
    "ies",
)
_FIXED = frozenset(
    ["former", "latter", "first", "last", "research", "trial", "input", "error", "before", "after", "pros", "training"]
)


def list_reordered(sentence: str, rng: Random) -> str | None:
    """The items of a list without an order, in another one."""
    if re.search(r"\b(?:respectively|then|former|latter|followed|sequential\w*|order|steps?)\b", sentence):
        return None
    found = [match for match in _LIST.finditer(sentence) if _alike(list(match.groups()[1:]))]
    if found:
        match = rng.choice(found)
        lead, first, second, third = match.groups()
        moved = rng.choice([(second, first, third), (third, first, second), (third, second, first)])
        return f"{sentence[: match.start()]}{lead} {moved[0]}, {moved[1]}, and {moved[2]}{sentence[match.end() :]}"
    pairs = [
        match
        for match in _PAIR.finditer(sentence)
        if _same_ending(match[2], match[3]) and not (match[3].endswith("ing") and sentence[match.end()] == " ")
    ]
    if not pairs:
        return None
    match = rng.choice(pairs)
    return f"{sentence[: match.start()]}{match[1]} {match[3]} and {match[2]}{sentence[match.end() :]}"


def _alike(items: list[str]) -> bool:
    small = re.compile(
        r"\b(?:that|which|their|with|from|into|then|also|more|such|this|using|other|have|been|these|thus|both"
        r"|each|only|related|many|most|your)\b"
    )
    return (
        not any(small.search(item) for item in items)
        and not {word for item in items for word in item.split()} & _FIXED
        and len({len(item.split()) for item in items}) == 1
    )


def _same_ending(first: str, second: str) -> bool:
    return (
        first != second
        and not {first, second} & _FIXED
        and any(first.endswith(end) and second.endswith(end) for end in _ENDINGS)
    )


_THING = r"((?!the |their |its |our |these |this |two |other |such |both |each )[a-z][a-z-]{3,}(?: [a-z][a-z-]{3,})?)"
_BETWEEN = re.compile(
    r"\b(correlations?|interactions?|relationships?|relations?|associations?|similarit(?:y|ies)"
    r"|differences?|distances?|links?|gap"
    r"|trade-offs?|tradeoffs?|balance|connections?|comparisons?|boundar(?:y|ies)|correspondence|interplay"
    r"|overlap|bridge|agreement"
    r"|dependenc(?:y|ies)|distinctions?|feedback|discrepanc(?:y|ies)|alignment|competition|cooperation"
    r"|collaboration) between"
    rf" {_THING} and {_THING}(?=[.,;]| (?:in|is|was|are|were|for|that|can|by|as|on|has|have|at|within"
    r"|during|through)\b)"
)


def _are_alike(first: str, second: str) -> bool:
    words = len(first.split())
    return words == len(second.split()) and (words == 1 or looks_plural(first) == looks_plural(second))


def between_swapped(sentence: str, rng: Random) -> str | None:
    """The two sides of a relation between two things, the second first."""
    found = [match for match in _BETWEEN.finditer(sentence) if _are_alike(match[2], match[3])]
    if not found or "respectively" in sentence:
        return None
    match = rng.choice(found)
    return f"{sentence[: match.start()]}{match[1]} between {match[3]} and {match[2]}{sentence[match.end() :]}"
