"""Whether what will be, or would be, is said to have been."""

from collections.abc import Iterator

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.closed_words import FRAME_KEYS, MODALS
from service.faithfulness.entailment.edits import HARMFUL, Edit
from service.faithfulness.entailment.reading import Word
from service.text.lexicon import Part, is_part, lemma_forms


def realised(aligned: Alignment) -> Iterator[Edit]:
    """An edit for each deed that the evidence has ahead, or as possible, and the sentence as done.

    What authors do in their paper is as good as done: "we will show".
    """
    for word, at in zip(aligned.claim, aligned.at, strict=True):
        if at == NOWHERE or not is_part(word.text, Part.VERB) or _is_theirs(word, aligned):
            continue
        meant = aligned.evidence[at]
        if _is_ahead(meant, aligned) and not _may_be(word, aligned) and _is_past(word):
            yield Edit.of("exchanged", [meant], [word], HARMFUL, "hedge_dropped")


def _is_theirs(word: Word, aligned: Alignment) -> bool:
    """Whether the authors do it, who say nothing before it."""
    return word.key in FRAME_KEYS and not any(other.content for other in aligned.claim[: word.place])


def _is_past(word: Word) -> bool:
    """Whether it is inflected, and neither as what is done now nor as what goes on: any form that is left is past."""
    inflected = not word.text.endswith(("s", "ing")) and any(form != word.text for form in lemma_forms(word.text))
    return word.tense == "past" or (inflected and not word.tense and not word.auxiliary)


def _is_ahead(word: Word, aligned: Alignment) -> bool:
    before = aligned.evidence[max(word.place - 1, 0) : word.place]
    return word.tense == "future" or any(
        other.text in MODALS and aligned.of[other.place] == NOWHERE for other in before
    )


def _may_be(word: Word, aligned: Alignment) -> bool:
    """Whether the claim says so, too."""
    return any(other.kind == "hedge" for other in aligned.claim[max(word.place - 1, 0) : word.place])
