"""Pairs of sentences of which people said whether the first entails the second."""

from pathlib import Path
from typing import Literal

from evals.datasets.records import Row, rows
from service.errors import BadInput

_DIRECTIONS = ("upward_monotone", "downward_monotone", "non_monotone")
_LEXICAL = "lexical_knowledge"


class SentencePair(Row):
    """A line of MED (Yanaka et al. 2019) as JSON; `genre` has tags after its source, parted by colons."""

    id: str = ""
    premise: str
    hypothesis: str
    label: Literal["entailment", "neutral"]
    genre: str = ""

    @property
    def group(self) -> str:
        """Who wrote the pair, in which direction its place is monotone, and whether it takes knowledge of words."""
        source, *tags = self.genre.split(":")
        direction = next((name for name in _DIRECTIONS if name in tags), "no direction")
        return ", ".join([source or "no source", direction, *(["lexical"] if _LEXICAL in tags else [])])


def read_pairs(path: Path) -> list[SentencePair]:
    """The pairs of a JSONL file; raises BadInput naming file and line, also when there is none."""
    found = [row for _, row in rows(path, SentencePair)]
    if not found:
        raise BadInput(f"{path} has no pair")
    return found
