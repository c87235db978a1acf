"""What A is to B, said of B and A: "A is higher than B" and "B is lower than A", "A precedes B" and "B follows A"."""

from collections.abc import Sequence

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.closed_words import CONVERSE_KEYS
from service.faithfulness.entailment.opposites import are_opposite
from service.faithfulness.entailment.reading import Word


def turned_words(aligned: Alignment) -> frozenset[str]:
    """The words by which the sides changed places; none where they did not.

    Only then is each of these edits harmless.
    """
    new = [word for word, at in zip(aligned.claim, aligned.at, strict=True) if at == NOWHERE]
    gone = [word for word, of in zip(aligned.evidence, aligned.of, strict=True) if of == NOWHERE]
    here, there = _than(aligned.claim), _than(aligned.evidence)
    pairs = [(word, other) for word in new for other in gone if are_opposite(word, other)]
    if here is not None and there is not None and pairs and _changed_sides(aligned, here, there):
        return frozenset({"than"} | {part for pair in pairs for word in pair for part in word.text.split()})
    for word, other in ((word, other) for word in new for other in gone):
        if frozenset({word.key, other.key}) in CONVERSE_KEYS and _changed_sides(aligned, word.place, other.place):
            return frozenset({*word.text.split(), *other.text.split()})
    return frozenset()


def _changed_sides(aligned: Alignment, here: int, there: int) -> bool:
    """Whether what follows a place of the claim precedes one of the evidence, and the other way round."""
    said, meant = _after(aligned.claim, here), _after(aligned.evidence, there)
    if said is None or meant is None:
        return False
    return NOWHERE < aligned.at[said] < there and NOWHERE < aligned.of[meant] < here


def _than(words: Sequence[Word]) -> int | None:
    return next((place for place, word in enumerate(words) if word.text.endswith("than")), None)


def _after(words: Sequence[Word], place: int) -> int | None:
    """The place of the next word that carries meaning."""
    return next((after for after in range(place + 1, len(words)) if words[after].content), None)
