"""What users call their collections, searches and authors."""

import re
import unicodedata

from service.errors import BadInput

LONGEST_NAME = 100
LONGEST_NOTE = 10_000
_BREAKING = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
USER_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$"
"""What a user may be called."""


def checked_user(user: str) -> str:
    """The user, in the words of the API; raises BadInput for what nobody may be called."""
    if not re.fullmatch(USER_PATTERN, user):
        raise BadInput.at("/user", f"String should match pattern '{USER_PATTERN}'.")
    return user


def checked_name(name: str, field: str = "/name") -> str:
    """The name in one form (NFC, single spaces); raises BadInput for one that cannot be shown or put in an address."""
    found = " ".join(unicodedata.normalize("NFC", name).split())
    if not found:
        raise BadInput.at(field, "is empty.")
    if len(found) > LONGEST_NAME:
        raise BadInput.at(field, f"has {len(found):,} characters; the most is {LONGEST_NAME}.")
    if any(unicodedata.category(char) in _BREAKING or char in _BIDI for char in found):
        raise BadInput.at(field, "holds a character that cannot be shown.")
    if "/" in found or found in {".", ".."}:
        raise BadInput.at(field, "cannot hold a slash, or be . or .., for it is a part of an address.")
    return found


def checked_note(note: str, field: str = "/note") -> str:
    """The note; raises BadInput for one that is too long or cannot be kept."""
    if len(note) > LONGEST_NOTE:
        raise BadInput.at(field, f"has {len(note):,} characters; the most is {LONGEST_NOTE:,}.")
    if "\0" in note or any("\ud800" <= char <= "\udfff" for char in note):
        raise BadInput.at(field, "holds a character that cannot be kept.")
    return note
