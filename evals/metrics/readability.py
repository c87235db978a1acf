"""How a text about somebody else's paper reads, by its words alone: no grade here uses the rules of the writer."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from evals.metrics.score import Score
from service.papers import Paper
from service.text import fold, sentences, short_forms, word_set, words

_TITLE = re.compile(r"“[^”]*”")
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|us|[Oo]urs?|[Oo]urselves|[Mm]y)\b|\bI\b(?= [a-z])")
_STOCK = re.compile(
    r"\b(?:extensive|comprehensive|experimental)\b[^.]{0,40}\b(?:demonstrat|show|validat|verif|confirm)\w* "
    r"(?:the|its) (?:effectiveness|superiority|efficacy)(?: and \w+)? of (?:the|our|this)(?: proposed)? "
    r"(?:method|approach|model|framework)",
    re.IGNORECASE,
)
_TEX = re.compile(r"\\[A-Za-z]+|~\w+\d{4}|[_^]\{|\bmath(?:cal|bb|rm|bf)\b|\$[^$\d][^$]*\$|\{\w+\}")
_RESULT = re.compile(
    r"\b(?:outperform|surpass|superior (?:to|performance)|state[- ]of[- ]the[- ]art (?:results|performance|accuracy))"
    r"|\b(?:we|results?|experiments?|simulations|findings|evaluations?) (?:\w+ ){0,3}?"
    r"(?:show|demonstrate|find|found|reveal|prove)s? that\b"
    r"|\b(?:reduc|improv|increas|decreas)\w* [^.]{0,60}\bby (?:up to |over |about |around |\w+ )?\d",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.])\d[\d.,]*\s?(?:\\?%|per ?cent\b|×|x(?= (?:faster|fewer|less"
    r"|more|speed|smaller|lower|higher|improve|reduc))"
    r"|times (?:faster|fewer|less|more|smaller|lower|higher|better)|-?fold\b|orders? of magnitude)",
    re.IGNORECASE,
)
# "such models", "these two limitations": what is pointed at is one of the words that follow.
_POINTER = re.compile(
    r"\b(?:these|this(?! \w+s\b)|such|the (?:above|aforementioned)) (?!as\b|that\b|an?\b|in\b"
    r"|(?:paper|work|study|article|survey|review|report|talk)\b)"
    r"(?P<named>\w[\w-]*(?: \w[\w-]*)?)",
    re.IGNORECASE,
)
_LETTERS = 5  # that two words have to share
# The words that rendering brings in, besides long forms that the abstract itself explains.
_RENDERED = word_set("the authors author they them their a an")


def readability(paper: Paper, text: str) -> dict[str, Score]:
    """Each grade by name, 0 to 1 where it is a share; titles that a text quotes are not read."""
    said = _TITLE.sub("", text)
    hanging = next(_hanging(paper, said), None)
    return {
        "third_person": _without(_FIRST_PERSON, said),
        "no_stock_phrase": _without(_STOCK, said),
        "no_formula_source": _without(_TEX, said),
        "result": _result(paper.abstract, said),
        "headline_number": _headline(paper.abstract, said),
        "introduced": Score.flag(hanging is None, f"“{hanging}” hangs"),
        "in_80_words": Score.flag(len(text.split()) <= 80, f"{len(text.split())} words"),
        "share_of_abstract": Score(value=len(text) / max(1, len(paper.abstract))),
    }


def rendered(title: str, abstract: str, text: str) -> Score:
    """The share of sentences that are the source's after deletions and the listed renderings, word by word in order."""
    lines = [text[line.start : line.end] for line in sentences(text)]
    known = [words(fold(abstract[line.start : line.end])) for line in sentences(abstract)] + [words(fold(title))]
    explained = set(words(fold(" ".join(short_forms(abstract).values()))))
    other = [line for line in lines if not any(_renders(words(fold(line)), source, explained) for source in known)]
    if not lines:
        return Score(value=None, why="there is no sentence")
    return Score(value=1 - len(other) / len(lines), why="; ".join(f"not in the source: {line[:120]}" for line in other))


def _renders(line: list[str], source: list[str], explained: set[str]) -> bool:
    matched = SequenceMatcher(None, source, line, autojunk=False).get_matching_blocks()
    at = {place for block in matched for place in range(block.b, block.b + block.size)}
    added = [word for place, word in enumerate(line) if place not in at]
    verbs = {word + ending for word in source for ending in ("s", "es")}
    return all(word in _RENDERED | explained | verbs for word in added)


def _without(pattern: re.Pattern[str], text: str) -> Score:
    found = pattern.search(text)
    return Score.flag(found is None, f"it says “{found[0]}”" if found else "")


def _result(abstract: str, text: str) -> Score:
    """1 where the text has a sentence that is a result in the abstract; unscored where the abstract has none."""
    lines = [abstract[line.start : line.end] for line in sentences(abstract)]
    results = [set(words(fold(line))) for line in lines if _RESULT.search(line)]
    if not results:
        return Score(value=None, why="the abstract has no result that words can tell")
    told = [set(words(fold(text[line.start : line.end]))) for line in sentences(text)]
    kept = any(len(result & line) >= len(line) / 2 and len(line - result) <= 4 for result in results for line in told)
    return Score.flag(kept, "the result is missing")


def _headline(abstract: str, text: str) -> Score:
    """1 where the text has one of the abstract's numbers that say how good or how large; unscored without any."""
    numbers = {_plain(found[0]) for found in _NUMBER.finditer(abstract)}
    if not numbers:
        return Score(value=None, why="the abstract has no such number")
    return Score.flag(any(number in _plain(text) for number in numbers), f"missing: {', '.join(sorted(numbers))}")


def _hanging(paper: Paper, text: str) -> Iterator[str]:
    """What "these …" and "such …" point at that neither the title nor the text before it has.

    A sentence that stands right after the one that is before it in the abstract as well may point at anything.
    """
    source = [set(words(paper.abstract[line.start : line.end])) for line in sentences(paper.abstract)]
    told, at = paper.title, -1
    for place in sentences(text):
        line = text[place.start : place.end]
        before, at = at, _nearest(set(words(line)), source)
        for found in _POINTER.finditer(line):
            known = {word[:_LETTERS] for word in words(f"{told} {line[: found.start()]}")}
            if before != at - 1 and known.isdisjoint(word[:_LETTERS] for word in words(found["named"])):
                yield found[0]
        told = f"{told} {line}"


def _nearest(line: set[str], source: list[set[str]]) -> int:
    return max(range(len(source)), key=lambda i: len(line & source[i]) / max(1, len(line | source[i])))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()
