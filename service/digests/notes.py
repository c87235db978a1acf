"""Why a digest is short or empty, in sentences for its reader."""

from datetime import date
from typing import Final

_EMPTY: Final = {
    "no_papers": "There are no papers here yet.",
    "liked_not_embedded_yet": "What you like is still being read, so nothing could be recommended by it.",
    "no_liked_paper_known": "None of the papers that you like is here any more, so nothing could be recommended.",
    "every_like_is_muted": "Every one of your interests is muted, so nothing is recommended.",
}

MISSING_INTERESTS: Final = "You like none of the papers any more that an interest of this digest is known by."
NOTHING_TO_GO_BY: Final = "What this digest should go by is empty, so nothing is recommended."


def missing_collection(name: str) -> str:
    """What there is to say of a collection that is no more."""
    return f"Your collection “{name}” is not there any more, so this digest does not go by it."


def why_short(empty_reason: str | None, shown: int, unsure: int, at_most: int, since: date | None) -> list[str]:
    """Why fewer papers than asked for are recommended; `unsure` were less certain than the reader asks for."""
    notes = list[str]()
    if shown < at_most and empty_reason in _EMPTY:
        notes.append(_EMPTY[empty_reason])
    elif shown < at_most:
        count = shown + unsure
        fit = f"Only {count} {'paper' if count == 1 else 'papers'}" if count else "No paper"
        came = f" of those that came here since {day(since)}" if since else ""
        notes.append(f"{fit} that you have not seen could be recommended{came}.")
    if unsure and shown < at_most:
        notes.append(f"{unsure} of them {'is' if unsure == 1 else 'are'} left out as less certain than you ask for.")
    return notes


def failed_alert(name: str, reason: str) -> str:
    """What there is to say of a saved search or an author whose papers could not be looked for."""
    return f"What is new of “{name}” could not be looked for: {reason}"


def day(of: date) -> str:
    """A day as it is written: 29 November 2026."""
    return f"{of.day} {_MONTHS[of.month - 1]} {of.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
