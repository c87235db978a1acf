"""Which words of a sentence are which of its evidence: runs of equal words, the longest first, in any order.

Greedy string tiling (Wise 1993) over words that say the same: a block that was moved stays a block.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from service.faithfulness.entailment.closed_words import SCOPES
from service.faithfulness.entailment.keys import is_superlative
from service.faithfulness.entailment.reading import Word
from service.faithfulness.lexical import UNITS
from service.text.lexicon import Relation, relation

NOWHERE = -1
# Shares of a line's words, and of those that the claim takes most from, from which on the claim restates the line.
_RESTATED, _RESTATED_MORE = 0.3, 0.5


class Match(IntEnum):
    """How a word of a sentence is one of the evidence."""

    NONE = 0
    RENDERING = 1
    SYNONYM = 2
    SAME = 3


@dataclass(frozen=True, slots=True)
class Alignment:
    """The words of a sentence and of its evidence; `at[i]` is where word i stands in the evidence, or NOWHERE.

    `of[j]` is the same the other way round.
    """

    claim: Sequence[Word]
    evidence: Sequence[Word]
    at: Sequence[int]
    of: Sequence[int]

    def turns_at_claim(self, place: int) -> bool:
        """Whether what follows a place of the claim stands in the evidence before what precedes it."""
        return _turns(self.at, place, len(self.of))

    def turns_at(self, place: int) -> bool:
        """Whether what follows a place of the evidence stands in the claim before what precedes it."""
        return _turns(self.of, place, len(self.at))


def _turns(targets: Sequence[int], place: int, most: int) -> bool:
    before = next((target for target in reversed(targets[:place]) if target != NOWHERE), NOWHERE)
    return next((target for target in targets[place + 1 :] if target != NOWHERE), most) < before


def match(word: Word, other: Word) -> Match:
    """Whether, and how, two words say the same."""
    if word.key == other.key:
        return Match.SAME
    if word.classes and not word.classes.isdisjoint(other.classes):
        return Match.RENDERING
    units = UNITS.get(word.text, ""), UNITS.get(other.text, "")
    if any(units):
        return Match.RENDERING if units[0] == units[1] else Match.NONE
    if is_superlative(word.text) and not is_superlative(other.text):
        return Match.NONE
    if word.kind == other.kind == "word" and relation(other.text, word.text) in {Relation.EQUAL, Relation.DERIVED}:
        return Match.SYNONYM
    return Match.NONE


def align(claim: Sequence[Word], evidence: Sequence[Word]) -> Alignment:
    """Tile the claim with runs of the evidence."""
    partners = _partners(claim, evidence)
    surest = [_surest(options) if word.content else options for word, options in zip(claim, partners, strict=True)]
    at, of = [NOWHERE] * len(claim), [NOWHERE] * len(evidence)
    while run := _longest_run(surest, at, of, claim):
        start, place, length = run
        for step in range(length):
            at[start + step], of[place + step] = place + step, start + step
    _fill_gaps(claim, partners, at, of)
    return Alignment(claim, evidence, at, of)


def restated_lines(aligned: Alignment) -> set[int]:
    """The lines of the evidence that the claim takes more from than a name."""
    words, taken = Counter[int](), Counter[int]()
    for place, word in enumerate(aligned.evidence):
        words[word.line] += word.content
        taken[word.line] += word.content and aligned.of[place] != NOWHERE
    most = max(taken.values(), default=0)
    return {
        line
        for line, count in taken.items()
        if count and (count >= _RESTATED * words[line] or count > _RESTATED_MORE * most)
    }


def _partners(claim: Sequence[Word], evidence: Sequence[Word]) -> list[dict[int, Match]]:
    """For each word of the claim the words of the evidence that it may be."""
    by_key: dict[str, list[int]] = {}
    by_class: dict[int, list[int]] = {}
    for place, word in enumerate(evidence):
        by_key.setdefault(word.key, []).append(place)
        for number in word.classes:
            by_class.setdefault(number, []).append(place)
    found: list[dict[int, Match]] = []
    for word in claim:
        same = dict.fromkeys(by_key.get(word.key, ()), Match.SAME)
        rendered = {place: Match.RENDERING for number in word.classes for place in by_class.get(number, ())}
        both = rendered | same
        if not both and word.kind == "word":
            both = {place: kind for place, other in enumerate(evidence) if (kind := match(word, other))}
        found.append(both)
    return found


def _surest(options: dict[int, Match]) -> dict[int, Match]:
    """Those that are the same word, if there are any."""
    return {place: kind for place, kind in options.items() if kind is Match.SAME} or options


def _longest_run(
    partners: Sequence[dict[int, Match]], at: Sequence[int], of: Sequence[int], claim: Sequence[Word]
) -> tuple[int, int, int] | None:
    """The run of unmatched words with most content: where it starts, its place in the evidence, and its length."""
    best, best_value = None, (0.0, 0)
    for start, options in enumerate(partners):
        if at[start] != NOWHERE:
            continue
        for place, kind in options.items():
            if of[place] != NOWHERE or _continues(partners, at, of, start, place):
                continue
            length = weight = 0
            value = 0.0
            while (
                start + length < len(partners)
                and place + length < len(of)
                and at[start + length] == of[place + length] == NOWHERE
                and (kind := partners[start + length].get(place + length, Match.NONE))
            ):
                value += kind * (1.0 if claim[start + length].content else 0.4)
                weight += claim[start + length].content
                length += 1
            if weight and (value, -_distance(at, start, place)) > best_value:
                best, best_value = (start, place, length), (value, -_distance(at, start, place))
    return best


def _continues(
    partners: Sequence[dict[int, Match]], at: Sequence[int], of: Sequence[int], start: int, place: int
) -> bool:
    """Whether the run began a word before."""
    return bool(start and place and at[start - 1] == of[place - 1] == NOWHERE and place - 1 in partners[start - 1])


def _distance(at: Sequence[int], start: int, place: int) -> int:
    """How far a place is from where the nearest matched words would have it."""
    for step in range(1, len(at)):
        for near in (start - step, start + step):
            if 0 <= near < len(at) and at[near] != NOWHERE:
                return abs(place - at[near] - (start - near))
    return abs(place - start)


def _fill_gaps(claim: Sequence[Word], partners: Sequence[dict[int, Match]], at: list[int], of: list[int]) -> None:
    """Match what is left between matched words with what is left between theirs, in order."""
    for start, word in enumerate(claim):
        if at[start] != NOWHERE:
            continue
        before = next((at[i] for i in range(start - 1, -1, -1) if at[i] != NOWHERE), -1)
        after = next((at[i] for i in range(start + 1, len(at)) if at[i] != NOWHERE), len(of))
        low, high = (before, after) if before < after else (max(before, after) - 1, len(of))
        options = [place for place in partners[start] if of[place] == NOWHERE and low < place < high]
        anywhere = word.kind == "hedge" or word.text == "or" or _is_adverbial(word)
        if not options and anywhere:
            options = [place for place in partners[start] if of[place] == NOWHERE]
        if not options and before > after and " " in word.key:  # a compound that was unfolded
            options = [place for place in range(after + 1, before) if of[place] == NOWHERE and place in partners[start]]
            after = len(of)
        if options and (word.content or anywhere or before < after):
            place = min(options)
            at[start], of[place] = place, start


def _is_adverbial(word: Word) -> bool:
    """Whether a phrase governs nothing and may stand anywhere: in the past, but not in addition to."""
    *leading, last = word.text.split()
    return word.kind == "scope" and bool(leading) and last not in SCOPES
