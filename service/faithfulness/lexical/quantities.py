"""Numbers with their units: what a text claims, and whether the source has it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.faithfulness.lexical.word_lists import NUMBER_WORDS, SCALES, TIMES, UNITS
from service.faithfulness.lexical.words import Token

_BETWEEN_THOUSANDS = re.compile(r"[\s,\\{}]+")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit (a name in UNITS, "" when unknown) and its offsets; `digits` are as written.

    `spelled` says that it is a number word, `named` that it is part of a name, as in GPT-4.
    """

    value: float
    unit: str
    start: int
    end: int
    spelled: bool
    named: bool
    digits: str


def find_quantities(tokens: Sequence[Token], text: str) -> list[Quantity]:
    """Every quantity of a token sequence, in order; the offsets of `tokens` are into `text`."""
    found: list[Quantity] = []
    for position, token in enumerate(tokens):
        if token.kind == "number":
            found.append(_in_digits(tokens, position, text))
        elif token.kind == "word" and token.text in NUMBER_WORDS:
            unit = _unit(tokens, position, text)
            found.append(
                Quantity(float(NUMBER_WORDS[token.text]), unit, token.start, token.end, True, False, token.text)
            )
    return found


def _in_digits(tokens: Sequence[Token], position: int, text: str) -> Quantity:
    token = tokens[position]
    value = float(_BETWEEN_THOUSANDS.sub("", token.text))
    unit = _unit(tokens, position, text)
    before = text[token.start - 1 : token.start]
    named = before in {"-", "_", "/"} and text[max(token.start - 2, 0)].isalpha()
    return Quantity(value, unit, token.start, token.end, False, named, token.text)


def _unit(tokens: Sequence[Token], position: int, text: str) -> str:
    token = tokens[position]
    if position and tokens[position - 1].text in {"$", "€", "£"}:
        return UNITS.get(tokens[position - 1].text, "")
    if position + 1 >= len(tokens) or tokens[position + 1].start - token.end > 2:
        return ""
    after = tokens[position + 1]
    if text[token.end : after.start].strip(" -\\^_{"):
        return ""
    surface = text[after.start : after.end]
    if surface in {"K", "M", "B", "k"}:
        return {"K": "k", "M": "million", "B": "billion", "k": "k"}[surface]
    return UNITS.get(after.text, "")


def is_verified(claim: Quantity, source: Sequence[Quantity]) -> bool:
    """Whether the source has the number, unrounded, scaled (3k = 3,000), or as the two parts of a difference."""
    return any(_is_same(claim, known) for known in source) or _is_difference(claim, source) or _is_listed(claim, source)


def _is_listed(claim: Quantity, source: Sequence[Quantity]) -> bool:
    """Whether claim or source has written a list as one number: 180,395,590 for 180, 395 and 590, or 12 500 for two."""
    values = {known.value for known in source}
    parts = [] if claim.spelled else _listed(claim.digits)
    return bool(parts and values.issuperset(map(float, parts))) or any(
        claim.digits in _listed(known.digits) for known in source
    )


def _listed(digits: str) -> list[str]:
    """The numbers that groups of digits may be instead of one: with spaces two or more, with commas three or more."""
    parts = _BETWEEN_THOUSANDS.split(digits)
    return parts if len(parts) > (2 if "," in digits else 1) else []


def has_unit_conflict(claim: Quantity, source: Sequence[Quantity]) -> bool:
    """Whether the source has this number with a unit, but never with this one."""
    units = {known.unit for known in source if known.value == claim.value} - {""}
    return bool(claim.unit and units) and claim.unit not in units and not {claim.unit, *units} <= {"percent", "point"}


def _scaled(quantity: Quantity) -> float:
    return quantity.value * SCALES.get(quantity.unit, 1.0)


def _is_same_time(claim: Quantity, known: Quantity) -> bool:
    """Whether two lengths of time are one: 24 hours and a day."""
    left, right = TIMES.get(claim.unit), TIMES.get(known.unit)
    if left is None or right is None:
        return False
    return left[0] == right[0] and claim.value * left[1] == known.value * right[1]


def _is_same(claim: Quantity, known: Quantity) -> bool:
    if claim.value == known.value:
        return (
            not claim.unit
            or not known.unit
            or claim.unit == known.unit
            or {claim.unit, known.unit} <= {"percent", "point"}
        )
    left, right = _scaled(claim), _scaled(known)
    if left == right or _is_same_time(claim, known):
        return True
    return not claim.spelled and _is_rounded(left, right, claim)


def _is_rounded(left: float, right: float, claim: Quantity) -> bool:
    digits = _BETWEEN_THOUSANDS.sub("", claim.digits).replace(".", "").strip("0")
    if not digits or right == 0 or len(digits) > 6:
        return False
    if float(f"{right:.{max(len(digits), 2) - 1}e}") == left:
        return True
    return {claim.unit} <= {"percent"} and abs(left / 100 - right) < 1e-9


def _is_difference(claim: Quantity, source: Sequence[Quantity]) -> bool:
    if claim.named or claim.spelled or len(claim.digits.strip("0.")) < 2:
        return False
    for first, second in pairwise(source):
        if first.unit == second.unit and round(abs(first.value - second.value), 4) == claim.value:
            return True
    return False
