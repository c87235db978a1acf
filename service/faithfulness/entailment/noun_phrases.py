"""Noun phrases that name the same thing with their parts in another order: compounds, names, relative clauses."""

from service.faithfulness.entailment.alignment import Alignment
from service.faithfulness.entailment.blocks import Block, between, between_in_claim
from service.faithfulness.entailment.closed_words import COMPOUND_PREPOSITIONS, NAMING_KEYS
from service.faithfulness.entailment.keys import key_of
from service.text import word_set
from service.text.lexicon import Part, is_part

_OF = word_set("of for in on with at")
_ENDINGS = "ed en ing al ic ive ous able ible ful less ant ent ar own lt"
_EFFECT_KEYS = frozenset(map(key_of, ("effect", "affect", "influence", "impact")))
_DESCRIBING = tuple(_ENDINGS.split())
_SHORT = 3  # words
_COMPOUND = 6  # words on either side of "of"


def is_noun_alternation(first: Block, second: Block, aligned: Alignment) -> bool:
    """Whether two neighbours in a noun phrase changed places; `first` is the first in the evidence."""
    return (
        _is_turned_relative(first, second, aligned)
        or _is_turned_noun(first, second, aligned)
        or _is_turned_compound(first, second, aligned)
        or is_unfolded_compound(first, second, aligned)
        or _is_naming(first, second, aligned)
    )


def is_unfolded_compound(first: Block, second: Block, aligned: Alignment) -> bool:
    """Whether "drug-resistant bacteria" became "bacteria resistant to drugs", or the other way round."""
    meant, said = between(first, second, aligned), between_in_claim(first, second, aligned)
    folded, unfolded = (meant, said) if meant and meant[0].hyphened else (said, meant)
    if len(folded) != 1 or not folded[0].hyphened or not unfolded or unfolded[0].hyphened:
        return False
    link, linked = folded[0].text, [part for word in unfolded for part in word.text.split()]
    if not link.endswith(_DESCRIBING) or unfolded[0].key.split()[:1] != folded[0].key.split()[:1]:
        return False
    if link.endswith("ing"):  # ATP-binding proteins bind ATP, and are not bound by it
        return len(linked) == 1 and not unfolded[0].auxiliary
    return len(linked) == 2 and linked[1] in COMPOUND_PREPOSITIONS


def _is_naming(first: Block, second: Block, aligned: Alignment) -> bool:
    """Whether "X, a method" became "a method called X", or the other way round."""
    if not any(all(word.is_name for word in block.source) for block in (first, second)):
        return False
    meant, said = between(first, second, aligned), between_in_claim(first, second, aligned)
    starts = second.source[0], aligned.claim[first.places[0]]
    apart = all(gap or start.break_before or start.indefinite for gap, start in zip((meant, said), starts, strict=True))
    return apart and all(word.key in NAMING_KEYS for word in (*meant, *said))


def _is_turned_relative(first: Block, second: Block, aligned: Alignment) -> bool:
    """Whether "widely used tests" became "tests that are widely used", or the other way round."""
    if max(len(first.places), len(second.places)) > _SHORT or between(first, second, aligned):
        return False
    if second.places[-1] + 1 != first.places[0]:
        return False
    modifier, noun = aligned.claim[first.places[0]], second.source[0]
    became = modifier.auxiliary and not first.source[0].auxiliary  # what stood before its noun follows it
    was = noun.auxiliary and not aligned.claim[second.places[0]].auxiliary
    described = first.source[-1] if became else noun
    return (became != was) and any(described.text.endswith(ending) for ending in _DESCRIBING)


def _is_turned_noun(first: Block, second: Block, aligned: Alignment) -> bool:
    """Whether "structure prediction" became "predicting structure", or the other way round."""
    for block, other in ((first, second), (second, first)):
        if len(block.places) != 1 or len(other.places) > _SHORT:
            continue
        here, there = aligned.claim[block.places[0]].text, block.source[0].text
        if here != there and here.endswith("ing") != there.endswith("ing") and is_part(here, Part.VERB):
            apart = (*between(first, second, aligned), *between_in_claim(first, second, aligned))
            return all(word.text in _OF for word in apart)
    return False


def _is_turned_compound(first: Block, second: Block, aligned: Alignment) -> bool:
    """Whether "the size of the network" became "the network's size" or the other way round."""
    said = between_in_claim(first, second, aligned)
    meant = between(first, second, aligned)
    gone, come = ([word for word in words if word.kind != "conjunction"] for words in (meant, said))
    one_sided = bool(gone) != bool(come)
    if any(word.text == "on" for word in (*gone, *come)) and not _EFFECT_KEYS.isdisjoint(
        word.key for word in second.source
    ):
        return False  # what A does to B is no effect of B on A
    short = min(len(first.places), len(second.places)) <= _COMPOUND
    return short and one_sided and all(word.text in _OF for word in (*gone, *come))
