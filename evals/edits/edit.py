"""What an edit is: a sentence made from cited ones by changing a single thing."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Edit:
    """An edited sentence, and the sentences of the abstract that it was made from (from 0, at least one)."""

    text: str
    cited: tuple[int, ...]


EditKind = Callable[[Sequence[str], Random], Edit | None]
"""Makes one edit of one kind from the sentences of an abstract, or None where no sentence allows it."""


def is_unread(kind: str) -> bool:
    """Whether a kind belongs to the half whose cases nobody looks at before the figures are final."""
    return hashlib.sha256(kind.encode()).digest()[0] % 2 == 1
