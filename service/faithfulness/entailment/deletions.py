"""What a sentence leaves out of its evidence: more than the sentence is claimed where that bounded it."""

from collections.abc import Iterator, Sequence

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.closed_words import DROPPABLE_LEADS, EVALUATIVE
from service.faithfulness.entailment.edits import Edit
from service.faithfulness.entailment.reading import Word
from service.text import word_set

_FREE_BOUNDS = word_set("all each every both even most either same more just first last")
_CAN = word_set("can would should could")
_REPORTS = word_set("show demonstrate find found report reveal observe suggest indicate")
_BINDING = word_set("than as compared relative versus vs")


def deletions(aligned: Alignment) -> Iterator[Edit]:
    """The words of the evidence that the claim lacks, run by run, of the sentences that it takes words from."""
    evidence, of = aligned.evidence, aligned.of
    used = {evidence[place].line for place in range(len(of)) if of[place] != NOWHERE and evidence[place].content}
    start = 0
    while start < len(evidence):
        if of[start] != NOWHERE or evidence[start].line not in used:
            start += 1
            continue
        end = start
        while end < len(evidence) and of[end] == NOWHERE and evidence[end].line == evidence[start].line:
            end += 1
        yield from _run(aligned, start, end)
        start = end


def _run(aligned: Alignment, start: int, end: int) -> Iterator[Edit]:
    """The edits that left out evidence[start:end], phrase by phrase."""
    evidence = aligned.evidence
    line = evidence[start].line
    opens = not any(
        aligned.of[place] != NOWHERE for place in range(start) if evidence[place].line == line
    )
    closes = end == len(evidence) or evidence[end].line != line
    at = start
    while at < end:
        stop = at + 1
        while stop < end and not _begins_phrase(evidence[stop]):
            stop += 1
        phrase = evidence[at:stop]
        yield Edit.of("left out", phrase, [], _doubt(phrase, aligned, at, stop, opens=opens, closes=closes))
        if _opens_clause(phrase[0]) and _doubt(phrase, aligned, at, stop, opens=opens, closes=closes) == 0:
            return  # with a clause goes what is in it
        at = stop


def _begins_phrase(word: Word) -> bool:
    return word.kind in {"scope", "conjunction"} or bool(word.break_before)


def _opens_clause(word: Word) -> bool:
    return word.kind == "conjunction" or bool(word.break_before)


def _doubt(
    phrase: Sequence[Word], aligned: Alignment, start: int, stop: int, *, opens: bool, closes: bool
) -> float:
    head, texts = phrase[0], {word.text for word in phrase}
    negated = any(word.kind == "negation" for word in phrase)
    hedged = any(word.kind == "hedge" and word.text not in _CAN for word in phrase)
    whole = stop == len(aligned.evidence) or bool(aligned.evidence[stop].break_before) or aligned.evidence[stop].line != head.line
    if "(" in head.break_before:
        return 0.0
    if head.kind == "conjunction" and (closes or whole):
        return 0.9 if head.text in {"or", "nor"} else 0.0
    if head.break_before and head.kind not in {"scope"} and (closes or whole) and not opens:
        return 0.3 if negated or hedged else 0.0
    if head.kind == "negation":
        return 2.0
    if head.kind == "hedge":
        return 0.6 if head.text in _CAN else 1.0
    if head.kind == "bound":
        return 0.1 if head.text in _FREE_BOUNDS else 1.0
    if head.kind == "scope":
        return _scope_doubt(phrase, aligned, stop)
    if opens:
        if negated or hedged:
            return 1.0
        return 0.2
    if negated:
        return 2.0
    if hedged:
        return 1.0
    if all(word.text in EVALUATIVE for word in phrase):
        return 0.0
    if any(word.kind == "number" for word in phrase):
        return 0.6
    return 0.1 if head.indefinite else 0.5
    _ = texts


def _scope_doubt(phrase: Sequence[Word], aligned: Alignment, stop: int) -> float:
    head = phrase[0].text
    if head.split()[0] in DROPPABLE_LEADS or len(head.split()) > 1:
        return 0.1
    if head in {"of", "for"}:
        return 0.5
    if len(phrase) == 1:
        return 0.2
    return 0.9
    _ = aligned, stop
