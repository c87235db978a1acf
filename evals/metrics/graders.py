"""Graders: a case and a text in, a score with its reason out; what cannot be decided is unscored, never guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evals.metrics.checker_reasons import reasons
from evals.metrics.readability import rendered
from evals.metrics.rouge import rouge
from evals.metrics.score import Score
from service.extractive import term_prefixes
from service.faithfulness import Report, Source, check
from service.text import fold

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
_VACUOUS = ("not_forbidden", "one_paragraph", "opener", "complete", "rendered")
_END = re.compile(r"[.!?…。！？][\"'”’)\]}»]*$")


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a text is graded by: the source, and what people say a good text carries and avoids."""

    title: str
    abstract: str
    reference: str
    key_points: tuple[str, ...]
    must_not_claim: tuple[str, ...]


def grades(criteria: Criteria, text: str, evidence: Sequence[Sequence[int]] | None = None) -> dict[str, Score]:
    """Every score of a text by name: shares from 0 to 1, ROUGE from 0 to 100, `words` a count.

    An empty text carries nothing, and is not asked what can only be asked of words that are there.
    """
    report = check(Source(criteria.title, criteria.abstract), text, evidence)
    scores = {
        "faithfulness": Score(value=report.score, why=reasons(report)),
        "passed": Score.flag(report.passed, "; ".join(report.reasons)),
        **({"key_points": key_points(criteria.key_points, text)} if criteria.key_points else {}),
        "not_forbidden": not_forbidden(criteria, report),
        **rouge(text, (criteria.reference,) if criteria.reference else ()),
        "one_paragraph": Score.flag("\n" not in text.strip(), "there is a line break"),
        "opener": opener(text),
        "complete": Score.flag(_END.search(text.strip()) is not None, f"it ends in …{text.strip()[-30:]}"),
        "rendered": rendered(criteria.title, criteria.abstract, text),
        "words": Score(value=len(text.split())),
    }
    return scores if text.strip() else scores | dict.fromkeys(_VACUOUS, Score(value=None, why="the text is empty"))


def key_points(points: Sequence[str], text: str) -> Score:
    """The share of points that the text carries: two thirds of a point's word roots, and every number of it."""
    words = _content_words(text)
    missing = [point for point in points if not _carried(point, words)]
    return Score(value=1 - len(missing) / len(points), why="; ".join(f"missing: {point}" for point in missing))


def not_forbidden(criteria: Criteria, report: Report) -> Score:
    """The share of forbidden claims that the text does not make, of those that words can decide.

    A sentence taken from the source makes no claim that the source does not make, nor does one without half of the
    claim's words. The claim itself, or a sentence with all of its words, some of which the source lacks, makes it.
    Anything between needs a reader: where none is made for certain, and one may be, the text is unscored.
    """
    own = [s.text for s in report.sentences if not _quoted(s.text, criteria)]
    bags, text = [_content_words(line) for line in own], _plain(" ".join(own))
    known = _content_words(f"{criteria.title} {criteria.abstract}")
    made: list[str] = []
    undecided: list[str] = []
    for claim in criteria.must_not_claim:
        words = _content_words(claim)
        most = max((len(words & bag) / max(1, len(words)) for bag in bags), default=0.0)
        if _plain(claim).rstrip(".") in text or (most == 1.0 and words - known):
            made.append(claim)
        elif most >= _UNTOUCHED:
            undecided.append(claim)
    why = "; ".join(
        [*(f"it says: {c}" for c in made), *(f"words alone cannot tell whether it says: {c}" for c in undecided)]
    )
    decided = len(criteria.must_not_claim) - len(undecided)
    if not decided or (undecided and not made):
        return Score(value=None, why=why or "the case forbids nothing")
    return Score(value=1 - len(made) / decided, why=why)


def opener(text: str) -> Score:
    """1 unless the first words point back to something that a reader has not seen."""
    found = _OPENER.match(text.strip())
    if found is None or _IDIOM.match(text.strip()):
        return Score(value=1.0)
    return Score(value=0.0, why=f"it opens with “{found[0]}”")


def _carried(point: str, text: set[str]) -> bool:
    words = _content_words(point)
    numbers = {word for word in words if word[0].isdigit()}
    return bool(words) and numbers <= text and len(words & text) >= _COVERED * len(words)


def _content_words(text: str) -> set[str]:
    """The roots of the words that carry meaning, and the numbers."""
    return {*term_prefixes(text), *(number.replace(",", "") for number in _NUMBER.findall(fold(text)))}


def _quoted(line: str, criteria: Criteria) -> bool:
    return _plain(line) in _plain(f"{criteria.title} {criteria.abstract}")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
