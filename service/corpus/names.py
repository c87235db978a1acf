"""What users are called, and what they call their collections, searches and authors."""

import unicodedata

from service.errors import BadInput
from service.text import visible

LONGEST_NAME = 100
LONGEST_NOTE = 10_000
_LONGEST_GIVEN = 4 * LONGEST_NAME  # a letter may come in parts; to compose a long run of them takes quadratic time
_BREAKING = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_USER_SIGNS = frozenset("._@-")
USER_RULE = f"letters and digits of any script, after the first also . _ @ -; {LONGEST_NAME} characters at most"
"""What a user may be called."""


def checked_user(user: str) -> str:
    """The name of a user in one form (NFC); raises BadInput for what nobody may be called.

    No two names look alike because one of them holds something that is not seen; a name of the longest has 400 bytes.
    """
    found = unicodedata.normalize("NFC", user) if len(user) <= _LONGEST_GIVEN else ""
    is_short = len(found) <= LONGEST_NAME and found[:1].isalnum()
    if not is_short or visible(found) != found or not all(map(_is_of_users, found)):
        raise BadInput.at("/user", f"is no name for a user: {USER_RULE}.")
    return found


def _is_of_users(char: str) -> bool:
    return char.isalnum() or char in _USER_SIGNS or unicodedata.category(char).startswith("M")


def checked_name(name: str, field: str = "/name") -> str:
    """The name in one form (NFC, single spaces); raises BadInput for one that cannot be shown or put in an address."""
    if len(name) > _LONGEST_GIVEN:
        raise BadInput.at(field, f"has {len(name):,} characters; the most is {LONGEST_NAME}.")
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
