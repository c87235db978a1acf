"""Entries of feeds: a paper as a digest shows it, under an id that stays for ever, with what there is to say of it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote

from service.digests.atom import FeedEntry
from service.digests.digest import DigestCause, DigestPaper, DigestText

_TERMS = 3  # of what a liked paper and this one have in common
_CAUSES = 3
_SINCE = 2026  # the year from which nobody but us makes ids of this form, as RFC 4151 wants it
_SOURCES = {"llm": "Written by a model, checked against the abstract", "extractive": "Quoted from the abstract"}


def tag(authority: str, kind: str, specific: str) -> str:
    """An id for ever (RFC 4151), of the installation and not of its address: it survives a move to another host."""
    return f"tag:{authority},{_SINCE}:{kind}/{quote(specific, safe=':', errors='replace')}"


def entry_of(
    authority: str,
    paper: DigestPaper,
    updated: datetime,
    base: str,
    *,
    categories: Iterable[str] = (),
    notice: str = "",
) -> FeedEntry:
    """The entry of a paper that came into a feed at a moment; `base` is the address of this service.

    The id under which a paper is kept is that of its oldest record, so a merge leaves the entry as it was.
    """
    ours = f"{base}/papers/{quote(paper.id, safe=':/', errors='replace')}"
    own = {name: link for name, link in paper.links.items() if not name.endswith("_search")}
    first = next(iter(own), None)
    alternate = own.pop(first) if first else ours
    return FeedEntry(
        id=tag(authority, "paper", paper.id),
        title=paper.title,
        updated=updated,
        published=_published(paper.published),
        authors=paper.authors,
        categories=tuple(categories),
        alternate=alternate,
        related=own | ({"Paperlark": ours} if first else {}),
        summary=reason(paper.because),
        content="".join(_paragraphs(paper, notice)),
    )


def reason(causes: Iterable[DigestCause]) -> str:
    """Which likes speak for a paper, in one sentence; empty where none does."""
    liked = [_cause(each) for each in causes if each.contribution > 0][:_CAUSES]
    if not liked:
        return ""
    listed = liked[0] if len(liked) == 1 else f"{', '.join(liked[:-1])} and {liked[-1]}"
    return f"Because you liked {listed}."


def _cause(cause: DigestCause) -> str:
    terms = ", ".join(cause.terms[:_TERMS])
    return f"“{cause.title}” ({terms})" if terms else f"“{cause.title}”"


def _paragraphs(paper: DigestPaper, notice: str) -> Iterator[str]:
    for plain in (notice, reason(paper.because)):
        if plain:
            yield f"<p>{escape(plain)}</p>"
    for text in (paper.summary, paper.blurb):
        if text:
            yield f'<p lang="{escape(text.language)}" dir="auto">{escape(text.text)}</p>'
            yield f"<p><small>{_source(text)}</small></p>"
    if paper.left_out:
        yield f"<p>{escape(paper.left_out)}</p>"


def _source(text: DigestText) -> str:
    faithful = "" if text.faithfulness is None else f"; faithfulness {text.faithfulness:.0%}"
    return f"{_SOURCES[text.source]}{faithful}."


def _published(known: str | None) -> datetime | None:
    """The day of publication as a moment; None where only the month or year is known."""
    try:
        return datetime.strptime(known or "", "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
