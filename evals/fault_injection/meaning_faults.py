"""Faults that change what a text says: a number, a unit, a polarity, a term, a claim's strength."""

import re
from random import Random

from evals.fault_injection.honest_text import HonestText, swap
from evals.fault_injection.wordings import OVERCLAIMS, REVERSALS, Wordings
from service.text import fold, terms

_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-]|[.,]\d)")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|can|could|may|might|will|would|should|has|have|does|do|did)\b(?! not)(?!n't)", re.IGNORECASE
)
_NEGATED = re.compile(r"\b(?:do|does|did) not (?=\w)|(?<=\w)n't\b| not\b|\bnot ", re.IGNORECASE)
_VERBS = (
    "show|propose|present|introduce|improve|outperform|achieve|reduce|increase|enable|provide|demonstrate|use|allow|learn|perform|"
    "generate|require|lead|result|help|promote|inhibit|induce|affect|depend|regulate|enhance|decrease|yield|produce|develop|find|reveal|"
    "suggest|indicate|capture|support|drive|contribute|play|address|apply|combine|describe|study|investigate|predict|identify"
)
_THIRD = re.compile(rf"\b({_VERBS})(e?s)\b")
_PLAIN = re.compile(rf"\b(?<=we )({_VERBS})\b", re.IGNORECASE)
_HEDGED = (
    (re.compile(r"\b(?:may|might|could) be\b"), "is"),
    (re.compile(r"\b(?:may|might|could) (?:potentially |possibly |also )?(\w+)\b"), r"\1s"),
    (re.compile(r"\bappears? to be\b|\bseems? to be\b"), "is"),
    (re.compile(r"\b(?:appears?|seems?|tends?) to (\w+)\b"), r"\1s"),
    (re.compile(r"\bsuggest(s|ing|ed)?\b(?= that|ing| a| the)"), r"prov\1"),
    (re.compile(r"\bindicat(es|ing|ed|e)\b"), r"prov\1"),
    (re.compile(r"\b(?:is|are) likely to be\b"), "is"),
    (
        re.compile(
            r"\b(?:potentially|possibly|probably|likely|perhaps|partially|partly|somewhat|generally|"
            r"typically|usually|often|sometimes|nearly|almost) "
        ),
        "",
    ),
    (re.compile(r"\bpotential (?=[a-z])"), ""),
)
_RESERVE = re.compile(
    r"\b(?:may|might|could|appears?|seems?|tends?|suggest\w*|indicat\w+|likely|potential(?:ly)?|possibl[ey]|probably|perhaps|partially|partly|"
    r"somewhat|generally|typically|usually|often|sometimes|nearly|almost)\b"
)
_PROVED = {
    "prov": "prove",
    "provs": "proves",
    "proving": "proving",
    "proved": "proved",
    "prove": "prove",
    "proves": "proves",
}
# Words that name no thing in particular: swapping them changes no term.
_GENERAL_LIST = """
    model method approach network algorithm paper work author result framework technique task performance
    problem system function process study analysis information feature experiment effect dataset application
    number level state large small different various multiple several efficient better higher lower improve
    improvement provide propose present introduce include require generate produce achieve perform demonstrate
    evaluate investigate explore identify reveal enable allow using based other their these which while where
    about under between through across during without within however important significant possible potential
    specific particular general simple common current previous recent existing similar further first second
    class theory architecture strategy procedure technology order quality value range cases types terms solution
    setting human training
"""
_GENERAL = frozenset(_GENERAL_LIST.split())
_UNITS = {
    "%": "x",
    "percent": "times",
    "times": "percent",
    "×": "%",
    "x": "%",
    "ms": "s",
    "s": "ms",
    "seconds": "minutes",
    "minutes": "hours",
    "hours": "days",
    "days": "weeks",
    "weeks": "months",
    "months": "years",
    "years": "months",
    "gb": "MB",
    "mb": "GB",
    "mm": "cm",
    "cm": "mm",
    "nm": "mm",
    "km": "m",
    "kg": "g",
    "mg": "g",
    "hz": "kHz",
    "db": "Hz",
    "million": "billion",
    "billion": "million",
    "thousand": "million",
    "fold": "%",
    "points": "times",
    "day": "week",
    "hour": "day",
}
_UNIT = re.compile(
    r"(?<=\d)(\s?)(" + "|".join(sorted((re.escape(u) for u in _UNITS), key=len, reverse=True)) + r")(?![A-Za-z])",
    re.IGNORECASE,
)


def number_changed(case: HonestText, rng: Random, _: Wordings) -> str | None:
    """Replace a number by one that neither text nor source contains."""
    found = list(_NUMBER.finditer(case.text))
    if not found:
        return None
    hit = rng.choice(found)
    known = set(_NUMBER.findall(f"{case.title} {case.abstract} {case.text}"))
    old = hit.group()
    for _try in range(50):
        new = "".join(rng.choice("123456789") if c.isdigit() else c for c in old)
        if new not in known:
            return swap(case.text, hit.span(), new)
    return None


