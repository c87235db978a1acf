"""Graders: a case and a text in, a score with its reason out; what cannot be decided is unscored, never guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evals.consistency import why
from evals.rouge import rouge
from evals.runs import Score
from service.extractive import term_prefixes
from service.faithfulness import Report, Source, check
from service.text import fold, sentences

# Of the hand-written references 98 % of a paper's own key points are found at this share, 1 % of another paper's.
_COVERED: Final = 2 / 3
_UNTOUCHED: Final = 1 / 2  # a sentence with less of a claim's words does not make it
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_OPENER = re.compile(
    r"(?:however|moreover|furthermore|therefore|thus|hence|consequently|nevertheless|nonetheless|additionally|also|but|"
    r"and|yet|so(?! far\b)|besides|instead|meanwhile|finally|similarly|likewise|then|to this end|to that end|"
    r"in (?:addition|contrast)(?! (?:to|with) (?!th(?:is|at|ese|ose)\b))|by contrast|as a result|for this reason|"
    r"for example|for instance|this|these|those|such|it|they|its|their|he|she|the (?:former|latter))\b"
    r"(?! (?:paper|work|study|article|survey|review|thesis|report)\b)",
    re.IGNORECASE,
)
_IDIOM = re.compile(
    r"it (?:is|was|has been|remains) (?:\w+ )?(?:that|to|whether|known|shown|possible|unclear)\b", re.IGNORECASE
)
_VACUOUS = ("not_forbidden", "one_paragraph", "opener", "complete", "verbatim")
_END = re.compile(r"[.!?…。！？][\"'”’)\]}»]*$")


@dataclass(frozen=True, slots=True)
class Question:
    """What a text is graded by: the source, and what people say a good text carries and avoids."""

    title: str
    abstract: str
    reference: str
    key_points: tuple[str, ...]
    must_not_claim: tuple[str, ...]


def grades(question: Question, text: str, evidence: Sequence[Sequence[int]] | None = None) -> dict[str, Score]:
    """Every score of a text by name: shares from 0 to 1, ROUGE from 0 to 100, `words` a count.

    An empty text carries nothing, and is not asked what can only be asked of words that are there.
    """
    report = check(Source(question.title, question.abstract), text, evidence)
    scores = {
        "faithfulness": Score(value=report.score, why=why(report)),
        "passed": _flag(report.passed, "; ".join(report.reasons)),
        **({"key_points": key_points(question.key_points, text)} if question.key_points else {}),
        "not_forbidden": not_forbidden(question, report),
        **rouge(text, (question.reference,) if question.reference else ()),
        "one_paragraph": _flag("\n" not in text.strip(), "there is a line break"),
        "opener": opener(text),
        "complete": _flag(_END.search(text.strip()) is not None, f"it ends in …{text.strip()[-30:]}"),
        "verbatim": verbatim(question, text),
        "words": Score(value=len(text.split())),
    }
    return scores if text.strip() else scores | dict.fromkeys(_VACUOUS, Score(value=None, why="the text is empty"))


def key_points(points: Sequence[str], text: str) -> Score:
    """The share of points that the text carries: two thirds of a point's word roots, and every number of it."""
    said = _bag(text)
    missing = [point for point in points if not _carried(point, said)]
    return Score(value=1 - len(missing) / len(points), why="; ".join(f"missing: {point}" for point in missing))


def not_forbidden(question: Question, report: Report) -> Score:
    """The share of forbidden claims that the text does not make, of those that words can decide.

    A sentence taken from the source makes no claim that the source does not make, nor does one without half of the
    claim's words. The claim itself, or a sentence with all of its words, some of which the source lacks, makes it.
    Anything between needs a reader: where none is made for certain, and one may be, the text is unscored.
    """
    own = [s.text for s in report.sentences if not _quoted(s.text, question)]
    said, text = [_bag(line) for line in own], _plain(" ".join(own))
    known = _bag(f"{question.title} {question.abstract}")
    made: list[str] = []
    open_: list[str] = []
    for claim in question.must_not_claim:
        words = _bag(claim)
        most = max((len(words & bag) / max(1, len(words)) for bag in said), default=0.0)
        if _plain(claim).rstrip(".") in text or (most == 1.0 and words - known):
            made.append(claim)
        elif most >= _UNTOUCHED:
            open_.append(claim)
    why = "; ".join(
        [*(f"it says: {c}" for c in made), *(f"words alone cannot tell whether it says: {c}" for c in open_)]
    )
    decided = len(question.must_not_claim) - len(open_)
    if not decided or (open_ and not made):
        return Score(value=None, why=why or "the case forbids nothing")
    return Score(value=1 - len(made) / decided, why=why)


def opener(text: str) -> Score:
    """1 unless the first words point back to something that a reader has not seen."""
    found = _OPENER.match(text.strip())
    if found is None or _IDIOM.match(text.strip()):
        return Score(value=1.0)
    return Score(value=0.0, why=f"it opens with “{found[0]}”")


def verbatim(question: Question, text: str) -> Score:
    """The share of sentences that the source has word for word, apart from their first letter's case."""
    lines = [text[s.start : s.end] for s in sentences(text)]
    other = [line for line in lines if not _quoted(line, question)]
    if not lines:
        return Score(value=None, why="there is no sentence")
    return Score(value=1 - len(other) / len(lines), why="; ".join(f"not in the source: {line[:120]}" for line in other))


def _flag(fine: bool, reason: str) -> Score:
    return Score(value=float(fine), why="" if fine else reason)


def _carried(point: str, said: set[str]) -> bool:
    words = _bag(point)
    numbers = {word for word in words if word[0].isdigit()}
    return bool(words) and numbers <= said and len(words & said) >= _COVERED * len(words)


def _bag(text: str) -> set[str]:
    """The roots of the words that carry meaning, and the numbers."""
    return {*term_prefixes(text), *(number.replace(",", "") for number in _NUMBER.findall(fold(text)))}


def _quoted(line: str, question: Question) -> bool:
    return _plain(line) in _plain(f"{question.title} {question.abstract}")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
