"""Does the source say this? Checks a text about a paper against its title and abstract, sentence by sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

from service.faithfulness.classifier import Detector, Judgement, Weights, examine, load_weights
from service.faithfulness.entailment import Edit, judge
from service.faithfulness.lexical import (
    Alignment,
    Passage,
    SourceIndex,
    Token,
    has_link,
    has_markup,
    has_preamble,
    index_source,
    is_foreign_script,
    is_several_paragraphs,
    read,
)
from service.text import find_damage

CHECKER = "g11"
"""The version of the checker: scores are comparable within one."""

# A summary has about 800 characters in 4 sentences; each sentence is held against the whole source, so the work must
# stay bounded.
MAX_TEXT, MAX_SENTENCES = 6_000, 60
"""Characters, and sentences, of a text; a longer one is refused as too long, and what is beyond is not checked."""

RULES = {
    "number_lost": "number_not_in_source",
    "number_named": "number_not_in_source",
    "unit_lost": "unit_changed",
    "misexpanded": "entity_not_in_source",
}
"""The reasons that need no weights, by the signal that alone decides."""

COPIED_FAULTS = frozenset({"truncated", "injection_echo"})
"""The reasons against a sentence whose every word triple is the source's."""

_JUDGED = frozenset({"number_lost", "misexpanded"})  # the signals of what edits are judged by, too

# What gives no reason, and yet makes a sentence a little less likely to be the source's: a plain statement where the
# source hedges somewhere, a comparison that stands beside other words than the source's.
_HINTS = {"unreserved": 0.3, "turn_loose": 0.2}
_INSTRUCTION = 0.75  # an imperative or an address together with the words of injections: refused wherever it stands
_FEWEST_COPIED = 5  # tokens
_SUSPECTED = 0.5
_DOUBT = 0.3  # how much of the score a full suspicion takes


@dataclass(frozen=True, slots=True)
class Source:
    """What a text is checked against; offsets in reports are into `abstract`, character by character as given here."""

    title: str
    abstract: str


@dataclass(frozen=True, slots=True)
class Support:
    """A span of the source that supports a sentence; `score` is the share of its weight found there, 0 to 1."""

    start: int
    end: int
    score: float
    field: Literal["abstract", "title"] = "abstract"


@dataclass(frozen=True, slots=True)
class SentenceReport:
    """One sentence of the text: where it is, whether and by what it is supported, and if not, why.

    `suspicions` is how strongly each reason is suspected, 0 to 1; above 0.5 it is given. Of a sentence that cites,
    `edits` are those between it and what it cites that are not shown to be harmless, the most doubtful first.
    """

    text: str
    start: int
    end: int
    supported: bool
    score: float
    support: tuple[Support, ...]
    reasons: tuple[str, ...]
    suspicions: Mapping[str, float]
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many numbers the text claims, and how many of them the source has."""

    claimed: int
    verified: int


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on a text: `score` is 0 to 1, comparable within one checker; `passed` means that there is no reason.

    `source_damage` has the codes of `text.find_damage` for the source.
    """

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
    index = index_source(source.title, source.abstract)
    passage = read(text[:MAX_TEXT])
    checked = Passage(passage.text, passage.spans[:MAX_SENTENCES], passage.tokens[:MAX_SENTENCES])
    cited = _cited_lines(evidence, len(checked.spans), len(index.lines) - 1)
    judgements = examine(checked, index, source.title, weights, cited)
    reports = tuple(
        _cited_report(checked, number, judgement, index, weights, cited[number], _before(checked, number, cited))
        if cited and cited[number]
        else _free_report(checked, number, judgement, index, weights)
        for number, judgement in enumerate(judgements)
    )
    form_reasons = _form_reasons(text, source, index, len(passage.spans))
    reasons = tuple(dict.fromkeys([*form_reasons, *(reason for report in reports for reason in report.reasons)]))
    score = sum(report.score for report in reports) / len(reports) if reports else 0.0
    numbers = Numbers(sum(j.claimed for j in judgements), sum(j.verified for j in judgements))
    source_damage = find_damage(f"{source.title} {source.abstract}")
    return Report(round(score, 4), not reasons, reports, numbers, reasons, source_damage)


def _cited_lines(evidence: Sequence[Sequence[int]] | None, count: int, lines: int) -> list[tuple[int, ...]] | None:
    if not evidence:
        return None
    kept = [tuple(sorted({n for n in numbers if 0 <= n < lines})) for numbers in evidence]
    if len(kept) != count:
        union = tuple(sorted({n for numbers in kept for n in numbers}))
        kept = [union] * count
    return kept if any(kept) else None


