"""The edits that make a sentence of its evidence, each with what it may do to the truth of it.

An edit is taken to change what is claimed until it is shown to be harmless: equal, or wider in a place where less may
be said (MacCartney & Manning 2007).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from service.faithfulness.entailment.reading import Word


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: what `kind` it is, the words of the evidence and of the claim that it is about, and its `doubt`.

    `doubt` is 0 for what is shown to be harmless, and from 1 for what surely is not.
    """

    kind: str
    source: str
    claim: str
    doubt: float

    @classmethod
    def of(cls, kind: str, source: Sequence[Word], claim: Sequence[Word], doubt: float) -> "Edit":
        """The edit that makes some words of others."""
        return cls(kind, " ".join(word.text for word in source), " ".join(word.text for word in claim), doubt)
