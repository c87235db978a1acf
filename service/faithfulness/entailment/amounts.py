"""Amounts that are written in several ways: half and 50 %, two decades and 20 years, a factor of ten and tenfold."""

from collections.abc import Sequence

from service.faithfulness.entailment.keys import NUMBERS, number_key
from service.faithfulness.lexical import FUNCTION_WORDS, TIMES, UNITS, Token

_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_LETTERS = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9}
_UNITS_TOO = frozenset("KM")  # kelvin, and mol per litre
_PART = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_PARTS = _PART | {f"{name}s": parts for name, parts in _PART.items()}
_MULTIPLES = {"twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "tenfold": 10, "twice": 2}
_RANGE = frozenset({"to", "and", "-", "–"})
_JOINTS = frozenset({"", " ", "-", "–", " - ", "\u00a0", "\u202f", "\u2009"})
_DIMENSIONS, _FEW, _HYPHENS = frozenset({"dimensional", "dimensions"}), frozenset("1234"), frozenset({"-", "‐", "‑"})
_YEARS = frozenset({"decade", "century"})
_MOST_ORDERS = 30  # of magnitude
_LONGEST_JOINT = 3


def amount_at(tokens: Sequence[Token], at: int, text: str) -> tuple[int, str]:
    """How many tokens from `at` are an amount that may be written otherwise, and its key; (0, "") where none is.

    A number alone is none, and a number of things is the number.
    """
    words = [token.text for token in tokens[at : at + 6]]
    return _multiple(words) or _part(words) or _dimensions(tokens, at, text) or _counted(tokens, at, text) or (0, "")


def _multiple(words: Sequence[str]) -> tuple[int, str] | None:
    """How many times: "factor of ten", "10 times", "tenfold", "order of magnitude"."""
    skipped = 1 if words[0] == "by" else 0
    rest = words[skipped:]
    rest, skipped = (rest[1:], skipped + 1) if rest[:1] in (["a"], ["an"]) else (rest, skipped)
    if rest[:2] == ["factor", "of"] and len(rest) > 2 and _value(rest[2]) is not None:
        return skipped + 3, f"{_value(rest[2]):g} fold"
    if rest[:3] == ["order", "of", "magnitude"]:
        return skipped + 3, "10 fold"
    orders = _value(rest[0]) if rest[1:4] == ["orders", "of", "magnitude"] else None
    if orders is not None and orders <= _MOST_ORDERS:
        return skipped + 4, f"{10**orders:g} fold"
    if words[0] in _MULTIPLES:
        return 1, f"{_MULTIPLES[words[0]]} fold"
    return None


def _part(words: Sequence[str]) -> tuple[int, str] | None:
    """A part of all: "half", "a quarter", "two thirds"."""
    if words[0] == "half" and words[1:2] != ["life"]:
        return 1, "50 %"
    count = 1 if words[0] == "a" else NUMBERS.get(words[0])
    if count is None or len(words) < 2 or words[1] not in _PARTS or words[2:3] != ["of"]:
        return None
    share = 100 * count / _PARTS[words[1]]
    return 2, f"{share:.6g} %"


def _dimensions(tokens: Sequence[Token], at: int, text: str) -> tuple[int, str] | None:
    """How many dimensions: "3D", "3-D", "three-dimensional", "three dimensions"."""
    written, after = tokens[at].text, tokens[at + 1].text if at + 1 < len(tokens) else ""
    if written[:-1] in _FEW and written[-1] == "d":
        return 1, f"{written[:-1]} dimensional"
    value = _value(written)
    joined = after == "d" and text[tokens[at].end : tokens[at + 1].start] in _HYPHENS
    return (2, f"{value:g} dimensional") if value is not None and (after in _DIMENSIONS or joined) else None


def _counted(tokens: Sequence[Token], at: int, text: str) -> tuple[int, str] | None:
    """A number with its scale, and with its unit where that is time, a share or a multiple."""
    value = _value(tokens[at].text) if tokens[at].kind in {"number", "word"} else None
    if value is None:
        return _one(tokens[at].text)
    end = at + 1
    scale = _scale(tokens, end, text)
    if scale:
        value, end = value * scale, end + 1
    unit = _unit(tokens, end, text)
    if unit:
        return end + 1 + _is_per_cent(tokens, end) - at, _in_units(value, unit)
    if unit := _unit_of_range(tokens, end, text):
        return end - at, _in_units(value, unit)
    return (end - at, f"{value:g}") if scale else None


def _scale(tokens: Sequence[Token], at: int, text: str) -> float | None:
    """What the number before a token is multiplied by: 2 million, 2M images."""
    if not _follows(tokens, at, text):
        return None
    written, joined = text[tokens[at].start : tokens[at].end], tokens[at - 1].end == tokens[at].start
    counts = joined and (written not in _UNITS_TOO or _is_countable(tokens, at + 1))
    return (_LETTERS.get(written) if counts else None) or _SCALES.get(tokens[at].text)


def _is_countable(tokens: Sequence[Token], at: int) -> bool:
    """Whether things that can be counted stand there: 5M words, but not 5M urea."""
    text = tokens[at].text if at < len(tokens) else ""
    return text.endswith("s") and text not in FUNCTION_WORDS


def _one(word: str) -> tuple[int, str] | None:
    """A dozen, or a length of time that has years: "the past decade"."""
    if word == "dozen":
        return 1, "12"
    return (1, _in_units(1, word)) if word in _YEARS else None


def _unit(tokens: Sequence[Token], at: int, text: str) -> str:
    if not _follows(tokens, at, text):
        return ""
    unit = "percent" if _is_per_cent(tokens, at) else UNITS.get(tokens[at].text, "")
    return unit if unit in TIMES or unit in {"percent", "fold"} else ""


def _is_per_cent(tokens: Sequence[Token], at: int) -> bool:
    return [token.text for token in tokens[at : at + 2]] == ["per", "cent"]


def _unit_of_range(tokens: Sequence[Token], at: int, text: str) -> str:
    """The unit that a number shares with the next: 5 to 25 %."""
    if at + 1 < len(tokens) and tokens[at].text in _RANGE:
        at += 1
    elif at >= len(tokens) or text[tokens[at - 1].end : tokens[at].start] not in {"-", "–"}:
        return ""
    return _unit(tokens, at + 1, text) if _value(tokens[at].text) is not None else ""


def _in_units(value: float, unit: str) -> str:
    base, size = TIMES.get(unit, ("%" if unit == "percent" else unit, 1))
    return f"{value * size:.6g} {base}"


def _follows(tokens: Sequence[Token], at: int, text: str) -> bool:
    """Whether a token stands right after the one before it."""
    return at < len(tokens) and text[tokens[at - 1].end : tokens[at].start][:_LONGEST_JOINT] in _JOINTS


def _value(word: str) -> float | None:
    try:
        return float(number_key(word)) if word[0].isdigit() or word in NUMBERS else None
    except ValueError:
        return None
