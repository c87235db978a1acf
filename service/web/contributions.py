"""A score taken apart for the eye: rows with bars, and numbers that add up as they are printed."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from service.discovery import Recommendation
from service.web.numbers import adding_up
from service.web.words import ADJUSTMENTS

_ROWS = 6  # papers that have a row of their own


class Part(NamedTuple):
    """A share of a score: whose, how much, how long its bar is beside the longest (0 to 100), and what it is about."""

    label: str
    paper_id: str | None
    value: float
    width: int
    terms: tuple[str, ...] = ()


def parts_of(item: Recommendation, title: Callable[[str], str]) -> list[Part]:
    """The parts of a score, as they add up when printed; `title` gives the title of a paper."""
    rows = [*_rows(item, title)]
    values = adding_up([value for _, _, value, _ in rows])
    longest = max((abs(value) for value in values), default=0.0) or 1.0
    return [
        Part(label, paper_id, value, round(100 * abs(value) / longest), terms)
        for (label, paper_id, _, terms), value in zip(rows, values, strict=True)
    ]


def _rows(
    item: Recommendation, title: Callable[[str], str]
) -> Iterator[tuple[str, str | None, float, tuple[str, ...]]]:
    for cause in item.because[:_ROWS]:
        yield title(cause.paper_id), cause.paper_id, cause.contribution, cause.terms
    if rest := item.because[_ROWS:]:
        yield f"{len(rest)} more", None, sum(cause.contribution for cause in rest), ()
    for name, value in item.adjustments.items():
        if value:
            yield ADJUSTMENTS.get(name, name), None, value, ()
