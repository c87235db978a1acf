"""Things that are put together of two sentences: "male owls" sleep, though it is female owls that do."""

from collections.abc import Iterator

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.closed_words import EVALUATIVE, FRAME_KEYS, GENERAL_KEYS
from service.faithfulness.entailment.edits import HARMFUL, Edit
from service.faithfulness.entailment.opposites import are_opposite
from service.faithfulness.entailment.reading import Word
from service.text import word_set

# What stands before a thing that the sentence before has named.
_NAMED_BEFORE = word_set(
    """suggested described introduced developed considered studied mentioned resultant obtained present same latter
    former final improved"""
)


def mixtures(aligned: Alignment) -> Iterator[Edit]:
    """An edit for each word that has before it, but for what both sentences say, what another sentence says there."""
    said = {word.key for word in aligned.claim}
    for place, there in enumerate(aligned.at):
        own, other = (None, None) if there == NOWHERE else _before(aligned, place, there)
        if own and other and own.key not in said and _excludes(own, other):
            yield Edit.of("exchanged", [own], [other], HARMFUL, "roles_exchanged")


def _before(aligned: Alignment, place: int, there: int) -> tuple[Word | None, Word | None]:
    """What tells apart the same words before a word in its sentence of the evidence and in the claim.

    Only if the claim has it of another sentence, and left out its own.
    """
    claim, evidence, at = aligned.claim, aligned.evidence, aligned.at
    line = evidence[there].line
    while place > 0 and there > 0 and not claim[place].break_before and not evidence[there].break_before:
        place, there = place - 1, there - 1
        lost, here = aligned.of[there] == NOWHERE, at[place]
        if not lost or here == NOWHERE or evidence[there].line != line or evidence[here].line == line:
            break
        if evidence[there].key != claim[place].key:
            return evidence[there], claim[place]
    return None, None


def _excludes(own: Word, other: Word) -> bool:
    """Whether two words before a noun tell two things of its name apart: deep nets and shallow ones.

    A name and a noun may both be of one thing.
    """
    alike = own.is_name is other.is_name and _tells_apart(own) and _tells_apart(other)
    return alike or are_opposite(own, other)


def _tells_apart(word: Word) -> bool:
    return word.content and word.text not in _NAMED_BEFORE | EVALUATIVE and word.key not in GENERAL_KEYS | FRAME_KEYS
