"""Whether what stands in another order still says the same of the same things."""

from collections.abc import Iterator, Sequence

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.edits import Edit
from service.faithfulness.entailment.reading import Word
from service.text import word_set

_OF = word_set("of for in with to from on")
_ADVERBIAL = word_set(
    """when while where if by using via through to in on at under for with during after before since because although
    despite given based across among within as due"""
)


def reorderings(aligned: Alignment) -> Iterator[Edit]:
    """The places where the claim goes back in its evidence without a reason that leaves roles as they were."""
    blocks = _blocks(aligned)
    for index, (one, other) in enumerate(zip(blocks, blocks[1:], strict=False)):
        if aligned.at[other[0]] < aligned.at[one[0]]:
            yield Edit.of(
                "moved",
                [aligned.evidence[aligned.at[i]] for i in one],
                [aligned.claim[i] for i in other],
                _doubt(aligned, blocks, index),
            )


def _blocks(aligned: Alignment) -> list[list[int]]:
    """The matched words of the claim, in stretches that go forward in the evidence."""
    found: list[list[int]] = []
    last = None
    for place, target in enumerate(aligned.at):
        if target == NOWHERE:
            continue
        if last is None or target < last:
            found.append([])
        found[-1].append(place)
        last = target
    return found


def _doubt(aligned: Alignment, blocks: Sequence[Sequence[int]], index: int) -> float:
    one, other = blocks[index], blocks[index + 1]
    claim, evidence, at = aligned.claim, aligned.evidence, aligned.at
    here, there = [at[i] for i in one], [at[i] for i in other]
    back = there[0]
    lines = {evidence[j].line for j in here}, {evidence[j].line for j in there}
    if lines[0].isdisjoint(lines[1]):
        return 0.0
    if not any(evidence[j].content for j in there) or not any(evidence[j].content for j in here):
        return 0.3
    moved = [j for j in here if j > back]  # of the first block, what stands behind in the evidence
    if not moved:
        return 0.3
    first, last = min(moved), max(moved)
    lead = evidence[first]
    if lead.text.split()[0] in _ADVERBIAL or lead.break_before:
        return 0.1
    if evidence[back].text.split()[0] in _ADVERBIAL or (claim[other[0]].break_before and evidence[back].break_before):
        return 0.1
    between = [word for word in claim[one[-1] + 1 : other[0]]]
    if between and all(word.kind in {"conjunction"} for word in between) and _adjacent(there, moved, evidence):
        return 0.1
    if _joined(claim[other[0]]) and _adjacent(there, moved, evidence):
        return 0.1
    if _adjacent(there, moved, evidence) and all(word.text in _OF for word in between):
        return 0.2
    if any(word.text == "by" for word in between) or claim[other[0]].text == "by":
        return 0.2
    if lead.text == "by" or any(evidence[j].text == "by" for j in range(back, last + 1)):
        return 0.2
    return 1.0


def _joined(word: Word) -> bool:
    return word.kind == "conjunction"


def _adjacent(there: Sequence[int], moved: Sequence[int], evidence: Sequence[Word]) -> bool:
    """Whether the two blocks stand beside each other in the evidence, but for a conjunction or "of"."""
    before = [j for j in there if j < min(moved)]
    if not before:
        return False
    gap = evidence[max(before) + 1 : min(moved)]
    return all(word.kind == "conjunction" or word.text in _OF for word in gap)
