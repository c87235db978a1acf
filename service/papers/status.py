"""Whether a paper still stands: what its record says of that, in a field, in its title, or in a notice.

A notice is read only where it speaks of the paper itself: papers about withdrawals and retractions are papers.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from service.text import sentences


class Status(StrEnum):
    """Whether a paper still stands; a corrected one does."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"
    CORRECTED = "corrected"


GONE: Final = (Status.WITHDRAWN, Status.RETRACTED)
"""What is never recommended."""
_GRAVEST_FIRST: Final = (Status.RETRACTED, Status.WITHDRAWN, Status.CORRECTED, Status.ACTIVE)

# https://www.crossref.org/documentation/register-maintain-records/maintaining-your-metadata/registering-updates/
_UPDATES: Final = {
    "retraction": Status.RETRACTED,
    "withdrawal": Status.WITHDRAWN,
    "removal": Status.WITHDRAWN,
    "partial_retraction": Status.CORRECTED,
    "correction": Status.CORRECTED,
    "corrigendum": Status.CORRECTED,
    "erratum": Status.CORRECTED,
}


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# The named group that matched is the status. What a title begins with; "Retraction: X" alone is too little to tell.
_MARKED = (
    r"(?:(?P<retracted>retracted)|(?P<withdrawn>withdrawn|removed)|(?P<corrected>corrected and re\w+))"
    r"(?: (?:article|paper|publication))?"
)
_MARKS: Final = (
    _compiled(rf"\W*{_MARKED}\s*[:—–]\s*(?=\w)"),
    _compiled(rf"[\[(]\s*{_MARKED}\s*[\])][\s:—–-]*"),
    _compiled(rf".*?(?P<tail>\s*[\[(]\s*{_MARKED}(?:[.:;,][^\])]*)?\s*[\])]\W*)$"),
)
_KINDS = (
    r"(?:(?P<retracted>retraction)|(?P<withdrawn>withdrawal|removal)|(?P<corrected>correction|erratum|corrigendum))"
)
_NOTICE_TITLES: Final = (
    _compiled(rf"\W*(?:statement|notice|note) of {_KINDS}\b"),
    _compiled(rf"\W*(?:\w+ )?{_KINDS}(?: (?:note|notice|statement))(?: (?:to|for|of)\b|\s*[:—–])"),
    _compiled(rf"\W*(?:\w+ )?{_KINDS} (?:to\s*:?|of\s*:)\s*[\"'“‘]?(?=[A-Z])"),
)
_BARE_NOTICE_TITLE: Final = _compiled(rf"\W*{_KINDS}\s*:")

_THING = (
    r"(?:papers?|articles?|manuscript|submission|pre-?print|e-?print|work|publication|document|note|letter|chapter|"
    r"version|study|review|contribution)\b"
)
_ITSELF = rf"(?:(?:this|our|the (?:above|following|present|current)|the)(?: [\w-]+)? )?{_THING}"
_GONE = r"(?:(?P<retracted>retracted)|(?P<withdrawn>withdrawn|removed))\b"
_AUTHORS = r"(?:authors?|editors?(?:-in-chief)?|publishers?|administrators?|admins?|journal)"
_WHY = (
    rf"(?:by (?:[\w-]+ )*?{_AUTHORS}|due|because|as|since|owing|pending|until|at the request|in favou?r|"
    r"from (?:arxiv|publication)|for (?:revision|corrections?))\b"
)
_LEAD = r"\W*(?:(?:note|notice|abstract|comments?|update|important|retraction|withdrawal|v\d+)\W+)?"
_NOTICES: Final = (
    _compiled(rf"{_LEAD}{_ITSELF}(?:,[^;]{{1,90}},)? (?:has|have|is|was)(?: now)?(?: been| being)?(?: \w+ly)? {_GONE}"),
    _compiled(
        rf"{_LEAD}(?:we|I|(?:we, )?(?:the |this )?(?:[\w-]+ )?{_AUTHORS})\b[^.;:]{{0,90}}? "
        r"(?:(?P<retracted>retract(?:ed|s|ing)?)|(?P<withdrawn>withdr[ae]w(?:n|s|ing)?)) "
        rf"(?:this|their|our|the (?:following|above|present))(?: [\w-]+)? {_THING}"
    ),
    _compiled(rf"{_LEAD}(?:(?:this )?{_THING} )?{_GONE}(?=\W*$|\s*[.;:,!]| {_WHY})"),
)
_MENTIONS: Final = ("withdraw", "withdrew", "retract", "removed", "publisher", "editor", "violation")
"""No notice is without one of these."""
_ABOUT_NOTICE: Final = _compiled(
    r"withdr[ae]w|retract|apologi|regret|polic(?:y|ies)|editor|publisher|authors?\b|journal|\bcite|mistake|flaw|"
    r"supersede|replaced by|concern|investigat|duplicat|plagiari|misconduct|consent|inconvenience|arxiv|https?:|"
    r"contact|reliab|new version|incorrect|\berrors?\b|violation|references to this paper"
)
_RESEARCH: Final = _compiled(r"\W*(?:(?:here|in this paper),? )?we (?!regret|apologi|withdr|retract|thank)")