def number_added(case: HonestText, rng: Random, _: Wordings) -> str:
    """Add a figure that the source does not give."""
    number = f"{rng.randint(13, 97)}.{rng.randint(1, 9)}"
    addition = rng.choice(
        [
            f", a gain of {number}%",
            f" by {number}%",
            f" on {rng.randint(13, 97)} benchmarks",
            f" (p = 0.0{rng.randint(11, 49)})",
        ]
    )
    return _before_the_end(case.text, addition)


def unit_changed(case: HonestText, rng: Random, _: Wordings) -> str | None:
    """Keep a number, change its unit."""
    found = list(_UNIT.finditer(case.text))
    if not found:
        return None
    hit = rng.choice(found)
    return swap(case.text, hit.span(2), _UNITS[hit.group(2).lower()])


def negation_flipped(case: HonestText, rng: Random, _: Wordings) -> str | None:
    """Take a negation away, or negate a verb."""
    negated = list(_NEGATED.finditer(case.text))
    if negated:
        hit = rng.choice(negated)
        return swap(case.text, hit.span(), " " if hit.group().startswith(" ") else "").replace("  ", " ").strip()
    options = [(m.span(), f"{m.group()} not") for m in _AUXILIARY.finditer(case.text)]
    options += [(m.span(), f"does not {m.group(1)}") for m in _THIRD.finditer(case.text)]
    options += [(m.span(), f"do not {m.group(1)}") for m in _PLAIN.finditer(case.text)]
    return swap(case.text, *rng.choice(options)) if options else None


def direction_reversed(case: HonestText, rng: Random, words: Wordings) -> str | None:
    """Turn one comparison or direction round."""
    pairs = words.of(REVERSALS)
    options: list[tuple[tuple[int, int], str]] = []
    for left, right in pairs:
        options += [(m.span(), right) for m in re.finditer(rf"\b{left}\b", case.text)]
        options += [(m.span(), left) for m in re.finditer(rf"\b{right}\b", case.text)]
    return swap(case.text, *rng.choice(sorted(options))) if options else None


def entity_swapped(case: HonestText, rng: Random, _: Wordings) -> str | None:
    """Replace a term that the source uses by a term of another paper."""
    source = set(terms(f"{case.title} {case.abstract}"))
    own = [
        m
        for m in re.finditer(r"\b[^\W\d_][\w-]{4,}\b", case.text)
        if set(terms(m.group())) and set(terms(m.group())) <= source
    ]
    theirs = sorted(
        {m for m in re.findall(r"\b[^\W\d_][\w-]{4,}\b", case.far) if set(terms(m)) and not set(terms(m)) & source}
    )
    nouns = [m for m in own if _nounish(m.group())]
    donors = [w for w in theirs if _nounish(w)]
    if not nouns or not donors:
        return None
    hit = rng.choice(nouns)
    return swap(case.text, hit.span(), rng.choice(donors))


def overclaim(case: HonestText, rng: Random, words: Wordings) -> str | None:
    """Add a claim of certainty, generality or fame."""
    options: list[str] = []
    for pattern, strong in words.of(OVERCLAIMS):
        options += [swap(case.text, m.span(), m.expand(strong)) for m in re.finditer(pattern, case.text)]
    return rng.choice(options) if options else None


def hedge_dropped(case: HonestText, rng: Random, _: Wordings) -> str | None:
    """Say plainly what the text, as the source, said with reserve."""
    if not _RESERVE.search(case.abstract):
        return None
    options = [
        swap(case.text, m.span(), m.expand(plain)) for pattern, plain in _HEDGED for m in pattern.finditer(case.text)
    ]
    if not options:
        return None
    text = re.sub(r"\bprov(?:s|ing|ed|es|e)?\b", lambda m: _PROVED.get(m.group(), m.group()), rng.choice(options))
    return text[0].upper() + text[1:] if text and case.text[:1].isupper() else text


def acronym_misexpanded(case: HonestText, rng: Random, _: Wordings) -> str | None:
    """Explain an acronym with words that the source does not use."""
    found = [m for m in re.finditer(r"\b[A-Z]{2,5}\b(?! ?[(-])", case.text) if m.group() in case.abstract + case.title]
    donors = sorted(w for w in set(terms(case.far + " " + case.near)) if w.isalpha())
    if not found or not donors:
        return None
    hit = rng.choice(found)
    expansion = [rng.choice([w for w in donors if w[0] == c.lower()] or donors).capitalize() for c in hit.group()]
    if set(terms(" ".join(expansion))) <= set(terms(case.abstract)):
        return None
    return swap(case.text, hit.span(), f"{hit.group()} ({' '.join(expansion)})")


def _before_the_end(text: str, addition: str) -> str:
    body = text.rstrip()
    return body[:-1] + addition + body[-1] if body[-1:] in ".!?" else body + addition


def _nounish(word: str) -> bool:
    low = fold(word)
    return (
        low.rstrip("s") not in _GENERAL
        and not low.endswith(("ly", "ing", "ed", "ize", "ise", "izes", "ous", "ive", "ful"))
        and len(low) > 4
    )
