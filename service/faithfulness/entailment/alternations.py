"""Constructions that say the same of the same things in another order: passives, fronted phrases, reports at the end.

Alternations as grammars list them (Huddleston & Pullum 2002, chapter 16; Levin 1993 for verbs with two objects).
"""

from collections.abc import Sequence

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.blocks import Block, between, between_in_claim
from service.faithfulness.entailment.closed_words import (
    CONTAINING_KEYS,
    FRAME_KEYS,
    GENERAL_KEYS,
    GIVING_KEYS,
    JOINING_PHRASES,
    JUDGED_KEYS,
    SYMMETRIC_KEYS,
)
from service.faithfulness.entailment.keys import key_of
from service.faithfulness.entailment.noun_phrases import is_noun_alternation, is_unfolded_compound
from service.faithfulness.entailment.polarity import downward
from service.faithfulness.entailment.reading import Word
from service.text import is_adverb, word_set
from service.text.lexicon import Part, is_part

_CLOSE, _CLAUSAL = word_set("of than as from"), word_set("while whereas")
_PLACES = word_set("in on at among during under for within across with")
_SAYING = FRAME_KEYS | JUDGED_KEYS | frozenset(map(key_of, ("suggest", "indicate", "imply")))
_REPORTING = _SAYING | GENERAL_KEYS
_WITH = word_set("with and to")
_TO = word_set("to for with")
_BETWEEN = " between"
_SHORT = 3  # words
_CLAUSE = 8  # words that an adverb may move over


def is_alternation(first: Block, second: Block, aligned: Alignment) -> bool:
    """Whether two neighbours changed places as a construction has it; `first` is the first in the evidence."""
    alone = any(
        _is_adverb(block, other)
        or _is_adverbial(block, other, aligned)
        or _is_report(block)
        or _is_raised(block)
        or _is_agentless_passive(block, aligned)
        or _is_association(block)
        for block, other in ((second, first), (first, second))
    )
    return (
        alone
        or is_noun_alternation(first, second, aligned)
        or _is_dative(first, second, aligned)
        or _is_turned_means(first, second, aligned)
        or _is_addition(second, aligned)
    )


def is_alternation_around(first: Block, middle: Block, second: Block, aligned: Alignment) -> bool:
    """The same of two blocks that changed places around a middle."""
    return (
        _is_symmetric(first, middle, aligned)
        or _is_passive(first, second, middle, aligned)
        or is_unfolded_compound(first, second, aligned)
        or (_is_manner(second) and is_alternation(first, middle, aligned))
    )


def _is_association(block: Block) -> bool:
    """Whether "A is closely linked to B" became "a close link between A and B", or the other way round."""
    *manner, link = block.places
    between = block.aligned.claim[link].text.endswith(_BETWEEN) or block.source[-1].text.endswith(_BETWEEN)
    return between and len(manner) <= 1


def _is_turned_means(first: Block, second: Block, aligned: Alignment) -> bool:
    """Whether "use A to do B" became "do B using A", or the other way round."""
    gaps = [
        [word.text for word in words]
        for words in (between(first, second, aligned), between_in_claim(first, second, aligned))
    ]
    used = first if gaps == [["to"], []] else second if gaps == [[], ["to"]] else None
    if used is None:
        return False
    here, there = aligned.claim[used.places[0]], used.source[0]
    means, verb = (here, there) if used is first else (there, here)
    return (
        (means.text.endswith("ing") or means.kind == "scope")
        and is_part(verb.text, Part.VERB)
        and verb.text != means.text
    )


def _is_addition(second: Block, aligned: Alignment) -> bool:
    """Whether "A does B as well as C" became "besides C, A does B".

    Where something is denied, or said of all, "besides" leaves C out.
    """
    head, joint = second.source[0], aligned.claim[second.places[0]]
    joins = joint.text in JOINING_PHRASES or (joint.text == "besides" and not any(downward(aligned.evidence)))
    return joins and head.kind == "conjunction" and second.places[0] == 0


def _is_manner(block: Block) -> bool:
    """Whether "drops sharply" became "a sharp drop", or the other way round."""
    if len(block.places) != 1:
        return False
    here, there = block.aligned.claim[block.places[0]].text, block.source[0].text
    return is_adverb(here) != is_adverb(there)


def _is_adverbial(block: Block, other: Block, aligned: Alignment) -> bool:
    """Whether a block is an adverbial phrase or clause, whole: it may stand first or last.

    Its preposition goes with it, and is not left to the block that it changed places with.
    """
    evidence, head, last = aligned.evidence, block.source[0], block.targets[-1]
    begins = _is_adverbial_head(block) or _follows_preposition(block, other, aligned)
    opens = block.targets[0] == 0 or evidence[block.targets[0] - 1].line != head.line
    ends = last + 1 == len(evidence) or evidence[last + 1].line != head.line or bool(evidence[last + 1].break_before)
    return ends and (begins or (opens and head.kind == "scope")) and len(block.places) > 1


