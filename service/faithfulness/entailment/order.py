"""Whether what stands in another order still says the same of the same things."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.closed_words import (
    CONTAINING_KEYS,
    CONVERSE_KEYS,
    EVALUATIVE,
    FRAME_KEYS,
    GENERAL_KEYS,
    GIVING_KEYS,
    JUDGED_KEYS,
    SCOPES,
    SYMMETRIC_KEYS,
)
from service.faithfulness.entailment.edits import HARMFUL, HARMLESS, LIKELY_HARMLESS, Edit
from service.faithfulness.entailment.insertions import are_opposite
from service.faithfulness.entailment.keys import key_of
from service.faithfulness.entailment.reading import Word
from service.text import is_adverb, word_set
from service.text.lexicon import Part, is_part

_OF = word_set("of for in on")
_ADVERBIAL = SCOPES - word_set("of than as from")
_PLACES = word_set("in on at among during under for within across with")
_SAYING = FRAME_KEYS | JUDGED_KEYS | frozenset(map(key_of, ("suggest", "indicate", "imply")))
_REPORTING = _SAYING | GENERAL_KEYS
_DESCRIBING = ("ed", "en", "ing", "al", "ic", "ive", "ous", "able", "ible", "ful", "less", "ant", "ent", "ar", "own", "lt")
_WITH = word_set("with and to")
_TO = word_set("to for with")
_FUNCTION_WORD = 0.2  # the doubt of a word that moved and means nothing by itself
_SHORT = 3  # words of what is held against its opposite
_LISTED = 6  # words of a member of a list
_CLAUSE = 8  # words that an adverb may move over


@dataclass(frozen=True)
class _Block:
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


def reorderings(aligned: Alignment) -> Iterator[Edit]:
    """What stands in another order than in its sentence of the evidence, and how far that changes who does what."""
    lines = {word.line for place, word in enumerate(aligned.evidence) if aligned.of[place] != NOWHERE}
    for line in sorted(lines):
        blocks = _blocks(aligned, line)
        if len(blocks) > 1:
            yield from _moves(aligned, blocks)


def _blocks(aligned: Alignment, line: int) -> list[_Block]:
    """The claim's words of one line of the evidence, cut wherever the order of the evidence is left."""
    places = [place for place, at in enumerate(aligned.at) if at != NOWHERE and aligned.evidence[at].line == line]
    ranks = {at: rank for rank, at in enumerate(sorted(aligned.at[place] for place in places))}
    found: list[list[int]] = []
    for place in places:
        if found and ranks[aligned.at[place]] == ranks[aligned.at[found[-1][-1]]] + 1:
            found[-1].append(place)
        else:
            found.append([place])
    return [_Block(tuple(block), aligned) for block in found]


def _moves(aligned: Alignment, blocks: Sequence[_Block]) -> Iterator[Edit]:
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


def _doubt(aligned: Alignment, first: _Block, second: _Block, middle: _Block | None) -> float:
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
    explained = _is_explained(first, second, aligned) if middle is None else _is_swap(first, middle, second, aligned)
    return LIKELY_HARMLESS if explained else HARMFUL


def _are_opposite(first: _Block, second: _Block) -> bool:
    """Whether two short blocks hold words that exclude each other: high A and low B became low A and high B."""
    short = max(len(first.source), len(second.source)) <= _SHORT
    return short and any(are_opposite(word, other) for word in first.source for other in second.source)


def _negates(block: _Block, other: _Block) -> bool:
    """Whether a negation moved further than from "does not do any" to "does no"."""
    return any(word.kind == "negation" for word in block.source) and sum(word.content for word in other.source) > 1


def _is_explained(first: _Block, second: _Block, aligned: Alignment) -> bool:
    """Whether two neighbours changed places for a reason that leaves roles as they were."""
    return (
        _is_adverbial(second, first, aligned)
        or _is_adverbial(first, second, aligned)
        or _is_adverb(first, second)
        or _is_adverb(second, first)
        or _is_report(first)
        or _is_report(second)
        or _is_turned_relative(first, second, aligned)
        or _is_raised(first)
        or _is_raised(second)
        or _is_turned_noun(first, second, aligned)
        or _is_dative(first, second, aligned)
        or _is_agentless_passive(first, aligned)
        or _is_agentless_passive(second, aligned)
        or _is_turned_compound(first, second, aligned)
        or _is_list(first, second, aligned)
    )


def _is_swap(first: _Block, middle: _Block, second: _Block, aligned: Alignment) -> bool:
    """The same of two blocks that changed places around a middle."""
    listed = _is_conjunction(middle) or _is_long_list(first, middle, second, aligned)
    if _is_symmetric(first, middle, aligned) or (listed and not _respectively(aligned)):
        return True
    return _is_passive(first, second, middle, aligned)


