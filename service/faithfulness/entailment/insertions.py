"""What a sentence says that its evidence does not: words put in, or put in the place of others."""

from collections.abc import Iterator, Sequence

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.closed_words import COMPARATIVES, EVALUATIVE, GENERAL
from service.faithfulness.entailment.edits import Edit
from service.faithfulness.entailment.reading import Word, key_of
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
    for phrase in ("carry out", "carries out", "give", "make", "conduct", "perform", "report", "provide", "take", "undertake", "offer", "present", "do")
)
_UNIVERSAL = word_set("all every each always any only solely exclusively both most entirely never just even first")
_HARMLESS_BOUNDS = word_set("either some more few less")
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
            yield Edit.of("exchanged" if replaced else "added", replaced, [word], _doubt(word, replaced, aligned, known))
        start = end


def _between(aligned: Alignment, start: int, end: int) -> list[Word]:
    """The unmatched words of the evidence between those that the neighbours of claim[start:end] are."""
    at, of = aligned.at, aligned.of
    before = at[start - 1] if start else -1
    after = at[end] if end < len(at) else len(of)
    if before > after:
        return [word for place, word in enumerate(aligned.evidence) if of[place] == NOWHERE and place in (before + 1, after - 1)]
    return [aligned.evidence[place] for place in range(before + 1, after) if of[place] == NOWHERE]


def _doubt(word: Word, replaced: Sequence[Word], aligned: Alignment, known: frozenset[str]) -> float:
    kinds = {other.kind for other in replaced}
    if word.kind == "conjunction":
        return 0.9 if word.text in {"or", "nor"} else 0.0
    if word.kind == "negation":
        return 0.0 if _negative_prefix(word, replaced) else 2.0
    if word.kind == "hedge":
        return 0.0
    if word.kind == "bound":
        return 1.0 if word.text in _UNIVERSAL or word.text not in _HARMLESS_BOUNDS else 0.3
    if word.kind == "scope":
        if "scope" in kinds:
            return 0.7
        return 0.0 if word.text in _FREE_SCOPES else 0.4
    if word.kind == "number":
        return 2.0
    if word.kind == "operator":
        return 0.2
    if word.text in COMPARATIVES:
        return 1.5
    return _content_doubt(word, replaced, aligned, known)


def _content_doubt(word: Word, replaced: Sequence[Word], aligned: Alignment, known: frozenset[str]) -> float:
    """How far a word that carries meaning is from what it may stand for."""
    content = [other for other in replaced if other.content]
    relations = {relation(other.text, word.text, strict=False) for other in content}
    if Relation.OPPOSITE in relations:
        return 2.0
    if relations & {Relation.EQUAL, Relation.DERIVED}:
        return 0.1
    if relations & {Relation.SIMILAR, Relation.WIDER}:
        return 0.4
    if word.key in _LIGHT:
        return 0.1
    if word.key in _FRAMES:
        return 0.1 if not content else 0.5
    if word.key in GENERAL_KEYS:
        return 0.1 if not content else 0.4
    if word.key in known:
        return 0.4 if not content else 0.9
    if any(other.key == word.key for other in aligned.evidence):
        return 0.2
    return 1.0


def _negative_prefix(word: Word, replaced: Sequence[Word]) -> bool:
    return any(other.kind == "negation" for other in replaced)


_ = EVALUATIVE
