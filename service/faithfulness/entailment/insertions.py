"""What a sentence says that its evidence does not: words put in, or put in the place of others."""

from collections.abc import Iterator, Sequence

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.closed_words import COMPARATIVES, GENERAL
from service.faithfulness.entailment.edits import CERTAIN, HARMFUL, HARMLESS, Edit
from service.faithfulness.entailment.polarity import downward
from service.faithfulness.entailment.reading import Word, key_of
from service.faithfulness.lexical.polarity import OPPOSITE_STEMS
from service.faithfulness.lexical.word_lists import NEGATIVE_PREFIXES, UNITS
from service.faithfulness.lexical.words import stem
from service.text import word_set
from service.text.lexicon import Relation, relation

GENERAL_KEYS = frozenset(map(key_of, GENERAL))
_FRAMES = frozenset(
    map(
        key_of,
        word_set(
            """show demonstrate find report present propose introduce describe investigate study examine explore analyze
            discuss consider argue explain observe note conclude state write say ask aim look offer provide develop
            evaluate use apply do make take get come give go work known call term"""
        ),
    )
)
_LIGHT = frozenset(
    " ".join(map(key_of, phrase.split()))
    for phrase in (
        "carry out",
        "carries out",
        "give",
        "make",
        "conduct",
        "perform",
        "report",
        "provide",
        "take",
        "undertake",
        "offer",
        "present",
        "do",
    )
)
_FREE_KEYS = frozenset(map(key_of, word_set("further also then next here additionally")))
_UNIVERSAL = word_set("all every each always any only solely exclusively both most entirely never just even first")
_HARMLESS_BOUNDS = word_set("either some more few less")
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
_EXCLUDING = word_set("except unless without despite although though but instead")
_FREE_SCOPES = word_set("of for to by in with on as from at")


def insertions(aligned: Alignment, known: frozenset[str]) -> Iterator[Edit]:
    """The words of the claim that the evidence lacks, run by run; `known` are the keys of the rest of the paper."""
    claim, at = aligned.claim, aligned.at
    start = 0
    while start < len(claim):
        if at[start] != NOWHERE:
            start += 1
            continue
        end = start
        while end < len(claim) and at[end] == NOWHERE:
            end += 1
        replaced = _between(aligned, start, end)
        for word in claim[start:end]:
            doubt = _doubt(word, replaced, aligned, known)
            yield Edit.of("exchanged" if replaced else "added", replaced, [word], doubt, _reason(word, doubt))
        start = end


def _between(aligned: Alignment, start: int, end: int) -> list[Word]:
    """The unmatched words of the evidence between those that the neighbours of claim[start:end] are."""
    at, of = aligned.at, aligned.of
    before = at[start - 1] if start else -1
    after = at[end] if end < len(at) else len(of)
    if before > after:
        return [
            word
            for place, word in enumerate(aligned.evidence)
            if of[place] == NOWHERE and place in (before + 1, after - 1)
        ]
    return [aligned.evidence[place] for place in range(before + 1, after) if of[place] == NOWHERE]


def _doubt(word: Word, replaced: Sequence[Word], aligned: Alignment, known: frozenset[str]) -> float:
    if word.kind == "conjunction":
        return 0.9 if word.text in {"or", "nor"} else 0.0
    if word.kind == "negation":
        return HARMLESS if _is_prefix_there(aligned) else CERTAIN
    if word.kind == "hedge":
        return 0.0
    if word.kind == "bound":
        return 1.0 if word.text in _UNIVERSAL or word.text not in _HARMLESS_BOUNDS else 0.3
    if word.kind == "scope":
        return _scope_doubt(word, replaced, aligned)
    if word.kind == "number":
        return 2.0
    if word.kind == "operator":
        return 0.2
    if word.text in COMPARATIVES and word.text != "than":
        return 1.5
    return _content_doubt(word, replaced, aligned, known)


