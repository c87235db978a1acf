"""Numbers as a page shows them: signed, and rounded so that they still add up."""

from collections.abc import Sequence

_DIGITS = 3
_UNIT = 10**_DIGITS
_MINUS = "\N{MINUS SIGN}"


def signed(number: float) -> str:
    """With its sign, the minus a real one; zero has none."""
    text = f"{abs(number):.{_DIGITS}f}"
    sign = "" if not float(text) else "+" if number > 0 else _MINUS
    return sign + text


def adding_up(parts: Sequence[float]) -> list[float]:
    """The parts rounded to three digits so that their sum is the rounded sum: the largest remainders go up.

    The method of Hamilton, as for seats of a parliament.
    """
    floors = [part * _UNIT // 1 for part in parts]
    left = round(sum(parts) * _UNIT) - int(sum(floors))
    order = sorted(range(len(parts)), key=lambda at: floors[at] - parts[at] * _UNIT)
    for at in order[: max(left, 0)]:
        floors[at] += 1
    return [floor / _UNIT for floor in floors]