def _is_symmetric(first: _Block, middle: _Block, aligned: Alignment) -> bool:
    """Whether two things that are combined, or compared, with each other changed places."""
    before = first.targets[0] - 1
    with_only = all(word.text in _WITH for word in middle.source)
    return with_only and before >= 0 and aligned.evidence[before].key in SYMMETRIC_KEYS


def _is_conjunction(block: _Block) -> bool:
    return _are_conjunctions(block.source)


def _are_conjunctions(words: Sequence[Word]) -> bool:
    return all(word.kind == "conjunction" for word in words)


def _respectively(aligned: Alignment) -> bool:
    return any(word.text == "respectively" for word in aligned.evidence)


def _is_adverbial(block: _Block, other: _Block, aligned: Alignment) -> bool:
    """Whether a block is an adverbial phrase or clause, whole: it may stand first or last.

    Its preposition goes with it, and is not left to the block that it changed places with.
    """
    evidence, head, last = aligned.evidence, block.source[0], block.targets[-1]
    begins = head.kind == "scope" and head.text.split()[0] in _ADVERBIAL
    before = evidence[block.targets[0] - 1] if block.targets[0] else head
    left = other.places[0] and aligned.claim[other.places[0] - 1].text == before.text
    begins = begins or (before.text in _PLACES and not left and aligned.of[block.targets[0] - 1] == NOWHERE)
    begins = begins or (bool(head.break_before) and len(block.places) > 1)
    opens = block.targets[0] == 0 or evidence[block.targets[0] - 1].line != head.line
    ends = last + 1 == len(evidence) or evidence[last + 1].line != head.line or bool(evidence[last + 1].break_before)
    return ends and (begins or (opens and head.kind == "scope")) and len(block.places) > 1


def _is_adverb(block: _Block, other: _Block) -> bool:
    """Whether a block is an adverb, or an adjective that became one, and stays in its clause."""
    if len(block.places) != 1 or not block.content:
        return False
    here, there = block.aligned.claim[block.places[0]], block.source[0]
    adverbs = [is_adverb(word.text) for word in (here, there)]
    inside = not any(word.break_before or word.kind in {"conjunction", "negation"} for word in other.source[1:])
    return any(adverbs) and inside and len(other.source) <= _CLAUSE


def _is_report(block: _Block) -> bool:
    """Whether "we show that A" became "A, we show", or the other way round."""
    claim, evidence = block.aligned.claim, block.aligned.evidence
    if not all(word.key in _REPORTING for word in block.source) or not any(
        word.key in _SAYING and is_part(word.text, Part.VERB) for word in block.source
    ):
        return False
    opens, closes = block.places[0] == 0, block.places[-1] + 1 == len(claim)
    after = block.targets[-1] + 1
    opened = _opens((evidence, block.source[0]))
    closed = after == len(evidence) or evidence[after].line != block.source[0].line
    return (opened and closes) or (closed and opens)


def _is_turned_relative(first: _Block, second: _Block, aligned: Alignment) -> bool:
    """Whether "widely used tests" became "tests that are widely used", or the other way round."""
    if max(len(first.places), len(second.places)) > _SHORT or _between(first, second, aligned):
        return False
    if second.places[-1] + 1 != first.places[0]:
        return False
    modifier, noun = aligned.claim[first.places[0]], second.source[0]
    became = modifier.auxiliary and not first.source[0].auxiliary  # what stood before its noun follows it
    was = noun.auxiliary and not aligned.claim[second.places[0]].auxiliary
    described = first.source[-1] if became else noun
    return (became != was) and any(described.text.endswith(ending) for ending in _DESCRIBING)


def _is_raised(block: _Block) -> bool:
    """Whether what is thought of a fact moved: it is known that A is B, A is known to be B; it is hard to A, A is hard."""
    if len(block.places) > _SHORT or JUDGED_KEYS.isdisjoint({block.source[0].key, block.source[-1].key}):
        return False
    here, there = block.aligned.claim[block.places[0]], block.source[0]
    opens = _opens((block.aligned.claim, here)), _opens((block.aligned.evidence, there))
    if here.auxiliary and there.auxiliary:
        return any(opens)
    return opens[0] if there.auxiliary else opens[1]  # who knows it are the authors, or nobody


def _opens(at: tuple[Sequence[Word], Word]) -> bool:
    """Whether nothing that means something stands before a word in its clause: "it is known"."""
    words, word = at
    for before in reversed(words[: words.index(word)]):
        if before.line != word.line:
            return True
        if before.content:
            return bool(words[before.place + 1].break_before) or before.kind == "conjunction"
        if before.kind == "conjunction" or words[before.place + 1].break_before:
            return True
    return True