def _is_adverbial_head(block: Block) -> bool:
    """Whether an adverbial begins with the block itself."""
    head = block.source[0]
    if head.text == "than":  # A is faster than B: compared with B, A is faster
        return block.aligned.claim[block.places[0]].text != "than"
    if head.text == "as":  # error grows as noise grows
        return block.places[0] == 0
    return bool(head.break_before) or head.text in _CLAUSAL or (head.kind == "scope" and head.text not in _CLOSE)


def _follows_preposition(block: Block, other: Block, aligned: Alignment) -> bool:
    """Whether a preposition before the block is left out, and the other block has not taken it."""
    if block.targets[0] == 0 or aligned.of[block.targets[0] - 1] != NOWHERE:
        return False
    before = aligned.evidence[block.targets[0] - 1].text
    if before == "by":
        return block.source[0].text.endswith("ing")
    taken = other.places[0] and aligned.claim[other.places[0] - 1].text == before
    return before in _PLACES and not taken


def _is_adverb(block: Block, other: Block) -> bool:
    """Whether a block is an adverb, or an adjective that became one, and stays in its clause."""
    if len(block.places) != 1 or not block.content:
        return False
    here, there = block.aligned.claim[block.places[0]], block.source[0]
    adverbs = [is_adverb(word.text) for word in (here, there)]
    inside = not any(word.break_before or word.kind in {"conjunction", "negation"} for word in other.source[1:])
    return any(adverbs) and inside and len(other.source) <= _CLAUSE


def _is_report(block: Block) -> bool:
    """Whether "we show that A" became "A, we show", or the other way round."""
    claim, evidence = block.aligned.claim, block.aligned.evidence
    words = block.source
    named = [
        word.key in _REPORTING or (after is not None and after.key in GENERAL_KEYS)  # simulation studies
        for word, after in zip(words, (*words[1:], None), strict=True)
    ]
    if not all(named) or not any(word.key in _SAYING and is_part(word.text, Part.VERB) for word in words):
        return False
    opens, closes = block.places[0] == 0, block.places[-1] + 1 == len(claim)
    after = block.targets[-1] + 1
    opened = _opens(evidence, block.source[0])
    closed = after == len(evidence) or evidence[after].line != block.source[0].line
    return (opened and closes) or (closed and opens)


def _is_raised(block: Block) -> bool:
    """Whether what is thought of a fact moved: "it is known that A is B", "A is known to be B"."""
    if len(block.places) > _SHORT or JUDGED_KEYS.isdisjoint({block.source[0].key, block.source[-1].key}):
        return False
    here, there = block.aligned.claim[block.places[0]], block.source[0]
    opens = _opens(block.aligned.claim, here), _opens(block.aligned.evidence, there)
    if here.auxiliary and there.auxiliary:
        return any(opens)
    return opens[0] if there.auxiliary else opens[1]  # who knows it are the authors, or nobody


def _opens(words: Sequence[Word], word: Word) -> bool:
    """Whether nothing that means something stands before a word in its clause: "it is known"."""
    for before in reversed(words[: words.index(word)]):
        if before.line != word.line:
            return True
        if before.content:
            return bool(words[before.place + 1].break_before) or before.kind == "conjunction"
        if before.kind == "conjunction" or words[before.place + 1].break_before:
            return True
    return True


def _is_dative(first: Block, second: Block, aligned: Alignment) -> bool:
    """Whether "give users feedback" became "give feedback to users", or the other way round."""
    verb, start = first.targets[0] - 1, second.places[0] - 1
    if verb < 0 or start < 0 or aligned.at[start] != verb or aligned.evidence[verb].key not in GIVING_KEYS:
        return False
    gap = between(first, second, aligned)
    said = between_in_claim(first, second, aligned)
    return bool(gap) != bool(said) and all(word.text in _TO for word in (*gap, *said))


def _is_symmetric(first: Block, middle: Block, aligned: Alignment) -> bool:
    """Whether two things that are combined, or compared, with each other changed places."""
    before = first.targets[0] - 1
    with_only = all(word.text in _WITH for word in middle.source)
    return with_only and before >= 0 and aligned.evidence[before].key in SYMMETRIC_KEYS


def _is_passive(first: Block, second: Block, middle: Block, aligned: Alignment) -> bool:
    """Whether "A does B" became "B is done by A", or the other way round."""
    claim, evidence = aligned.claim, aligned.evidence
    verb = next((number for number, word in enumerate(middle.source) if word.content), 0)
    verb_here, verb_there = claim[middle.places[verb]], middle.source[verb]
    if verb_here.hyphened or verb_there.hyphened:
        return False  # ATP-binding proteins bind ATP
    by = ("by", "in") if verb_there.key in CONTAINING_KEYS else ("by",)
    gained = _has_by(claim, first.places[0], by) and verb_here.auxiliary and not verb_there.auxiliary
    lost = _has_by(evidence, second.targets[0], by) and verb_there.auxiliary and not verb_here.auxiliary
    return gained != lost


def _is_agentless_passive(verb: Block, aligned: Alignment) -> bool:
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
