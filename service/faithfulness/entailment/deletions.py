"""What a sentence leaves out of its evidence: more than the sentence is claimed where that bounded it."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from service.faithfulness.entailment.alignment import NOWHERE, Alignment, restated_lines
from service.faithfulness.entailment.closed_words import (
    AIM_KEYS,
    CONDITIONS,
    CONTRASTS,
    DROPPABLE_LEADS,
    DROPPABLE_PHRASES,
    EVALUATIVE,
    EXAMPLES,
    FRAME_KEYS,
    GENERAL_KEYS,
    INSTEAD,
    INTENT_KEYS,
    MODALS,
    OTHERS,
    PARTITIVE_KEYS,
    SUPPOSING_KEYS,
    TIMES,
)
from service.faithfulness.entailment.edits import CERTAIN, DOUBTFUL, HARMFUL, HARMLESS, LIKELY_HARMLESS, Edit
from service.faithfulness.entailment.grammar import is_support_verb
from service.faithfulness.entailment.keys import key_of
from service.faithfulness.entailment.polarity import downward
from service.faithfulness.entailment.reading import Word
from service.text import word_set
from service.text.lexicon import Part, is_part

_FREE_BOUNDS = word_set("all always each every both even most either same more just first last")
_SUPPOSED = SUPPOSING_KEYS - {key_of("estimate")}  # which is also to measure
_INNER = word_set("in on under for before after")
_VERB_PHRASE = 3  # words, "and" among them
_ALTERNATIVES, _ONLY = word_set("or nor"), word_set("only solely exclusively")
# Doubts of what is harmless more often than not, and of what is so less often.
_SUBJECT, _FUNCTION_WORD, _MODAL, _NUMBER, _SCOPE = 0.2, 0.2, 0.4, 0.6, 0.9


def deletions(aligned: Alignment, start: int, only_named: AbstractSet[int]) -> Iterator[Edit]:
    """The words of the evidence that the claim lacks, phrase by phrase, of the sentences that it restates.

    What stands before `start` in the evidence is said elsewhere; of the lines that are `only_named` nothing else is.
    """
    evidence, of = aligned.evidence, aligned.of
    restated, below = restated_lines(aligned) - only_named, downward(evidence)
    while start < len(evidence):
        end = start
        while end < len(evidence) and of[end] == NOWHERE and evidence[end].line == evidence[start].line:
            end += 1
        if end > start and evidence[start].line in restated:
            yield from _Gap(aligned, below, start, end).edits()
        start = max(end, start + 1)


@dataclass(frozen=True)
class _Gap:
    """The words evidence[start:end] of one line, which the claim lacks; `below` is where less may not be said."""

    aligned: Alignment
    below: Sequence[bool]
    start: int
    end: int

    @cached_property
    def words(self) -> Sequence[Word]:
        """The words of the gap."""
        return self.aligned.evidence[self.start : self.end]

    @cached_property
    def opens(self) -> bool:
        """Whether the line begins with it."""
        return self.start == 0 or self.aligned.evidence[self.start - 1].line != self.words[0].line

    @cached_property
    def closes(self) -> bool:
        """Whether the line ends with it."""
        evidence = self.aligned.evidence
        return self.end == len(evidence) or evidence[self.end].line != self.words[0].line

    @cached_property
    def leaves_object(self) -> bool:
        """Whether a subject goes with its verb, and what the verb is about would be the subject: "A stores a B"."""
        following = self.aligned.evidence[self.end] if not self.closes else None
        last = self.words[-1]
        told = last.kind == "word" and last.key not in FRAME_KEYS and len(self.words) > 1
        return bool(following and following.indefinite and not following.break_before and told)

    @cached_property
    def gains_hedge(self) -> bool:
        """Whether the claim has a hedge that the evidence has not."""
        claim, at = self.aligned.claim, self.aligned.at
        return any(word.kind == "hedge" and place == NOWHERE for word, place in zip(claim, at, strict=True))

    def leaves_whole(self, phrase: Sequence[Word]) -> bool:
        """Whether a part goes, and what it is part of stays: "three of the four models", "part of the variance"."""
        evidence, of, after = self.aligned.evidence, self.aligned.of, phrase[-1].place + 1
        part = phrase[-1].kind == "number" or phrase[-1].key in PARTITIVE_KEYS
        if not part or after + 1 >= len(evidence) or evidence[after].text != "of":
            return False
        return of[after] == NOWHERE and of[after + 1] != NOWHERE

    def leaves_deed(self, phrase: Sequence[Word]) -> bool:
        """Whether an intent goes, and the deed stays: "we plan to release the code"."""
        if self.closes or (INTENT_KEYS | AIM_KEYS).isdisjoint(word.key.split()[0] for word in phrase):
            return False
        deed = self.aligned.evidence[self.end]
        return deed.key not in FRAME_KEYS and is_part(deed.text, Part.VERB)

    @cached_property
    def said_instead(self) -> Sequence[Word]:
        """The words of the claim between those that the neighbours of the gap are."""
        of = self.aligned.of
        before = of[self.start - 1] if self.start else NOWHERE
        after = of[self.end] if self.end < len(of) else len(self.aligned.claim)
        return () if after == NOWHERE or (self.start and before == NOWHERE) else self.aligned.claim[before + 1 : after]

    def edits(self) -> Iterator[Edit]:
        """An edit for each phrase, or each clause, that is left out."""
        if self._is_clause_before() or self._is_verb_phrase_before():
            yield Edit.of("left out", self.words, [], HARMLESS, "")
            return
        at = self.start
        while at < self.end:
            if self._is_clause_after(at):
                return
            stop = self._segment_end(at)
            doubt_of = self._segment_doubt if stop else self._phrase_doubt
            stop = stop or self._phrase_end(at)
            phrase = self.aligned.evidence[at:stop]
            yield Edit.of("left out", phrase, [], doubt_of(phrase), _reason(phrase))
            if phrase[0].kind == "conjunction" and doubt_of(phrase) == HARMLESS and self.closes:
                return  # with a clause goes what is in it
            at = stop

    def _is_clause_before(self) -> bool:
        """Whether it is a clause of its own, joined to the one that follows."""
        if not self.opens or self.closes:
            return False
        following, first = self.aligned.evidence[self.end], self.words[0]
        supposed = first.key in _SUPPOSED  # we suppose that A, and that B
        joined = ";" in following.break_before or (self.words[-1].kind == "conjunction" and not supposed)
        return joined and not (first.kind == "scope" and first.text in CONDITIONS)

    def _is_clause_after(self, at: int) -> bool:
        """Whether from `at` on it is a clause of its own, after a semicolon, that takes nothing back."""
        words = self.aligned.evidence[at : self.end]
        head = words[0]
        binds = head.text in CONDITIONS - _INNER or head.text in CONTRASTS or head.kind in {"negation", "bound"}
        whole = any(word.auxiliary or self._repeats_verb(word) for word in words)
        return self.closes and ";" in head.break_before and whole and not binds

    def _repeats_verb(self, word: Word) -> bool:
        """Whether the clause before has the same verb: "for mice, they reflect A; for men, they reflect B"."""
        kept = zip(self.aligned.evidence[: self.start], self.aligned.of, strict=False)
        verbs = {other.key for other, of in kept if of != NOWHERE and other.line == word.line}
        return word.kind == "word" and word.key in verbs and is_part(word.text, Part.VERB)

    def _is_verb_phrase_before(self) -> bool:
        """Whether it is the first of two things that somebody does: "A does B and does C" became "A does C"."""
        if self.opens or self.closes or self.words[-1].text != "and" or len(self.words) < _VERB_PHRASE:
            return False
        first, following = self.words[0], self.aligned.evidence[self.end]
        verbs = is_part(first.text, Part.VERB) and is_part(following.text, Part.VERB)
        alike = any(first.text.endswith(end) and following.text.endswith(end) for end in ("s", "ed"))
        plain = not any(word.kind in {"negation", "hedge"} or word.text in CONDITIONS - _INNER for word in self.words)
        return verbs and alike and plain and not self.below[self.start]

    def _segment_end(self, at: int) -> int:
        """Where what begins with a punctuation mark at `at` ends at another, all of it left out; 0 where none does."""
        evidence = self.aligned.evidence
        if not evidence[at].break_before:
            return 0
        if evidence[at].text in EXAMPLES:
            return self.end
        stop = next((place for place in range(at + 1, self.end) if evidence[place].break_before), self.end)
        if stop < self.end or self.closes:
            return stop
        return stop if evidence[self.end].break_before or evidence[self.end].kind == "conjunction" else 0

    def _segment_doubt(self, words: Sequence[Word]) -> float:
        """The doubt of leaving out all between two marks: an apposition, a clause, a member of a list."""
        head = words[0]
        if self._is_taken_from_elsewhere():
            return HARMFUL
        if "(" in head.break_before:
            return HARMLESS
        if head.kind == "negation" or head.text in _ONLY:
            return HARMFUL
        if (head.kind == "scope" and not _may_go(head)) or head.text == "or":
            return _SCOPE
        return HARMLESS

    def _phrase_end(self, at: int) -> int:
        places = range(at + 1, self.end)
        return next((place for place in places if _begins_phrase(self.aligned.evidence[place])), self.end)

    def _phrase_doubt(self, phrase: Sequence[Word]) -> float:
        aligned = self.aligned
        phrase = [w for w in phrase if not is_support_verb(aligned.evidence, w.place, aligned.of, aligned.claim)]
        if not phrase:
            return HARMLESS
        doubt = _DOUBTS.get(phrase[0].kind, _content_doubt)(phrase, self)
        if doubt < HARMFUL and self._is_alternative():
            return HARMFUL
        bounded = any(self.below[word.place] for word in phrase)
        if doubt < HARMFUL and not self.opens and bounded and any(word.content for word in phrase):
            return HARMFUL
        if any(word.content and word.key not in GENERAL_KEYS for word in phrase) and self._is_taken_from_elsewhere():
            return HARMFUL
        return LIKELY_HARMLESS if doubt > LIKELY_HARMLESS and self._is_replaced(phrase) else doubt

    def _is_alternative(self) -> bool:
        """Whether it is one of several that may be, which are no examples, and another of them stays."""
        evidence, line = self.aligned.evidence, self.words[0].line
        before = [word.text for word in evidence[: self.start] if word.line == line]
        return before[-1:] == ["or"] and EXAMPLES.isdisjoint(before)

    def _is_taken_from_elsewhere(self) -> bool:
        """Whether what stands in its place is said in another sentence, of something else."""
        evidence, at = self.aligned.evidence, self.aligned.at
        named = [word for word in self.said_instead if word.content and word.key not in GENERAL_KEYS]
        targets = [at[word.place] for word in named if word.text not in EVALUATIVE]
        return any(target != NOWHERE and evidence[target].line != self.words[0].line for target in targets)

    def _is_replaced(self, phrase: Sequence[Word]) -> bool:
        """Whether words of its kinds stand in its place, which are judged themselves, or "the method" and the like."""
        new = {_sort(word) for word in self.said_instead if self.aligned.at[word.place] == NOWHERE}
        if {_sort(word) for word in phrase} <= new:
            return True
        named = all(word.kind == "word" for word in self.words)
        return named and any(word.key in GENERAL_KEYS for word in self.said_instead)


def _begins_phrase(word: Word) -> bool:
    return word.kind in {"scope", "conjunction"} or bool(word.break_before)


def _sort(word: Word) -> str:
    return "content" if word.content else word.kind


def _may_go(head: Word) -> bool:
    """Whether a phrase that begins so tells of means, aims or causes, and bounds nothing."""
    return head.text in DROPPABLE_PHRASES or head.text.split()[0] in DROPPABLE_LEADS


def _conjunction_doubt(phrase: Sequence[Word], gap: _Gap) -> float:
    following = gap.aligned.evidence[gap.end].break_before if gap.end < len(gap.aligned.evidence) else "."
    if len(phrase) > 1 and not gap.closes and not following:
        return _content_doubt(phrase, gap)
    return _SCOPE if phrase[0].text in _ALTERNATIVES else HARMLESS


def _binds(bound: Word, gap: _Gap) -> bool:
    """Whether less is bounded without it: "only", and "always" where that is denied."""
    return bound.text not in _FREE_BOUNDS or (bound.text == "always" and gap.below[bound.place])


def _hedge_doubt(phrase: Sequence[Word], gap: _Gap) -> float:
    if gap.gains_hedge:
        return LIKELY_HARMLESS
    return _MODAL if phrase[0].text in MODALS else HARMFUL


def _scope_doubt(phrase: Sequence[Word], gap: _Gap) -> float:
    head = phrase[0]
    if head.text == "by" and not gap.aligned.turns_at(head.place):
        return _SCOPE if len(phrase) == 1 else LIKELY_HARMLESS
    if _may_go(head):
        return LIKELY_HARMLESS
    if len(phrase) == 1 and head.text in INSTEAD:
        return LIKELY_HARMLESS if any(word.kind == "negation" for word in gap.said_instead) else HARMFUL
    if head.text == "whether" and head.place > gap.start:
        return HARMFUL  # it was a question
    if len(phrase) == 1:
        return HARMLESS if head.text == "of" and _has_gerund_before(head, gap) else _FUNCTION_WORD
    return DOUBTFUL if head.text in {"of", "for"} else _SCOPE


def _has_gerund_before(head: Word, gap: _Gap) -> bool:
    """Whether "training of models" became "training models"."""
    place = gap.aligned.of[head.place - 1] if head.place else NOWHERE
    return place != NOWHERE and gap.aligned.claim[place].text.endswith("ing")


def _content_doubt(phrase: Sequence[Word], gap: _Gap) -> float:
    kinds, texts = {word.kind for word in phrase}, {word.text for word in phrase}
    kinds -= {"hedge"} if gap.gains_hedge else set()
    bounded = bool(kinds & {"negation", "hedge"} - ({"hedge"} if texts & MODALS else set()))
    if bounded:
        return CERTAIN if "negation" in kinds else HARMFUL
    if gap.leaves_whole(phrase) or gap.leaves_deed(phrase):
        return HARMFUL
    if gap.opens:
        supposed = phrase[0].key in _SUPPOSED and is_part(phrase[0].text, Part.VERB)
        return HARMFUL if texts & OTHERS or gap.leaves_object or supposed else _SUBJECT
    return _inner_doubt(phrase, kinds, texts)


def _inner_doubt(phrase: Sequence[Word], kinds: AbstractSet[str], texts: AbstractSet[str]) -> float:
    """The doubt of words of content, of these kinds and texts, inside a clause."""
    if texts <= EVALUATIVE or (len(texts) > 1 and texts <= EVALUATIVE | {"yet"}):
        return HARMLESS
    if texts == {"how"} or all(word.key in GENERAL_KEYS for word in phrase):
        return _SUBJECT
    if "number" in kinds or texts & TIMES:
        return _NUMBER
    return LIKELY_HARMLESS if phrase[0].indefinite else DOUBTFUL


_DOUBTS: dict[str, Callable[[Sequence[Word], _Gap], float]] = {
    "conjunction": _conjunction_doubt,
    "negation": lambda _phrase, _gap: CERTAIN,
    "hedge": _hedge_doubt,
    "bound": lambda phrase, gap: HARMFUL if _binds(phrase[0], gap) else LIKELY_HARMLESS,
    "scope": _scope_doubt,
}


def _reason(words: Sequence[Word]) -> str:
    kinds = {word.kind for word in words}
    if "negation" in kinds:
        return "negation_flipped"
    return "hedge_dropped" if "hedge" in kinds else "overclaim"
