"""Where a paper was published, by name: the journal, the conference, the book."""

import re
from typing import Final

from service.text import clean, fold

MAX_VENUE: Final = 500  # characters, cleaned

_PROCEEDINGS = re.compile(r"\b(?:proceedings|proc\.|conference|conf\.|workshop|symposium|symp\.)", re.IGNORECASE)


def venue_key(venue: str) -> str:
    """What names of a venue have in common that differ in case, accents or spacing only."""
    return fold(clean(venue))


def is_proceedings(venue: str) -> bool:
    """Whether the name is that of a conference rather than a journal, as far as it says so."""
    return _PROCEEDINGS.search(venue) is not None
