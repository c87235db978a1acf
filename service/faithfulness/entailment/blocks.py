"""What stands together in a sentence and in its evidence: runs of words in one order."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.reading import Word


@dataclass(frozen=True)
class Block:
    """Words of the claim, by place, that stand in one order in both, with nothing else of the claim between them."""

    places: tuple[int, ...]
    aligned: Alignment

    @cached_property
    def targets(self) -> tuple[int, ...]:
        """Where they stand in the evidence."""
        return tuple(self.aligned.at[place] for place in self.places)

    @cached_property
    def source(self) -> tuple[Word, ...]:
        """The words of the evidence."""
        return tuple(self.aligned.evidence[target] for target in self.targets)

    @property
    def content(self) -> bool:
        """Whether a word of it carries meaning."""
        return any(word.content for word in self.source)


def blocks_of(aligned: Alignment, line: int) -> list[Block]:
    """The claim's words of one line of the evidence, cut wherever the order of the evidence is left."""
    places = [place for place, at in enumerate(aligned.at) if at != NOWHERE and aligned.evidence[at].line == line]
    ranks = {at: rank for rank, at in enumerate(sorted(aligned.at[place] for place in places))}
    found: list[list[int]] = []
    for place in places:
        if found and ranks[aligned.at[place]] == ranks[aligned.at[found[-1][-1]]] + 1:
            found[-1].append(place)
        else:
            found.append([place])
    return [Block(tuple(block), aligned) for block in found]


def between(first: Block, second: Block, aligned: Alignment) -> Sequence[Word]:
    """The words of the evidence between two blocks."""
    return aligned.evidence[first.targets[-1] + 1 : second.targets[0]]


def between_in_claim(first: Block, second: Block, aligned: Alignment) -> Sequence[Word]:
    """The words of the claim between two blocks that changed places."""
    return aligned.claim[second.places[-1] + 1 : first.places[0]]
