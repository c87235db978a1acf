"""The edits that make a sentence of its evidence, each with what it may do to the truth of it.

An edit is taken to change what is claimed until it is shown to be harmless: equal, or wider in a place where less may
be said (MacCartney & Manning 2007).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from service.faithfulness.entailment.reading import Word

Kind = Literal["left out", "added", "exchanged", "moved"]

HARMLESS, LIKELY_HARMLESS, DOUBTFUL, HARMFUL, CERTAIN = 0.0, 0.1, 0.5, 1.0, 2.0
"""Doubts that an edit may have; those between are of edits of which some are, and some are not."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: the words of the evidence and of the claim that it is about, its `doubt`, and a `reason` against it.

    `doubt` is 0 for what is shown to be harmless, 1 for what is not, and 2 for what surely is a fault.
    """

    kind: Kind
    source: str
    claim: str
    doubt: float
    reason: str

    @classmethod
    def of(cls, kind: Kind, source: Sequence[Word], claim: Sequence[Word], doubt: float, reason: str) -> "Edit":
        """The edit that makes some words of others."""
        return cls(kind, " ".join(word.text for word in source), " ".join(word.text for word in claim), doubt, reason)

    @property
    def words(self) -> frozenset[str]:
        """The words that it is about."""
        return frozenset({*self.source.split(), *self.claim.split()})

    def __str__(self) -> str:
        match self.kind:
            case "left out":
                return f"the cited sentences say “{self.source}”, and the sentence leaves it out"
            case "added":
                return f"“{self.claim}” is not in the cited sentences"
            case "exchanged":
                return f"“{self.source}” of the cited sentences became “{self.claim}”"
            case "moved":
                return f"“{self.source}” and “{self.claim}” changed places"
