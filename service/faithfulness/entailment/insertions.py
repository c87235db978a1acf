"""What a sentence says that its evidence does not: words put in, or put in the place of others."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.closed_words import (
    COMPARATIVES,
    EXCLUDING,
    FRAME_KEYS,
    GENERAL_KEYS,
    INSTEAD,
    LIGHT_KEYS,
    ORDINALS,
    OTHER_WORK,
    SUPPOSING_KEYS,
)
from service.faithfulness.entailment.edits import CERTAIN, DOUBTFUL, HARMFUL, HARMLESS, LIKELY_HARMLESS, Edit
from service.faithfulness.entailment.keys import key_of
from service.faithfulness.entailment.new_words import NewWord
from service.faithfulness.entailment.opposites import are_opposite, is_unprefixed
from service.faithfulness.entailment.polarity import downward
from service.faithfulness.entailment.quantifiers import keeps_degree, lowers_degree, raises_degree, says_more
from service.faithfulness.entailment.reading import Word
from service.faithfulness.lexical import UNITS
from service.text import is_adjective, word_set
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
_GOVERNED = word_set("in for to of")
_AIMS = word_set("for to of")
_WHEN, _BOUNDING = word_set("before after"), word_set("against if unless")
_ENDS = word_set("between from")
_LEAVING_OUT = EXCLUDING | {"unlike", "besides"}
_ESTIMATE = key_of("estimate")  # which is also to measure
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
            doubt = _doubt(NewWord(word, replaced, aligned, known, passed))
            kind = "exchanged" if replaced else "added"
            yield Edit.of(kind, replaced, [word], doubt, _reason(word, doubt))
        start = max(end, start + 1)


def _words_between(aligned: Alignment, start: int, end: int) -> list[Word]:
    """The unmatched words of the evidence between those that the neighbours of claim[start:end] are."""
    at, of = aligned.at, aligned.of
    before = at[start - 1] if start else -1
    after = at[end] if end < len(at) else len(of)
    places = range(before + 1, after) if before < after else (before + 1, after - 1)
    return [aligned.evidence[place] for place in places if 0 <= place < len(of) and of[place] == NOWHERE]


def _doubt(new: NewWord) -> float:
    """How much is in doubt for a word."""
    word = new.word
    if new.is_passed or new.is_support or new.names or new.is_weaker or new.is_rounded:
        return HARMLESS
    if (more := new.is_expectation or says_more(word, new.replaced)) is not None:
        return HARMFUL if more or downward(new.aligned.claim)[word.place] else LIKELY_HARMLESS
    if new.is_contrast:
        return HARMLESS
    if word.text in COMPARATIVES and word.text != "than":
        return LIKELY_HARMLESS if keeps_degree(word, new.replaced) else HARMFUL + DOUBTFUL
    if word.text in ORDINALS and any(other.text in ORDINALS for other in new.replaced):
        return CERTAIN
    return _DOUBTS.get(word.kind, _content_doubt)(new)


def _reason(word: Word, doubt: float) -> str:
    """What is wrong if a word is."""
    if word.text in UNITS and doubt >= CERTAIN:
        return "unit_changed"
    if word.text in COMPARATIVES or (word.content and doubt >= CERTAIN and word.kind != "number"):
        return "direction_reversed"
    return _REASONS.get(word.kind, "entity_not_in_source")


def _conjunction_doubt(new: NewWord) -> float:
    said, meant = new.word.text, {other.text for other in new.replaced}
    if not _LEAVING_OUT.isdisjoint(meant):
        return CERTAIN
    return _OR if said in {"or", "nor"} or (said == "and" and "or" in meant) else HARMLESS


def _hedge_doubt(new: NewWord) -> float:
    lost = [word for word, of in zip(new.aligned.evidence, new.aligned.of, strict=True) if of == NOWHERE]
    if any(are_opposite(new.word, other) for other in lost):
        return CERTAIN
    fact = bool(new.content) or (new.word.key != _ESTIMATE and not any(other.kind == "hedge" for other in lost))
    supposed = new.word.key in SUPPOSING_KEYS and fact
    return HARMFUL if supposed or lowers_degree(new.word, new.content) else HARMLESS


def _bound_doubt(new: NewWord) -> float:
    return _WEAK if new.word.text in _WEAK_BOUNDS else HARMFUL


def _scope_doubt(new: NewWord) -> float:
    word, others = new.word, {other.text for other in new.replaced if other.kind == "scope"}
    if word.text == "by" and not new.aligned.turns_at_claim(word.place):
        return _OTHER_FRAME
    if word.text in EXCLUDING:
        return HARMFUL
    if others:
        return _other_scope_doubt(new, others)
    if word.text in _WHEN:
        return LIKELY_HARMLESS if new.has_sequence else HARMFUL
    if word.text in _BOUNDING:
        return HARMFUL  # to advise, and to advise against
    return HARMLESS if word.text in _FREE_SCOPES else _PLACE


def _other_scope_doubt(new: NewWord, others: AbstractSet[str]) -> float:
    """The doubt of a preposition in the place of others."""
    text = new.word.text
    for_aims = "to" in {text, *others} <= _AIMS and _is_gerund(new)
    if for_aims or ({text, *others} >= _ENDS and _is_before_number(new)):
        return LIKELY_HARMLESS
    alike = (*_ALIKE, _GOVERNED) if _follows_quality(new) else _ALIKE
    return _WEAK if any(others & group and text in group for group in alike) else _SCOPE


def _follows_quality(new: NewWord) -> bool:
    """Whether an adjective is before it, which the evidence has too: "crucial to", "crucial for"."""
    before = new.word.place - 1
    return before >= 0 and new.aligned.at[before] != NOWHERE and is_adjective(new.aligned.claim[before].text)


def _is_before_number(new: NewWord) -> bool:
    after = new.word.place + 1
    return after < len(new.aligned.claim) and new.aligned.claim[after].kind == "number"


def _is_gerund(new: NewWord) -> bool:
    """Whether the next word is "doing" here and "do" there, or the other way round."""
    claim, after = new.aligned.claim, new.word.place + 1
    if after == len(claim) or new.aligned.at[after] == NOWHERE:
        return False
    other = new.aligned.evidence[new.aligned.at[after]]
    return claim[after].text.endswith("ing") != other.text.endswith("ing")


def _negation_doubt(new: NewWord) -> float:
    """None where the evidence has it as a prefix: not affected, unaffected."""
    aligned = new.aligned
    if any(other.text in INSTEAD for other in new.replaced):
        return HARMLESS
    if new.denied_opposite:
        return HARMFUL if downward(aligned.evidence)[new.denied_opposite.place] else HARMLESS
    lost = [word for word, of in zip(aligned.evidence, aligned.of, strict=True) if of == NOWHERE]
    unmatched = [word for word, at in zip(aligned.claim, aligned.at, strict=True) if at == NOWHERE]
    return HARMLESS if any(is_unprefixed(one, other) for one in lost for other in unmatched) else CERTAIN


def _content_doubt(new: NewWord) -> float:
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


def _doubt_by_relation(new: NewWord) -> float | None:
    """The doubt by what is known of the word and of those that it replaces; None where nothing is."""
    word, content = new.word, new.content
    relations = {relation(other.text, word.text, strict=False) for other in content}
    unprefixed = any(is_unprefixed(other, word) for other in content)
    if new.denied_opposite:
        return HARMLESS
    if any(are_opposite(word, other) for other in content):
        return CERTAIN
    if unprefixed and any(each.kind == "negation" for each in new.aligned.claim):
        return HARMLESS
    if relations & {Relation.EQUAL, Relation.DERIVED}:
        return LIKELY_HARMLESS
    if Relation.WIDER in relations and Relation.SIMILAR not in relations:
        return HARMFUL if downward(new.aligned.claim)[word.place] else _SIMILAR
    return _SIMILAR if Relation.SIMILAR in relations else None


_DOUBTS: dict[str, Callable[[NewWord], float]] = {
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