def _before(text: Passage, number: int, cited: Sequence[Sequence[int]]) -> Sequence[Token]:
    same = number > 0 and len(cited[number]) == 1 and cited[number] == cited[number - 1]
    return text.tokens[number - 1] if same else ()


def _cited_report(
    text: Passage,
    number: int,
    judgement: Judgement,
    source: SourceIndex,
    weights: Weights,
    lines: Sequence[int],
    before: Sequence[Token],
) -> SentenceReport:
    """The report on a sentence that cites lines of the source: by the edits between it and them.

    `before` is the sentence before it, where that cites the same line.
    """
    span, signals = text.spans[number], judgement.signals
    verdict = judge(judgement.alignment.tokens, text.text, source, lines, before)
    asked = frozenset({"truncated"}) if verdict.stands or _is_copied(judgement) else None
    suspicions = _suspicions(judgement, weights.detectors["cited"], asked)
    reasons = ["injection_echo"] if suspicions.get("injection_echo") == 1.0 else []
    reasons += [
        reason for signal, reason in RULES.items() if signals[signal] and not (verdict.stands and signal in _JUDGED)
    ]
    reasons += ["truncated"] if suspicions.get("truncated", 0.0) > _SUSPECTED else []
    reasons += [verdict.reason] if verdict.reason else []
    reasons += [reason for reason, suspicion in suspicions.items() if suspicion > _SUSPECTED]
    return SentenceReport(
        text.text[span.start : span.end],
        span.start,
        span.end,
        not reasons,
        round(min([verdict.score, *(1 - suspicion for suspicion in suspicions.values())]), 4),
        _support(judgement.alignment, source),
        tuple(reasons[:1]),
        suspicions,
        verdict.edits,
    )


def _free_report(
    text: Passage, number: int, judgement: Judgement, source: SourceIndex, weights: Weights
) -> SentenceReport:
    """The report on a sentence that cites nothing: by the trained signals, against the whole source."""
    span, signals = text.spans[number], judgement.signals
    copied = _is_copied(judgement)
    suspicions = _suspicions(judgement, weights.detectors["free"], COPIED_FAULTS if copied else None)
    reasons = [reason for reason, suspicion in suspicions.items() if suspicion > _SUSPECTED]
    reasons += [reason for signal, reason in RULES.items() if signals[signal]]
    doubts = [*suspicions.values(), *(signals[signal] for signal in RULES)]
    if not copied:
        doubts += [size * signals[signal] for signal, size in _HINTS.items()]
    score = weights.faithful(signals) * prod(1.0 - _DOUBT * doubt for doubt in doubts)
    return SentenceReport(
        text.text[span.start : span.end],
        span.start,
        span.end,
        not reasons,
        round(score, 4),
        _support(judgement.alignment, source),
        tuple(dict.fromkeys(reasons)),
        suspicions,
    )


def _is_copied(judgement: Judgement) -> bool:
    return judgement.signals["triples"] == 1.0 and len(judgement.alignment.tokens) >= _FEWEST_COPIED


def _suspicions(
    judgement: Judgement, detectors: Mapping[str, Detector], asked: frozenset[str] | None
) -> dict[str, float]:
    """How strongly each reason is suspected that is `asked` for, or all."""
    signals = judgement.signals
    found = {
        reason: detector.suspicion(signals)
        for reason, detector in detectors.items()
        if (asked is None or reason in asked) and (reason != "truncated" or signals["no_stop"])
    }
    return found | ({"injection_echo": 1.0} if signals["command"] >= _INSTRUCTION else {})


def _support(alignment: Alignment, source: SourceIndex) -> tuple[Support, ...]:
    """The lines that the sentence is aligned with, and the title where it says more than they do."""
    coverage, spans = alignment.coverage, source.abstract.spans
    found = [
        Support(spans[n].start, spans[n].end, round(min(coverage[n], 1.0), 4))
        for n in alignment.best_lines
        if coverage[n] > 0
    ]
    if coverage[-1] > max((support.score for support in found), default=0.0):
        found.append(Support(0, source.title[-1].end, round(min(coverage[-1], 1.0), 4), "title"))
    return tuple(found)


def _form_reasons(text: str, source: Source, index: SourceIndex, sentences: int) -> list[str]:
    """What is wrong with the text as a paragraph, whatever it says."""
    known = f"{source.title} {source.abstract}"
    checks = {
        "too_long": len(text) > MAX_TEXT or sentences > MAX_SENTENCES,
        "empty": not text.strip(),
        "not_one_paragraph": is_several_paragraphs(text),
        "markup": has_markup(text, known),
        "link": has_link(text, known),
        "foreign_script": bool(text.strip()) and is_foreign_script(text, source.title + source.abstract),
        "preamble": has_preamble(text, index),
    }
    return [reason for reason, wrong in checks.items() if wrong]