def _scope_doubt(word: Word, replaced: Sequence[Word], aligned: Alignment) -> float:
    if word.text == "by" and not _is_turned_at(word.place, aligned):
        return 0.8
    if word.text in _EXCLUDING:
        return 1.0
    kinds = {other.kind for other in replaced}
    if "scope" in kinds:
        others = {other.text for other in replaced if other.kind == "scope"}
        return 0.3 if any(others & group and word.text in group for group in _ALIKE) else 0.7
    return 0.0 if word.text in _FREE_SCOPES else 0.4


def _is_turned_at(place: int, aligned: Alignment) -> bool:
    """Whether what follows a place of the claim stands in the evidence before what precedes it."""
    before = next((at for at in reversed(aligned.at[:place]) if at != NOWHERE), NOWHERE)
    after = next((at for at in aligned.at[place + 1 :] if at != NOWHERE), len(aligned.evidence))
    return after < before


def _content_doubt(word: Word, replaced: Sequence[Word], aligned: Alignment, known: frozenset[str]) -> float:
    """How far a word that carries meaning is from what it may stand for."""
    content = [other for other in replaced if other.content]
    if word.text in UNITS and any(UNITS.get(other.text, UNITS[word.text]) != UNITS[word.text] for other in content):
        return 2.0
    relations = {relation(other.text, word.text, strict=False) for other in content}
    if Relation.OPPOSITE in relations or _are_opposite(word, content):
        return CERTAIN
    if any(_unprefixed(other, word) for other in content) and any(each.kind == "negation" for each in aligned.claim):
        return HARMLESS
    if relations & {Relation.EQUAL, Relation.DERIVED}:
        return 0.1
    if Relation.SIMILAR in relations or Relation.WIDER in relations:
        below = downward(aligned.claim)[word.place] and Relation.SIMILAR not in relations
        return HARMFUL if below else 0.4
    if word.key in _LIGHT or word.text.startswith("there "):
        return 0.1 if not content or all(other.key in _FREE_KEYS for other in content) else 0.5
    if word.key in _FRAMES:
        return 0.1 if not content else 0.8
    if word.key in GENERAL_KEYS and not word.shape_of_name:
        return 0.1 if not content or all(other.shape_of_name or other.key in GENERAL_KEYS for other in content) else 0.8
    if word.key in known:
        return 0.4 if not content else 1.0
    if any(other.key == word.key for other in aligned.evidence):
        return 0.2
    return 1.0


def _are_opposite(word: Word, others: Sequence[Word]) -> bool:
    opposites = OPPOSITE_STEMS.get(stem(word.text), frozenset())
    return any(stem(other.text) in opposites for other in others)


def _unprefixed(negative: Word, word: Word) -> bool:
    """Whether a word is another without its negative prefix: affected, of unaffected."""
    prefixes = [prefix for prefix in NEGATIVE_PREFIXES if negative.text.startswith(prefix)]
    return any(key_of(negative.text.removeprefix(prefix)) == word.key for prefix in prefixes)


def _is_prefix_there(aligned: Alignment) -> bool:
    """Whether the evidence has a negation of the claim as a prefix: not affected, unaffected."""
    lost = [word for word, of in zip(aligned.evidence, aligned.of, strict=True) if of == NOWHERE]
    new = [word for word, at in zip(aligned.claim, aligned.at, strict=True) if at == NOWHERE]
    return any(_unprefixed(negative, word) for negative in lost for word in new)


_REASONS = {
    "negation": "negation_flipped",
    "bound": "overclaim",
    "number": "number_not_in_source",
    "scope": "unsupported_sentence",
    "conjunction": "unsupported_sentence",
}


def _reason(word: Word, doubt: float) -> str:
    if word.text in UNITS and doubt >= CERTAIN:
        return "unit_changed"
    if word.text in COMPARATIVES or (word.content and doubt >= CERTAIN and word.kind != "number"):
        return "direction_reversed"
    return _REASONS.get(word.kind, "entity_not_in_source")