def named_status(word: str) -> Status | None:
    """The status that a field names, in any case; None for another word ("published")."""
    folded = word.strip().lower()
    return Status(folded) if folded in set(Status) else None


def updated_status(kind: str) -> Status | None:
    """What a kind of update that Crossref lists makes of the paper; None for others, such as a new version."""
    return _UPDATES.get(kind.strip().lower())


def gravest(statuses: Iterable[Status | None]) -> Status | None:
    """Of what several say of one paper, what counts; None where nobody says anything."""
    said = set(statuses)
    return next((status for status in _GRAVEST_FIRST if status in said), None)


def unmarked(title: str) -> str:
    """A cleaned title without the mark that publishers put on one ("RETRACTED: "); a notice's own title stays."""
    for mark in _MARKS:
        if match := mark.match(title):
            rest = title[: match.start("tail")] if "tail" in mark.groupindex else title[match.end() :]
            return rest or title
    return title


def announced(title: str, abstract: str, comments: str = "") -> Status | None:
    """What cleaned texts say of the status: marks and notices in the title, a notice in the abstract or in comments.

    None when they say nothing. Of an abstract only the first and the last sentence are read: in between, a paper tells
    of others.
    """
    if found := _first((*_MARKS, *_NOTICE_TITLES), title):
        return found
    texts: list[str] = []
    if _may_be_noticed(abstract):
        parts = _sentences(abstract)
        texts += (*parts[:1], *parts[-1:])
    if _may_be_noticed(comments):
        texts += re.split(r"[.;,()]\s*", comments)
    read = (found for text in texts if (found := _first(_NOTICES, text)))
    return next(read, None if abstract else _first((_BARE_NOTICE_TITLE,), title))


def is_notice(title: str, abstract: str) -> bool:
    """Whether a cleaned abstract is nothing but a notice: title or beginning announce it, and all is about that."""
    if not _may_be_noticed(abstract):
        return False
    parts = _sentences(abstract)
    begun = _first(_NOTICES, parts[0])
    announced_before = begun or _first((*_MARKS, *_NOTICE_TITLES, _BARE_NOTICE_TITLE), title)
    return announced_before in GONE and all(_is_about_notice(part) for part in parts[1 if begun else 0 :])


def _may_be_noticed(text: str) -> bool:
    """Whether it is worth a closer look, which takes long."""
    lowered = text.lower()
    return any(mention in lowered for mention in _MENTIONS)


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def _is_about_notice(sentence: str) -> bool:
    return bool(_ABOUT_NOTICE.search(sentence)) and not _RESEARCH.match(sentence)


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> Status | None:
    return next((_status(match) for pattern in patterns if (match := pattern.match(text))), None)


def _status(match: re.Match[str]) -> Status:
    return next(Status(name) for name, found in match.groupdict().items() if found and name != "tail")
