"""What stands in the field of an abstract when there is none."""

import re
from typing import Final

from service.text import fold

_WORD = re.compile(r"\w+")
_EXACT: Final = frozenset({"", "n a", "na", "nan", "nil", "none", "null", "undefined", "tba", "tbd", "to be announced"})
_NO_ABSTRACT = re.compile(
    r"(?:there is |an |the )?(?:no )?(?:abstract|summary|description)"
    r"(?: text)?(?: (?:is|was))?(?: currently)?(?: not)?(?: yet)?"
    r"(?: (?:available|provided|supplied|given|found|present|unavailable|missing|here|required))?"
    r"(?: (?:for|in|with|from) this (?:paper|article|document|record|item|work|title|entry))?"
    r"|(?:currently )?(?:not (?:yet )?available|unavailable|missing|not provided|not applicable|no data)"
)


def is_placeholder(abstract: str) -> bool:
    """Whether a cleaned abstract says only that there is none ("N/A", "-", "No abstract available.", "Abstract")."""
    if len(abstract) > 100:
        return False
    words = " ".join(_WORD.findall(fold(abstract)))
    return words in _EXACT or _NO_ABSTRACT.fullmatch(words) is not None