def _is_turned_noun(first: _Block, second: _Block, aligned: Alignment) -> bool:
    """Whether "structure prediction" became "predicting structure", or the other way round."""
    for block, other in ((first, second), (second, first)):
        if len(block.places) != 1 or len(other.places) > _SHORT:
            continue
        here, there = aligned.claim[block.places[0]].text, block.source[0].text
        if here != there and here.endswith("ing") != there.endswith("ing") and is_part(here, Part.VERB):
            gap = _between(first, second, aligned)
            said = aligned.claim[second.places[-1] + 1 : first.places[0]]
            return all(word.text in _OF for word in (*gap, *said))
    return False


def _is_dative(first: _Block, second: _Block, aligned: Alignment) -> bool:
    """Whether "give users feedback" became "give feedback to users", or the other way round."""
    verb, start = first.targets[0] - 1, second.places[0] - 1
    if verb < 0 or start < 0 or aligned.at[start] != verb or aligned.evidence[verb].key not in GIVING_KEYS:
        return False
    gap = _between(first, second, aligned)
    said = aligned.claim[second.places[-1] + 1 : first.places[0]]
    return bool(gap) != bool(said) and all(word.text in _TO for word in (*gap, *said))


def _between(first: _Block, second: _Block, aligned: Alignment) -> Sequence[Word]:
    return aligned.evidence[first.targets[-1] + 1 : second.targets[0]]


def _is_turned_compound(first: _Block, second: _Block, aligned: Alignment) -> bool:
    """Whether "the size of the network" became "the network's size" or the other way round."""
    said = aligned.claim[second.places[-1] + 1 : first.places[0]]
    meant = _between(first, second, aligned)
    gone, come = ([word for word in words if word.kind != "conjunction"] for words in (meant, said))
    one_sided = bool(gone) != bool(come)
    short = min(len(first.places), len(second.places)) <= _LISTED
    return short and one_sided and all(word.text in _OF for word in (*gone, *come))


def _is_list(first: _Block, second: _Block, aligned: Alignment) -> bool:
    """Whether two members of a list changed places."""
    gap, said = _between(first, second, aligned), aligned.claim[second.places[-1] + 1 : first.places[0]]
    if gap and said and gap[0].break_before and said[0].break_before and _are_conjunctions((*gap, *said)):
        return True  # clauses of their own
    if _respectively(aligned) or max(len(first.places), len(second.places)) > _LISTED:
        return False
    if any(word.kind == "number" for word in (*first.source, *second.source)):
        return False
    apart = (gap or second.source[0].break_before) and (said or aligned.claim[first.places[0]].break_before)
    return bool(apart) and _are_conjunctions((*gap, *said))


def _is_long_list(first: _Block, middle: _Block, second: _Block, aligned: Alignment) -> bool:
    """Whether members of a list came in the opposite order."""
    short = max(len(block.places) for block in (first, middle, second)) <= _LISTED
    apart = [block.source[0].break_before or _follows_conjunction(block, aligned) for block in (middle, second)]
    numbers = any(word.kind == "number" for block in (first, middle, second) for word in block.source)
    return short and all(apart) and not numbers


def _follows_conjunction(block: _Block, aligned: Alignment) -> bool:
    before = block.targets[0] - 1
    return block.source[0].kind == "conjunction" or aligned.evidence[before].kind == "conjunction"


def _is_passive(first: _Block, second: _Block, middle: _Block, aligned: Alignment) -> bool:
    """Whether "A does B" became "B is done by A", or the other way round."""
    claim, evidence = aligned.claim, aligned.evidence
    verb_here, verb_there = claim[middle.places[0]], middle.source[0]
    by = ("by", "in") if verb_there.key in CONTAINING_KEYS else ("by",)
    gained = _has_by(claim, first.places[0], by) and verb_here.auxiliary and not verb_there.auxiliary
    lost = _has_by(evidence, second.targets[0], by) and verb_there.auxiliary and not verb_here.auxiliary
    return gained != lost


def _is_agentless_passive(verb: _Block, aligned: Alignment) -> bool:
    """Whether "we do B" became "B is done", or the other way round; who does it are the authors."""
    if len(verb.places) != 1 or not verb.content:
        return False
    here, there = aligned.claim[verb.places[0]], verb.source[0]
    if here.auxiliary == there.auxiliary:
        return False
    active = there if here.auxiliary else here
    words = aligned.evidence if here.auxiliary else aligned.claim
    before = [word for word in words[: words.index(active)] if word.line == active.line]
    return not any(word.content for word in before) or all(word.kind == "scope" for word in before[:1])


def _has_by(words: Sequence[Word], place: int, by: Sequence[str]) -> bool:
    return place > 0 and (words[place - 1].text in by or words[place].text in by)


def turned_words(aligned: Alignment) -> frozenset[str]:
    """The words by which the sides changed places: "A is higher than B", "B is lower than A"; "A precedes B", "B follows A".

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
