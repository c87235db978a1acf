"""Entries of feeds: a paper in the words that a digest has for it, under an id that stays for ever."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote

from service.digests.atom import FeedEntry
from service.digests.digest import DigestPaper
from service.digests.links import Links
from service.digests.shown_paper import ShownPaper, shown_paper
from service.text import visible

_SINCE = 2026  # the year from which nobody but us makes ids of this form, as RFC 4151 wants one


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
    own = {name: link for name, link in paper.links.items() if not name.endswith("_search")}
    shown = shown_paper(paper.model_copy(update={"links": own}), Links(base))
    here = shown.here or base
    alternate = shown.link or here
    others = {name: link for name, link in own.items() if link != alternate}
    languages = {text.language for text in shown.texts} - {None}
    return FeedEntry(
        id=tag(authority, "paper", paper.id),
        title=visible(paper.title) or shown.title,
        updated=updated,
        published=_published(paper.published),
        authors=tuple(map(visible, paper.authors)),
        categories=tuple(categories),
        alternate=alternate,
        related=others | ({} if alternate == here else {"Paperlark": here}),
        summary=shown.why,
        content="".join(_paragraphs(shown, notice)),
        language=languages.pop() or "en" if len(languages) == 1 else "en",
    )


def _paragraphs(shown: ShownPaper, notice: str) -> Iterator[str]:
    for plain in (notice, shown.facts, shown.why):
        if plain:
            yield f"<p>{escape(plain)}</p>"
    for text in shown.texts:
        language = f' lang="{escape(text.language)}"' if text.language else ""
        said = f'<span dir="auto"{language}>{escape(text.text)}</span>'
        yield f"<p><b>{escape(text.heading)}.</b> {said} <small>({escape(text.worth)})</small></p>"
    if shown.left_out:
        yield f"<p>{escape(shown.left_out)}</p>"


def _published(known: str | None) -> datetime | None:
    """The day of publication as a moment; None where only the month or year is known."""
    try:
        return datetime.strptime(known or "", "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
