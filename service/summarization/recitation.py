"""The sentences of an abstract that a retelling rests on, where it cites none of them or others."""

from collections.abc import Sequence

from service.faithfulness import Source, check
from service.text import sentences, terms

_FEWEST_TERMS = 2  # of a retelling, that make one more sentence worth looking at


def nearest_lines(source: Source, told: str) -> list[int]:
    """The places, from 0, of the sentences of the abstract that it is most like; all where it is like none."""
    starts = [span.start for span in sentences(source.abstract)]
    spans = [span for sentence in check(source, told).sentences for span in sentence.support]
    nearest = {span.start for span in spans if span.field == "abstract"}
    return [place for place, start in enumerate(starts) if start in nearest] or list(range(len(starts)))


def with_the_rest(places: Sequence[int], source: Source, told: str) -> list[int]:
    """The places, and that of the sentence with most of what is told besides: who retells joins sentences."""
    lines = [{*terms(source.abstract[slice(*span)])} for span in sentences(source.abstract)]
    besides = {*terms(told)}.difference(*(lines[place] for place in places))
    shared = [len(besides & line) for line in lines]
    more = [shared.index(max(shared))] if max(shared, default=0) >= _FEWEST_TERMS else []
    return sorted({*places, *more})
