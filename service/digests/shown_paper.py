"""What a digest says of a paper, in words: the same for its HTML and its plain text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from service.digests.digest import DigestCause, DigestPaper, DigestText
from service.digests.links import Links, own_page
from service.digests.notes import day
from service.text import visible

LONGEST_NAME: Final = 120
"""Characters of a name, or of a title beside others."""

_LONGEST_TITLE = 300
_AUTHORS, _CAUSES, _TERMS = 5, 2, 3  # how many are named
_HEADINGS: Final = {"summary": "In short", "blurb": "Why it matters to you"}
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")


@dataclass(frozen=True, slots=True)
class ShownText:
    """A summary or a blurb; `language` is fit for an attribute, `worth` says who wrote it and how it was checked."""

    heading: str
    text: str
    language: str | None
    worth: str


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper; `facts` are authors, date and venue, `why` the likes that caused it and how sure it is.

    `link` is its own page or else `here`, its page of this service. Every value is one line without hidden characters.
    """

    title: str
    link: str | None
    facts: str
    why: str
    texts: tuple[ShownText, ...]
    left_out: str
    here: str | None


def shown_paper(paper: DigestPaper, links: Links) -> ShownPaper:
    """A paper in words."""
    here = links.paper(paper.id)
    return ShownPaper(
        title=in_short(paper.title, _LONGEST_TITLE) or "(without a title)",
        link=own_page(paper.links) or here,
        facts=" · ".join(
            filter(None, (_authors(paper.authors), _date(paper.published), in_short(paper.venue or "", LONGEST_NAME)))
        ),
        why=_why(paper),
        texts=tuple(_text(_HEADINGS[kind], text) for kind, text in paper.read_texts.items()),
        left_out=in_short(paper.left_out or "", _LONGEST_TITLE),
        here=here,
    )


def in_short(text: str, longest: int) -> str:
    """The text in one line of at most `longest` characters, cut between words unless that would cost much of it."""
    text = visible(text)
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    words = cut.rpartition(" ")[0]
    return f"{words if len(words) > 0.8 * longest else cut}…"


def isolated(text: str) -> str:
    """The text so that its direction of writing turns nothing round beside it (UAX #9, first strong isolate)."""
    return f"\u2068{text}\u2069" if any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text) else text


def _why(paper: DigestPaper) -> str:
    told = [_cause(each) for each in paper.because if each.contribution > 0][:_CAUSES]
    why = f"Because you liked {' and '.join(told)}" if told else ""
    sure = f"{paper.confidence.capitalize()} confidence" if paper.confidence else ""
    return ". ".join(filter(None, (why, sure)))


def _cause(cause: DigestCause) -> str:
    terms = isolated(", ".join(in_short(term, LONGEST_NAME) for term in cause.terms[:_TERMS]))
    return f"“{isolated(in_short(cause.title, LONGEST_NAME))}”" + (f" ({terms})" if terms else "")


def _text(heading: str, text: DigestText) -> ShownText:
    origin = "Quoted from the abstract" if text.source == "extractive" else "Written by a model"
    checked = "not checked" if text.faithfulness is None else f"borne out: {text.faithfulness:.2f} of 1"
    language = text.language if _LANGUAGE.fullmatch(text.language) and text.language != "und" else None
    return ShownText(heading, visible(text.text), language, f"{origin}, {checked}")


def _authors(names: Sequence[str]) -> str:
    named = ", ".join(isolated(in_short(name, LONGEST_NAME)) for name in names[:_AUTHORS])
    return f"{named} and {len(names) - _AUTHORS:,} more" if len(names) > _AUTHORS else named


def _date(published: str | None) -> str:
    """As far as it is known: 29 November 2026, November 2026 or 2026; as it is written where it is no date."""
    given = in_short(published or "", LONGEST_NAME)
    if (found := _DATE.fullmatch(given)) is None or found[2] is None:
        return given
    try:
        in_words = day(date(int(found[1]), int(found[2]), int(found[3] or 1)))
    except ValueError:
        return given
    return in_words if found[3] else in_words.partition(" ")[2]
