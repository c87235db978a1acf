"""Whether one sentence of the evidence became two: what the first says, the second need not say again."""

from collections.abc import Sequence

from service.faithfulness.entailment.alignment import NOWHERE, Alignment, align
from service.faithfulness.entailment.reading import Word
from service.faithfulness.lexical import Token
from service.text import word_set

_RESUMING = word_set("this these it that such")


def second_part(aligned: Alignment, claim: Sequence[Token], before: Sequence[Word]) -> int:
    """Where the part of the evidence begins that a claim is, if the sentence before it is the first part; 0 otherwise.

    The parts meet at a semicolon, or at ", suggesting" of which the claim made "This suggests". What is denied,
    supposed or bounded at any other joint may hold for the second part, too.
    """
    evidence = aligned.evidence
    told = [at for at in align(before, evidence).at if at != NOWHERE]
    said = [at for at in aligned.at if at != NOWHERE]
    start = max(told, default=NOWHERE) + 1
    if not told or not said or min(said) < start or start >= len(evidence):
        return 0
    head = evidence[start]
    resumed = "," in head.break_before and head.text.endswith("ing") and claim[0].text in _RESUMING
    return start if ";" in head.break_before or resumed else 0
