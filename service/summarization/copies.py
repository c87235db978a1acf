"""How much of a text is the abstract's own sentences: whoever quotes does it better, and for nothing."""

import re
from collections.abc import Sequence

from service.text import fold

_WORD = re.compile(r"\w+")
_PERSON = frozenset("we our us i my the this authors their paper they".split())  # noqa: SIM905  # who tells it


def copied_share(told: Sequence[str], source: Sequence[str]) -> float:
    """The share of the words told that stand in sentences copied whole or in part from one sentence of the source."""
    lines = [_words(line) for line in source]
    counts = [(len(text.split()), any(_words(text) in line for line in lines)) for text in told]
    return sum(words for words, copied in counts if copied) / max(1, sum(words for words, _ in counts))


def _words(text: str) -> str:
    """The words of a text without those that say who tells it, between spaces."""
    return f" {' '.join(word for word in _WORD.findall(fold(text)) if word not in _PERSON)} "
