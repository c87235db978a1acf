"""The day from which on papers are wanted, as people write it."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from service.errors import BadInput

_BACK: Final = re.compile(r"([1-9][0-9]{0,4})d")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WAYS = "write days back, such as 7d, or a day, such as 2026-11-01."


def read_since(text: str, now: datetime) -> date:
    """The day that is meant by 7d, or by 2026-11-01; raises BadInput for another text, or for a day ahead."""
    today = now.date()
    try:
        found = _BACK.fullmatch(text)
        day = today - timedelta(days=int(found[1])) if found else _iso(text)
    except (ValueError, OverflowError):
        raise BadInput.at("/since", _WAYS) from None
    if day > today:
        raise BadInput.at("/since", f"{day} lies ahead.")
    return day


def _iso(text: str) -> date:
    if not _DAY.fullmatch(text):  # or else weeks, and days without hyphens, would be read too
        raise ValueError(text)
    return date.fromisoformat(text)
