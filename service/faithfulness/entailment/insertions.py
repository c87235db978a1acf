"""What a sentence says that its evidence does not: words put in, or put in the place of others."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.closed_words import (
    COMPARATIVES,
    CONTRASTS,
    EXCLUDING,
    FRAME_KEYS,
    GENERAL_KEYS,
    INSTEAD,
    LIGHT_KEYS,
    ORDINALS,
    OTHER_WORK,
)
from service.faithfulness.entailment.edits import CERTAIN, DOUBTFUL, HARMFUL, HARMLESS, LIKELY_HARMLESS, Edit
from service.faithfulness.entailment.grammar import is_support_verb
from service.faithfulness.entailment.keys import key_of
from service.faithfulness.entailment.opposites import are_opposite, is_unprefixed
from service.faithfulness.entailment.polarity import downward
from service.faithfulness.entailment.quantifiers import keeps_degree, lowers_degree, raises_degree, says_more
from service.faithfulness.entailment.reading import Word
from service.faithfulness.lexical import UNITS
from service.text import is_adjective, rendering_classes, word_set
from service.text.lexicon import Part, Relation, is_part, relation

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
_GOVERNED = word_set("in for to of")
_AIMS = word_set("for to of")
_ENDS = word_set("between from")
_CONTRAST_KEYS = frozenset(map(key_of, CONTRASTS))
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
        if (more := says_more(self.word, self.replaced)) is not None:
            return HARMFUL if more or downward(self.aligned.claim)[self.word.place] else LIKELY_HARMLESS
        if self._is_contrast:
            return HARMLESS
        if self.word.text in COMPARATIVES and self.word.text != "than":
            return LIKELY_HARMLESS if keeps_degree(self.word, self.replaced) else HARMFUL + DOUBTFUL
        if self.word.text in ORDINALS and any(other.text in ORDINALS for other in self.replaced):
            return CERTAIN
        return _DOUBTS.get(self.word.kind, _content_doubt)(self)

    @property
    def _is_passed(self) -> bool:
        """Whether the evidence says it where it says nothing: "To address this limitation", "Currently"."""
        if self.word.kind == "scope" or " " in self.word.text:
            return bool(self.word.classes) and not self.word.classes.isdisjoint(_classes_of(self.passed))
        if self.word.text in ORDINALS and not self._opens_verb:
            return False
        return self.word.kind in {"word", "bound"} and not self.passed.isdisjoint({self.word.key, self._adverb_key})

    @property
    def _is_contrast(self) -> bool:
        """Whether the evidence has the contrast, too, in a word of its own: "although A, B" for "A. However, B"."""
        kept = all(other.kind != "scope" or other.text in CONTRASTS for other in self.replaced)
        if self.word.text not in CONTRASTS or not kept:
            return False
        lost = (word.text for word, of in zip(self.aligned.evidence, self.aligned.of, strict=True) if of == NOWHERE)
        return not CONTRASTS.isdisjoint(lost) or not _CONTRAST_KEYS.isdisjoint(self.passed)

    @property
    def _opens_verb(self) -> bool:
        """Whether a verb follows: "we first ask"."""
        following = self.aligned.claim[self.word.place + 1 :][:1]
        return any(is_part(word.text, Part.VERB) for word in following)

    @property
    def _adverb_key(self) -> str:
        """The key of the adverb of an adjective: "it is notable that" for "notably"."""
        text = self.word.text
        return key_of(text[:-1] + "y" if text.endswith(("able", "ible")) else text + "ly")

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
    if any(are_opposite(new.word, other) for other in lost):
        return CERTAIN
    return HARMFUL if lowers_degree(new.word, new.content) else HARMLESS


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
    for_aims = "to" in {text, *others} <= _AIMS and _is_gerund(new)
    if for_aims or ({text, *others} >= _ENDS and _is_before_number(new)):
        return LIKELY_HARMLESS
    alike = (*_ALIKE, _GOVERNED) if _follows_quality(new) else _ALIKE
    return _WEAK if any(others & group and text in group for group in alike) else _SCOPE


def _follows_quality(new: _New) -> bool:
    """Whether an adjective is before it, which the evidence has too: "crucial to", "crucial for"."""
    before = new.word.place - 1
    return before >= 0 and new.aligned.at[before] != NOWHERE and is_adjective(new.aligned.claim[before].text)


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
    if any(other.text in INSTEAD for other in new.replaced):
        return HARMLESS
    lost = [word for word, of in zip(aligned.evidence, aligned.of, strict=True) if of == NOWHERE]
    unmatched = [word for word, at in zip(aligned.claim, aligned.at, strict=True) if at == NOWHERE]
    return HARMLESS if any(is_unprefixed(one, other) for one in lost for other in unmatched) else CERTAIN


def _content_doubt(new: _New) -> float:
    """How far a word that carries meaning is from what it may stand for."""
    word, content = new.word, new.content
    if raises_degree(word, content) or (word.text in OTHER_WORK and word.names_authors):
        return HARMFUL
    by_relation = _doubt_by_relation(new)
    if by_relation is not None:
        return by_relation
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
    if any(is_unprefixed(other, word) for other in content) and any(
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
