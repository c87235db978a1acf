"""What a sentence says that its evidence does not: words put in, or put in the place of others."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.closed_words import (
    COMPARATIVES,
    EXCLUDING,
    FRAME_KEYS,
    GENERAL_KEYS,
    LIGHT_KEYS,
    ORDINALS,
    OTHER_WORK,
)
from service.faithfulness.entailment.edits import CERTAIN, DOUBTFUL, HARMFUL, HARMLESS, LIKELY_HARMLESS, Edit
from service.faithfulness.entailment.grammar import is_support_verb
from service.faithfulness.entailment.keys import key_of
from service.faithfulness.entailment.polarity import downward
from service.faithfulness.entailment.reading import Word
from service.faithfulness.lexical import NEGATIVE_PREFIXES, OPPOSITE_STEMS, UNITS, stem
from service.text import rendering_classes, word_set
from service.text.lexicon import Relation, relation

_WEAK_BOUNDS = word_set("either some")
_FREE_SCOPES = word_set("of for to by in with on as from at than")
_ALIKE = tuple(
    map(
        word_set,
        (
            "in on at within across over throughout inside among of for",
            "to into onto toward towards with",
            "of for in from",
        ),
    )
)
_AIMS = word_set("for to")
_ENDS = word_set("between from")
_FREE_KEYS = frozenset(map(key_of, word_set("further also then next here additionally")))
# Doubts of what is harmless more often than not, and of what is so less often.
_OPERATOR, _WEAK, _SIMILAR, _PLACE, _ELSEWHERE, _SCOPE, _OR, _OTHER_FRAME = 0.2, 0.3, 0.4, 0.4, 0.6, 0.7, 0.9, 0.8


def insertions(aligned: Alignment, known: frozenset[str], passed: frozenset[str]) -> Iterator[Edit]:
    """The words of the claim that the evidence lacks.

    `known` are the keys of the words of the whole paper, `passed` those of the evidence that were passed over as saying
    nothing: they may stand anywhere.
    """
    start = 0
    while start < len(aligned.claim):
        end = start
        while end < len(aligned.claim) and aligned.at[end] == NOWHERE:
            end += 1
        replaced = _words_between(aligned, start, end) if end > start else []
        for word in aligned.claim[start:end]:
            new = _New(word, replaced, aligned, known, passed)
            yield Edit.of("exchanged" if replaced else "added", replaced, [word], new.doubt, new.reason)
        start = max(end, start + 1)


def _words_between(aligned: Alignment, start: int, end: int) -> list[Word]:
    """The unmatched words of the evidence between those that the neighbours of claim[start:end] are."""
    at, of = aligned.at, aligned.of
    before = at[start - 1] if start else -1
    after = at[end] if end < len(at) else len(of)
    places = range(before + 1, after) if before < after else (before + 1, after - 1)
    return [aligned.evidence[place] for place in places if 0 <= place < len(of) and of[place] == NOWHERE]


@dataclass(frozen=True)
class _New:
    """A word of the claim, and the words of the evidence that it may stand for."""

    word: Word
    replaced: Sequence[Word]
    aligned: Alignment
    known: frozenset[str]
    passed: frozenset[str]

    @cached_property
    def content(self) -> list[Word]:
        """The replaced words that carry meaning."""
        return [word for word in self.replaced if word.content]

    @cached_property
    def doubt(self) -> float:
        """How much is in doubt for it."""
        if self._is_passed or self._is_support:
            return HARMLESS
        if self.word.text in COMPARATIVES and self.word.text != "than":
            return HARMFUL + DOUBTFUL
        if self.word.text in ORDINALS and any(other.text in ORDINALS for other in self.replaced):
            return CERTAIN
        return _DOUBTS.get(self.word.kind, _content_doubt)(self)

    @property
    def _is_passed(self) -> bool:
        """Whether the evidence says it where it says nothing: "To address this limitation", "Currently"."""
        if self.word.kind == "scope" or " " in self.word.text:
            return bool(self.word.classes) and not self.word.classes.isdisjoint(_classes_of(self.passed))
        return self.word.kind == "word" and self.word.key in self.passed

    @property
    def _is_support(self) -> bool:
        """Whether it is a verb for show that stands for no other."""
        aligned = self.aligned
        return not self.content and is_support_verb(aligned.claim, self.word.place, aligned.at, aligned.evidence)

    @property
    def reason(self) -> str:
        """What is wrong if it is."""
        word = self.word
        if word.text in UNITS and self.doubt >= CERTAIN:
            return "unit_changed"
        if word.text in COMPARATIVES or (word.content and self.doubt >= CERTAIN and word.kind != "number"):
            return "direction_reversed"
        return _REASONS.get(word.kind, "entity_not_in_source")


def _conjunction_doubt(new: _New) -> float:
    said, meant = new.word.text, {other.text for other in new.replaced}
    return _OR if said in {"or", "nor"} or (said == "and" and "or" in meant) else HARMLESS


def _hedge_doubt(new: _New) -> float:
    lost = [word for word, of in zip(new.aligned.evidence, new.aligned.of, strict=True) if of == NOWHERE]
    return CERTAIN if any(are_opposite(new.word, other) for other in lost) else HARMLESS


def _bound_doubt(new: _New) -> float:
    return _WEAK if new.word.text in _WEAK_BOUNDS else HARMFUL


def _scope_doubt(new: _New) -> float:
    word, others = new.word, {other.text for other in new.replaced if other.kind == "scope"}
    if word.text == "by" and not new.aligned.turns_at_claim(word.place):
        return _OTHER_FRAME
    if word.text in EXCLUDING:
        return HARMFUL
    if others:
        return _other_scope_doubt(new, others)
    if word.text == "against":
        return HARMFUL  # to advise, and to advise against
    return HARMLESS if word.text in _FREE_SCOPES else _PLACE


def _other_scope_doubt(new: _New, others: AbstractSet[str]) -> float:
    """The doubt of a preposition in the place of others."""
    text = new.word.text
    for_aims = {text, *others} >= _AIMS and _is_gerund(new)
    if for_aims or ({text, *others} >= _ENDS and _is_before_number(new)):
        return LIKELY_HARMLESS
    return _WEAK if any(others & group and text in group for group in _ALIKE) else _SCOPE


@lru_cache(maxsize=256)
def _classes_of(keys: frozenset[str]) -> frozenset[int]:
    """The renderings that words by these keys belong to."""
    table = rendering_classes(key_of)
    return frozenset(number for key in keys for number in table.get(key, {}).get((key,), ()))


def _is_before_number(new: _New) -> bool:
    after = new.word.place + 1
    return after < len(new.aligned.claim) and new.aligned.claim[after].kind == "number"


def _is_gerund(new: _New) -> bool:
    """Whether the next word is "doing" here and "do" there, or the other way round."""
    claim, after = new.aligned.claim, new.word.place + 1
    if after == len(claim) or new.aligned.at[after] == NOWHERE:
        return False
    other = new.aligned.evidence[new.aligned.at[after]]
    return claim[after].text.endswith("ing") != other.text.endswith("ing")


def _negation_doubt(new: _New) -> float:
    """None where the evidence has it as a prefix: not affected, unaffected."""
    aligned = new.aligned
    lost = [word for word, of in zip(aligned.evidence, aligned.of, strict=True) if of == NOWHERE]
    unmatched = [word for word, at in zip(aligned.claim, aligned.at, strict=True) if at == NOWHERE]
    return HARMLESS if any(_unprefixed(one, other) for one in lost for other in unmatched) else CERTAIN


def _content_doubt(new: _New) -> float:
    """How far a word that carries meaning is from what it may stand for."""
    by_relation = _doubt_by_relation(new)
    if by_relation is not None:
        return by_relation
    word, content = new.word, new.content
    if word.text in OTHER_WORK and word.names_authors:
        return HARMFUL
    if word.key in LIGHT_KEYS or word.text.startswith("there "):
        return DOUBTFUL if any(other.key not in _FREE_KEYS for other in content) else LIKELY_HARMLESS
    if word.key in FRAME_KEYS:
        return _OTHER_FRAME if content else LIKELY_HARMLESS
    if word.key in GENERAL_KEYS and not word.is_name:
        named = all(other.is_name or other.key in GENERAL_KEYS for other in content)
        return LIKELY_HARMLESS if named else _OTHER_FRAME
    return HARMFUL if content or word.key not in new.known else _ELSEWHERE


def _doubt_by_relation(new: _New) -> float | None:
    """The doubt by what is known of the word and of those that it replaces; None where nothing is."""
    word, content = new.word, new.content
    relations = {relation(other.text, word.text, strict=False) for other in content}
    if any(are_opposite(word, other) for other in content):
        return CERTAIN
    if any(_unprefixed(other, word) for other in content) and any(
        each.kind == "negation" for each in new.aligned.claim
    ):
        return HARMLESS
    if relations & {Relation.EQUAL, Relation.DERIVED}:
        return LIKELY_HARMLESS
    if Relation.SIMILAR in relations:
        return _SIMILAR
    if Relation.WIDER in relations:
        return HARMFUL if downward(new.aligned.claim)[word.place] else _SIMILAR
    return None


def are_opposite(word: Word, other: Word) -> bool:
    """Whether two words, or two units, are known to exclude each other."""
    units = UNITS.get(word.text), UNITS.get(other.text)
    if all(units) and units[0] != units[1]:
        return True
    known = stem(other.text) in OPPOSITE_STEMS.get(stem(word.text), frozenset())
    return known or relation(other.text, word.text, strict=False) is Relation.OPPOSITE


def _unprefixed(negative: Word, word: Word) -> bool:
    """Whether a word is another without its negative prefix: affected, of unaffected."""
    prefixes = [prefix for prefix in NEGATIVE_PREFIXES if negative.text.startswith(prefix)]
    return any(key_of(negative.text.removeprefix(prefix)) == word.key for prefix in prefixes)


_DOUBTS: dict[str, Callable[[_New], float]] = {
    "conjunction": _conjunction_doubt,
    "negation": _negation_doubt,
    "hedge": _hedge_doubt,
    "bound": _bound_doubt,
    "scope": _scope_doubt,
    "number": lambda _: CERTAIN,
    "operator": lambda _: _OPERATOR,
}
_REASONS = {
    "negation": "negation_flipped",
    "bound": "overclaim",
    "number": "number_not_in_source",
    "scope": "unsupported_sentence",
    "conjunction": "unsupported_sentence",
}
