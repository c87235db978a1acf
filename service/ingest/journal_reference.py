"""The name of a journal in a reference to one of its pages, as arXiv's `journal-ref` and Dublin Core's `source` are."""

import re

# A name, then a volume in digits: "Phys. Rev. D 76, 013009 (2007)", "JHEP 0708:079,2007", "Journal of Tides; Vol. 3".
_REFERENCE = re.compile(r"([^\W\d][^\d():;]{0,150}?)[\s,:;]*(?:\b(?:vol(?:ume)?|no|v)\b\.?\s*|\()?\d", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(?:submitted|to (?:appear|be)|accepted|in press|forthcoming|arxiv|ph\.? ?d|master|thesis|preprint|published|in )",
    re.IGNORECASE,
)
_CUT_SHORT = re.compile(r"(?:\b(?:the|of|on|for|in|and|at|to|pp?|pages?|annual)|,.*)$", re.IGNORECASE)
_STOP = re.compile(r"\.(?=\w)")


def journal_in(reference: str) -> str | None:
    """The journal's name, with a space behind each abbreviation; None where none stands before a volume.

    Proceedings, theses and what is only submitted are written in too many ways to be told apart from their places.
    """
    text = " ".join(reference.split())
    found = _REFERENCE.match(text)
    if found is None or _NO_NAME.match(text):
        return None
    name = _STOP.sub(". ", found[1]).strip()
    return None if _CUT_SHORT.search(name) else name
