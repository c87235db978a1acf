"""Numbers that are rounded, and say so: about 82 % for 82.4 %, more than 23,000 for 23,456."""

from math import floor, inf, log10

from service.faithfulness.entailment.reading import Word
from service.text import word_set

_NEAR = word_set("about approximately around roughly")
_ABOVE = word_set("over exceeding") | {"more than", "at least", "greater than", "no fewer than", "no less than"}
_ANY_LESS = word_set("under") | {"less than", "fewer than"}
_BELOW = _ANY_LESS | word_set("nearly almost") | {"close to"}
_ROUGHEST, _ROUGHEST_PART = 0.1, 0.25  # of a number, and of one that is half or two thirds, by which it may be another
_ROUGHEST_BOUND = 0.5  # of a number that is above another one, or below: that is so, however far off
_WHOLE = 100  # per cent, which is said of nothing less


def is_rounded(bound: Word, said: Word, meant: Word) -> bool:
    """Whether a number is another one to its own last digit, and the word before it says on which side of it."""
    (value, unit), (true, same_unit) = _amount(said), _amount(meant)
    if value is None or true is None or unit != same_unit or value <= 0 or true <= 0 or value == true:
        return False
    if unit == "%" and value == _WHOLE:
        return False
    counted = any(map(str.isdigit, said.text))
    step = _last_digit(value) if counted else inf
    roughest = _ROUGHEST_BOUND if bound.text in _ABOVE | _ANY_LESS else _ROUGHEST if counted else _ROUGHEST_PART
    if abs(true - value) > roughest * true:
        return False
    if bound.text in _NEAR:
        return abs(true - value) <= step / 2
    if bound.text in _ABOVE:
        return 0 < true - value < step
    return bound.text in _BELOW and 0 < value - true < step


def _amount(word: Word) -> tuple[float | None, str]:
    """The value and the unit of a number's key."""
    number, _, unit = word.key.partition(" ")
    try:
        return float(number), unit
    except ValueError:
        return None, unit


def _last_digit(value: float) -> float:
    """What the last digit of a number that is not nothing stands for: 1000 of 23,000, .1 of 8.4."""
    digits = f"{value:.12g}"
    if "." in digits and "e" not in digits:
        return 10.0 ** -len(digits.partition(".")[2])
    whole, step = value, 1.0
    while whole % 10 == 0 and step < 10 ** floor(log10(value)):
        whole, step = whole / 10, step * 10
    return step
