"""Whether what stands in another order still says the same of the same things."""

from collections.abc import Iterator, Sequence

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.alternations import is_alternation, is_alternation_around
from service.faithfulness.entailment.blocks import Block, between, between_in_claim, blocks_of
from service.faithfulness.entailment.closed_words import COMPOUND_PREPOSITIONS, EVALUATIVE
from service.faithfulness.entailment.edits import HARMFUL, HARMLESS, LIKELY_HARMLESS, Edit
from service.faithfulness.entailment.opposites import are_opposite
from service.faithfulness.entailment.reading import Word
from service.text import word_set

_FUNCTION_WORD = 0.2  # the doubt of a word that moved and means nothing by itself
_INTO = word_set("in within into")
_SHORT = 3  # words of what is held against its opposite
_LISTED = 6  # words of a member of a list


def reorderings(aligned: Alignment) -> Iterator[Edit]:
    """What stands in another order than in its sentence of the evidence, and how far that changes who does what."""
    lines = {word.line for place, word in enumerate(aligned.evidence) if aligned.of[place] != NOWHERE}
    for line in sorted(lines):
        blocks = blocks_of(aligned, line)
        if len(blocks) > 1:
            yield from _moves(aligned, blocks)
    yield from _parted_compounds(aligned)
    yield from _turned_verbs(aligned)


def _turned_verbs(aligned: Alignment) -> Iterator[Edit]:
    """Verbs made passive with all else in its place: "A contains B", "A is contained in B"."""
    claim, evidence = aligned.claim, aligned.evidence
    for place, at in enumerate(aligned.at[:-1]):
        if at <= 0 or at + 1 == len(evidence) or not claim[place].auxiliary or evidence[at].auxiliary:
            continue
        gained = claim[place + 1].text in _INTO and aligned.at[place + 1] == NOWHERE
        had = evidence[at + 1].kind == "scope"
        before = [target for target in aligned.at[:place] if target != NOWHERE and evidence[target].content]
        after = [target for target in aligned.at[place + 2 :] if target != NOWHERE and evidence[target].content]
        if gained and not had and before and after and before[-1] < at < after[0]:
            yield Edit.of("moved", [evidence[before[-1]]], [evidence[after[0]]], HARMFUL, "roles_exchanged")


def _parted_compounds(aligned: Alignment) -> Iterator[Edit]:
    """Compounds taken apart with their parts in one order: "drug-resistant bacteria", "drugs resistant to bacteria"."""
    for place, at in enumerate(aligned.at):
        if not 0 < at < len(aligned.of) - 1 or aligned.of[at - 1] != place - 1:
            continue
        link, meant = aligned.claim[place], aligned.evidence[at]
        if not meant.hyphened or link.hyphened:
            continue
        following = aligned.of[at + 1]
        between = link.text.split()[1:] + [word.text for word in aligned.claim[place + 1 : max(following, 0)]]
        other = {link.text[-2:], meant.text[-2:]} == {"ng", "ed"}  # infected by it, and infecting it
        if following > place and (other or (len(between) == 1 and between[0] in COMPOUND_PREPOSITIONS)):
            head = aligned.evidence[at + 1]
            yield Edit.of("moved", [aligned.evidence[at - 1]], [head], HARMFUL, "roles_exchanged")


def _moves(aligned: Alignment, blocks: Sequence[Block]) -> Iterator[Edit]:
    """One edit for each swap of blocks; a swap around a middle is one."""
    order = sorted(range(len(blocks)), key=lambda number: blocks[number].targets)
    rank = {number: at for at, number in enumerate(order)}
    number = 0
    while number + 1 < len(blocks):
        here, after = rank[number], rank[number + 1]
        if after > here:
            number += 1
            continue
        middle = None
        if number + 2 < len(blocks) and rank[number + 2] == after - 1 and after == here - 1:
            middle = blocks[number + 1]
        later, earlier = blocks[number], blocks[number + 2 if middle else number + 1]
        yield Edit.of("moved", later.source, earlier.source, _doubt(aligned, earlier, later, middle), "roles_exchanged")
        number += 2 if middle else 1


def _doubt(aligned: Alignment, first: Block, second: Block, middle: Block | None) -> float:
    """How much it matters that what is `first` in the evidence comes after `second` in the claim."""
    if _are_opposite(first, second):
        return HARMFUL
    if not first.content or not second.content:
        if _negates(first, second) or _negates(second, first):
            return HARMFUL
        joined = _is_conjunction(first) or _is_conjunction(second)
        return HARMLESS if joined else _FUNCTION_WORD
    if any(
        word_texts <= EVALUATIVE for word_texts in ({w.text for w in first.source}, {w.text for w in second.source})
    ):
        return _FUNCTION_WORD
    if _respectively(aligned) and (_numbered(first, second) or (middle is not None and _is_conjunction(middle))):
        return HARMFUL
    if middle is None:
        explained = is_alternation(first, second, aligned) or _is_list(first, second, aligned)
    else:
        explained = _is_swap(first, middle, second, aligned)
    return LIKELY_HARMLESS if explained else HARMFUL


def _are_opposite(first: Block, second: Block) -> bool:
    """Whether two short blocks hold words that exclude each other: high A and low B became low A and high B."""
    short = max(len(first.source), len(second.source)) <= _SHORT
    return short and any(are_opposite(word, other) for word in first.source for other in second.source)


def _negates(block: Block, other: Block) -> bool:
    """Whether a negation moved further than from "does not do any" to "does no"."""
    return any(word.kind == "negation" for word in block.source) and sum(word.content for word in other.source) > 1


def _is_swap(first: Block, middle: Block, second: Block, aligned: Alignment) -> bool:
    """Whether two blocks changed places around a middle for a reason that leaves roles as they were."""
    listed = _is_conjunction(middle) or _is_long_list(first, middle, second, aligned)
    return (listed and not _respectively(aligned)) or is_alternation_around(first, middle, second, aligned)


def _is_conjunction(block: Block) -> bool:
    return _are_conjunctions(block.source)


def _are_conjunctions(words: Sequence[Word]) -> bool:
    return all(word.kind == "conjunction" for word in words)


def _respectively(aligned: Alignment) -> bool:
    return any(word.text == "respectively" for word in aligned.evidence)


def _is_list(first: Block, second: Block, aligned: Alignment) -> bool:
    """Whether two members of a list changed places."""
    gap, said = between(first, second, aligned), between_in_claim(first, second, aligned)
    if gap and said and gap[0].break_before and said[0].break_before and _are_conjunctions((*gap, *said)):
        return True  # clauses of their own
    if _respectively(aligned) or max(len(first.places), len(second.places)) > _LISTED:
        return False
    if _numbered(first, second):
        return False
    apart = (gap or second.source[0].break_before) and (said or aligned.claim[first.places[0]].break_before)
    return bool(apart) and _are_conjunctions((*gap, *said))


def _is_long_list(first: Block, middle: Block, second: Block, aligned: Alignment) -> bool:
    """Whether members of a list came in the opposite order."""
    short = max(len(block.places) for block in (first, middle, second)) <= _LISTED
    apart = [block.source[0].break_before or _follows_conjunction(block, aligned) for block in (middle, second)]
    return short and all(apart) and not _numbered(first, middle, second)


def _numbered(*blocks: Block) -> bool:
    return any(word.kind == "number" for block in blocks for word in block.source)


def _follows_conjunction(block: Block, aligned: Alignment) -> bool:
    before = block.targets[0] - 1
    return block.source[0].kind == "conjunction" or aligned.evidence[before].kind == "conjunction"
