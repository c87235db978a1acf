"""Does the source say this? Checks a text about a paper against the paper's title and abstract, sentence by sentence.

Pure: nothing is read but the weights shipped with the package. Measured error rates: `evals/README.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

from service.faithfulness.classifier import Judgement, Weights, examine, load_weights
from service.faithfulness.lexical import Passage, SourceIndex, form, index_source, read
from service.text import find_damage

CHECKER = "g4"
# A summary has about 800 characters in 4 sentences; each sentence is held against the whole source, so the work must
# stay bounded.
MAX_TEXT, MAX_SENTENCES = 6_000, 60
# Reasons that need no weights: the fact alone decides.
RULES = {
    "number_lost": "number_not_in_source",
    "number_named": "number_not_in_source",
    "unit_lost": "unit_changed",
    "misexpanded": "entity_not_in_source",
}
# What gives no reason, and yet makes a sentence a little less likely to be the source's: a plain statement where the
# source is careful somewhere, a comparison that stands beside other words than the source's.
HINTS = {"unreserved": 0.3, "turn_loose": 0.2}
# What can be wrong with a sentence whose every word triple is the source's.
COPIED_FAULTS = frozenset({"truncated", "injection_echo"})
ORDER = 0.75  # an order or an address together with the words of orders: refused wherever it stands
MIN_COPY = 5  # tokens
DOUBT = 0.3  # how much of the score a full suspicion takes


@dataclass(frozen=True, slots=True)
class Source:
    """What a text is checked against; offsets in reports are into `abstract`, character by character as given here."""

    title: str
    abstract: str


@dataclass(frozen=True, slots=True)
class Support:
    """A stretch of the source that bears a sentence out; `score` is the share of its weight found there, 0 to 1."""

    start: int
    end: int
    score: float
    field: Literal["abstract", "title"] = "abstract"


@dataclass(frozen=True, slots=True)
class SentenceReport:
    """One sentence of the text: where it is, whether and by what it is supported, and if not, why.

    `suspicions` is how strongly each reason is suspected, 0 to 1; above 0.5 it is given.
    """

    text: str
    start: int
    end: int
    supported: bool
    score: float
    support: tuple[Support, ...]
    reasons: tuple[str, ...]
    suspicions: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many numbers the text claims, and how many of them the source has."""

    claimed: int
    verified: int


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict. `score` is 0 to 1, comparable within one checker id; `passed` means that there is no reason."""

    score: float
    passed: bool
    sentences: tuple[SentenceReport, ...]
    numbers: Numbers
    reasons: tuple[str, ...]
    source_damage: tuple[str, ...]
    checker: str = CHECKER


def check(source: Source, text: str, evidence: Sequence[Sequence[int]] | None = None) -> Report:
    """Check `text` against `source`; never raises, whatever the text.

    `evidence[i]` names (from 0) the sentences of the abstract that sentence i of the text rests on: it is then held
    against those alone; otherwise it is aligned with the whole source. Where the counts differ, each sentence may rest
    on all that is cited.
    """
    weights = load_weights()
    whole = index_source(source.title, source.abstract)
    full = read(text[:MAX_TEXT])
    said = Passage(full.text, full.spans[:MAX_SENTENCES], full.tokens[:MAX_SENTENCES])
    cited = _cited(evidence, len(said.spans), len(whole.lines) - 1)
    judged = examine(said, whole, source.title, weights, cited)
    reports = tuple(_report(i, j, said, whole, weights, bool(cited)) for i, j in enumerate(judged))
    reasons = tuple(
        dict.fromkeys(
            [*_form(text, source, whole, len(full.spans)), *(reason for r in reports for reason in r.reasons)]
        )
    )
    score = sum(r.score for r in reports) / len(reports) if reports else 0.0
    numbers = Numbers(sum(j.claimed for j in judged), sum(j.verified for j in judged))
    return Report(
        round(score, 4), not reasons, reports, numbers, reasons, find_damage(f"{source.title} {source.abstract}")
    )


def _cited(evidence: Sequence[Sequence[int]] | None, count: int, lines: int) -> list[tuple[int, ...]] | None:
    if not evidence:
        return None
    kept = [tuple(sorted({n for n in numbers if 0 <= n < lines})) for numbers in evidence]
    if len(kept) != count:
        union = tuple(sorted({n for numbers in kept for n in numbers}))
        kept = [union] * count
    return kept if any(kept) else None


def _report(
    number: int, judged: Judgement, said: Passage, whole: SourceIndex, weights: Weights, cited: bool
) -> SentenceReport:
    span = said.spans[number]
    detectors = weights.detectors["cited" if cited else "free"]
    verbatim = judged.signals["triples"] == 1.0 and len(judged.alignment.tokens) >= MIN_COPY
    suspicions = {
        reason: detector.suspicion(judged.signals)
        for reason, detector in detectors.items()
        if (not verbatim or reason in COPIED_FAULTS) and (reason != "truncated" or judged.signals["no_stop"])
    }
    if judged.signals["command"] >= ORDER:
        suspicions["injection_echo"] = 1.0
    reasons = [reason for reason, suspicion in suspicions.items() if suspicion > 0.5]
    reasons += [reason for fact, reason in RULES.items() if judged.signals[fact]]
    doubts = [*suspicions.values(), *(judged.signals[fact] for fact in RULES)]
    if not verbatim:
        doubts += [size * judged.signals[fact] for fact, size in HINTS.items()]
    score = weights.faithful(judged.signals) * prod(1.0 - DOUBT * doubt for doubt in doubts)
    return SentenceReport(
        said.text[span.start : span.end],
        span.start,
        span.end,
        not reasons,
        round(score, 4),
        _support(judged, whole),
        tuple(dict.fromkeys(reasons)),
        suspicions,
    )


def _support(judged: Judgement, whole: SourceIndex) -> tuple[Support, ...]:
    """The lines that the sentence is aligned with, the title where it says more than they do."""
    cover = judged.alignment.cover
    spans = whole.abstract.spans
    found = [
        Support(spans[n].start, spans[n].end, round(min(cover[n], 1.0), 4))
        for n in judged.alignment.best
        if cover[n] > 0
    ]
    if cover[-1] > max((s.score for s in found), default=0.0):
        found.append(Support(0, whole.title[-1].end, round(min(cover[-1], 1.0), 4), "title"))
    return tuple(found)


def _form(text: str, source: Source, whole: SourceIndex, count: int) -> list[str]:
    """What is wrong with the text as a paragraph, whatever it says."""
    checks = {
        "too_long": len(text) > MAX_TEXT or count > MAX_SENTENCES,
        "empty": not text.strip(),
        "not_one_paragraph": form.paragraphs(text),
        "markup": form.marked_up(text, f"{source.title} {source.abstract}"),
        "link": form.addressed(text, f"{source.title} {source.abstract}"),
        "foreign_script": bool(text.strip()) and form.foreign_script(text, source.title + source.abstract),
        "preamble": form.label(text, whole),
    }
    return [reason for reason, wrong in checks.items() if wrong]
