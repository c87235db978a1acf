"""Names in an abstract, and one put in the place of another."""

import re
from random import Random

from evals.edits.lies.rewriting import Change, put

_NAME = r"[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*(?:-[A-Z0-9][A-Za-z0-9]*)*"
_CODE = re.compile(r"\d{4}|\d-|^[A-Z]\d+$")
_NOT_NAMES = frozenset(
    [
        "DNA",
        "RNA",
        "USA",
        "UK",
        "EU",
        "US",
        "PCR",
        "AI",
        "ML",
        "NLP",
        "PhD",
        "HIV",
        "GPU",
        "CPU",
        "API",
        "APIs",
        "III",
        "CI",
        "OR",
        "HR",
        "SD",
        "SE",
        "RR",
    ]
)


def names(text: str) -> list[str]:
    """Names such as BERT or STAT3 in the order of their first mention, each once."""
    found = re.findall(rf"(?<![\w/.-]){_NAME}(?![\w/-])", text)
    return [
        name for name in dict.fromkeys(found) if name not in _NOT_NAMES and len(name) > 2 and not _CODE.search(name)
    ]


def _alike(one: str, other: str) -> bool:
    """Whether two names may be forms of one, or a name and its extension."""
    a, b = one.lower().rstrip("s"), other.lower().rstrip("s")
    return a in b or b in a or a[:3] == b[:3] or a[-4:] == b[-4:]


def other_name(before: str) -> Change:
    """A change of a name after one of the words for another name of the abstract, absent from the sentence."""
    place = re.compile(rf"(?:{before})({_NAME})(?![\w/-])(?! \()")

    def change(sentence: str, abstract: str, rng: Random) -> str | None:
        places = [match for match in place.finditer(sentence) if match[1] in names(match[1])]
        rng.shuffle(places)
        for match in places:
            others = _candidates(match[1], sentence, abstract)
            if others:
                return put(sentence, match.start(1), match.end(1), rng.choice(others))
        return None

    return change


def _candidates(name: str, sentence: str, abstract: str) -> list[str]:
    present = names(sentence)
    plural = name.endswith("s")
    return [
        other
        for other in names(abstract)
        if other.endswith("s") == plural
        and other not in sentence
        and len(other) < 13
        and not any(_alike(other, known) for known in present)
    ]
