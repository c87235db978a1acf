"""What a sentence leaves out of its evidence: more than the sentence is claimed where that bounded it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.closed_words import DROPPABLE_LEADS, DROPPABLE_PHRASES, EVALUATIVE
from service.faithfulness.entailment.edits import HARMFUL, HARMLESS, Edit
from service.faithfulness.entailment.insertions import GENERAL_KEYS
from service.faithfulness.entailment.polarity import downward
from service.faithfulness.entailment.reading import Word
from service.text import word_set

_FREE_BOUNDS = word_set("all each every both even most either same more just first last")
_STOOD_IN = 0.1
_CONDITIONS = word_set("when if unless whenever while until before after under in on for without except given")
_CAN = word_set("can would should could")
_REPORTS = word_set("show demonstrate find found report reveal observe suggest indicate")
_TIMES = word_set(
    "previously earlier initially finally subsequently later formerly currently now yet already still ever"
)
_EXAMPLES = frozenset({"including", "such as", "e g", "for example", "for instance", "like"})
_OTHERS = word_set("studies literature works surveys reports")


def deletions(aligned: Alignment) -> Iterator[Edit]:
    """The words of the evidence that the claim lacks, run by run, of the sentences that it restates."""
    evidence, of = aligned.evidence, aligned.of
    restated, below = _restated(aligned), downward(evidence)
    start = 0
    while start < len(evidence):
        if of[start] != NOWHERE or evidence[start].line not in restated:
            start += 1
            continue
        end = start
        while end < len(evidence) and of[end] == NOWHERE and evidence[end].line == evidence[start].line:
            end += 1
        yield from _run(aligned, below, start, end)
        start = end


def _restated(aligned: Alignment) -> set[int]:
    """The lines of the evidence that the claim takes more from than a name."""
    all_words, taken = Counter[int](), Counter[int]()
    for place, word in enumerate(aligned.evidence):
        all_words[word.line] += word.content
        taken[word.line] += word.content and aligned.of[place] != NOWHERE
    most = max(taken.values(), default=0)
    return {line for line in taken if taken[line] and (taken[line] >= 0.3 * all_words[line] or 2 * taken[line] > most)}


def _run(aligned: Alignment, below: Sequence[bool], start: int, end: int) -> Iterator[Edit]:
    """The edits that left out evidence[start:end], phrase by phrase."""
    evidence, line = aligned.evidence, aligned.evidence[start].line
    opens = start == 0 or evidence[start - 1].line != line
    closes = end == len(evidence) or evidence[end].line != line
    if opens and not closes and _is_clause_before(evidence[start:end], evidence[end]):
        yield Edit.of("left out", evidence[start:end], [], HARMLESS, "")
        return
    at = start
    while at < end:
        if segment := _segment(aligned, at, end, closes=closes):
            segment_words = evidence[at:segment]
            yield Edit.of("left out", segment_words, [], _segment_doubt(segment_words), _reason(segment_words))
            at = segment
            continue
        stop = at + 1
        while stop < end and not _begins_phrase(evidence[stop]):
            stop += 1
        phrase = evidence[at:stop]
        doubt = _doubt(phrase, aligned, at, stop, opens=opens, closes=closes)
        if doubt < HARMFUL and not opens and any(below[at:stop]) and any(word.content for word in phrase):
            doubt = HARMFUL
        elif doubt > _STOOD_IN and (_has_stand_in(aligned, start, end) or _is_exchanged(phrase, aligned, start, end)):
            doubt = _STOOD_IN
        yield Edit.of("left out", phrase, [], doubt, _reason(phrase))
        if _opens_clause(phrase[0]) and doubt == 0:
            return  # with a clause goes what is in it
        at = stop


def _reason(words: Sequence[Word]) -> str:
    kinds = {word.kind for word in words}
    if "negation" in kinds:
        return "negation_flipped"
    return "hedge_dropped" if "hedge" in kinds else "overclaim"


def _segment(aligned: Alignment, at: int, end: int, *, closes: bool) -> int:
    """Where what is left out from a punctuation mark on ends at the next one; 0 where it is less, or more, than that."""
    evidence = aligned.evidence
    if not evidence[at].break_before:
        return 0
    if evidence[at].text in _EXAMPLES:
        return end
    stop = next((place for place in range(at + 1, end) if evidence[place].break_before), end)
    if stop < end or closes:
        return stop
    return stop if evidence[end].break_before or evidence[end].kind == "conjunction" else 0


def _segment_doubt(words: Sequence[Word]) -> float:
    """The doubt of leaving out all between two punctuation marks: an apposition, a clause, a member of a list."""
    head = words[0]
    if "(" in head.break_before:
        return 0.0
    if head.kind == "negation":
        return 1.0
    if head.kind == "scope" and not _may_go(head):
        return 0.9
    return 0.9 if head.text == "or" else 0.0


def _is_clause_before(words: Sequence[Word], following: Word) -> bool:
    """Whether words that open a sentence are a clause of their own beside the one that follows."""
    joined = words[-1].kind == "conjunction" or ";" in following.break_before
    return joined and not (words[0].kind == "scope" and words[0].text in _CONDITIONS)


def _claim_between(aligned: Alignment, start: int, end: int) -> Sequence[Word]:
    """The words of the claim between those that the neighbours of evidence[start:end] are."""
    before = aligned.of[start - 1] if start else NOWHERE
    after = aligned.of[end] if end < len(aligned.of) else len(aligned.claim)
    if after == NOWHERE or (start and before == NOWHERE):
        return ()
    return aligned.claim[before + 1 : after]


def _is_exchanged(phrase: Sequence[Word], aligned: Alignment, start: int, end: int) -> bool:
    """Whether words of the same kind stand in their place: what they do is up to the exchange."""
    new = [word for word in _claim_between(aligned, start, end) if aligned.at[word.place] == NOWHERE]
    kinds = {"content" if word.content else word.kind for word in new}
    return all(("content" if word.content else word.kind) in kinds for word in phrase)


def _has_stand_in(aligned: Alignment, start: int, end: int) -> bool:
    """Whether the claim says "the method" or the like where the evidence names what it is about."""
    if any(word.kind != "word" for word in aligned.evidence[start:end]):
        return False
    return any(word.key in GENERAL_KEYS for word in _claim_between(aligned, start, end))


def _begins_phrase(word: Word) -> bool:
    return word.kind in {"scope", "conjunction"} or bool(word.break_before)


def _opens_clause(word: Word) -> bool:
    return word.kind == "conjunction" or bool(word.break_before)


def _doubt(phrase: Sequence[Word], aligned: Alignment, start: int, stop: int, *, opens: bool, closes: bool) -> float:
    head = phrase[0]
    negated = any(word.kind == "negation" for word in phrase)
    hedged = any(word.kind == "hedge" and word.text not in _CAN for word in phrase)
    whole = (
        stop == len(aligned.evidence)
        or bool(aligned.evidence[stop].break_before)
        or aligned.evidence[stop].line != head.line
    )
    if head.kind == "conjunction" and (closes or whole or len(phrase) == 1):
        return 0.9 if head.text in {"or", "nor"} else 0.0
    if head.kind == "negation":
        return 2.0
    if head.kind == "hedge":
        if any(word.kind == "hedge" and at == NOWHERE for word, at in zip(aligned.claim, aligned.at, strict=True)):
            return 0.1
        return 0.4 if head.text in _CAN else 1.0
    if head.kind == "bound":
        return 0.1 if head.text in _FREE_BOUNDS else 1.0
    if head.kind == "scope":
        return _scope_doubt(phrase, aligned, stop)
    if opens:
        return 1.0 if negated or hedged or any(word.text in _OTHERS for word in phrase) else 0.2
    if negated:
        return 2.0
    if hedged:
        return 1.0
    if all(word.text in EVALUATIVE for word in phrase):
        return 0.0
    if all(word.key in GENERAL_KEYS for word in phrase):
        return 0.2
    if any(word.kind == "number" for word in phrase):
        return 0.6
    if any(word.text in _TIMES for word in phrase):
        return 0.8
    return 0.1 if head.indefinite else 0.5


def _may_go(head: Word) -> bool:
    return head.text in DROPPABLE_PHRASES or head.text.split()[0] in DROPPABLE_LEADS


def _scope_doubt(phrase: Sequence[Word], aligned: Alignment, stop: int) -> float:
    head = phrase[0].text
    if _may_go(phrase[0]):
        return 0.1
    if len(phrase) == 1:
        return 0.2
    if head in {"of", "for"}:
        return 0.5
    return 0.9
    _ = aligned, stop
