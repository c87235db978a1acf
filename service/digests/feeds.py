"""Feeds as they are read: one entry a paper, with the texts that there are. To read one spends nothing.

A user's feed has the papers of the digests that are kept, each as of its digest. Without any it has what would be
recommended now, each paper as of the latest of what made it so: that it came here, and the likes that speak for it.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from service.corpus import Corpus
from service.digests.atom import Feed, FeedEntry
from service.digests.digest import DigestPaper, DigestText
from service.digests.feed_addresses import feed_url
from service.digests.feed_entries import entry_of, tag
from service.digests.feed_papers import (
    ListedPaper,
    PaperList,
    collected,
    found_by_search,
    papers_of_digests,
    recommended,
    trending_now,
)
from service.errors import FeedNotFound, NotInLibrary
from service.papers import GONE, Paper
from service.settings import LimitSettings
from service.storage import DigestRecords, FeedAddress, FeedKind, FeedRecords, Libraries, VoteRecords
from service.storage.sql import Database, feed_authority
from service.summarization import GeneratedText, TextOptions, Writer, kept_texts, written_blurbs

TRENDING: Final = "trending.atom"
"""The address of the feed that is nobody's, below that of all feeds."""
_TITLES: Final[Mapping[FeedKind, str]] = {
    "recommendations": "Paperlark: what to read next",
    "trending": "Paperlark: trending this week",
    "search": "Paperlark: search “{}”",
    "collection": "Paperlark: collection “{}”",
}
_PAGES: Final[Mapping[FeedKind, str]] = {
    "recommendations": "/for-you",
    "trending": "/trending",
    "search": "/search",
    "collection": "/kept",
}


class FeedReader:
    """The feeds of one installation."""

    def __init__(
        self, database: Database, corpus: Corpus, libraries: Libraries, writer: Writer, limits: LimitSettings
    ) -> None:
        self._corpus, self._libraries, self._writer, self._limits = corpus, libraries, writer, limits
        self._feeds, self._digests, self._votes = FeedRecords(database), DigestRecords(database), VoteRecords(database)
        self._authority = feed_authority(database)

    async def read(self, token: str, base: str, now: datetime) -> Feed:
        """The feed that a token opens; `base` is the address of this service.

        Raises FeedNotFound, also where the search or the collection is gone.
        """
        found = await asyncio.to_thread(self._feeds.of_token, token)
        if found is None:
            raise _no_feed()
        entries, updated = await self._content(found, base, now)
        return Feed(
            id=tag(self._authority, "feed", _key(found)),
            title=_TITLES[found.kind].format(found.name),
            updated=updated,
            address=feed_url(base, token),
            page=f"{base}{_PAGES[found.kind]}",
            entries=tuple(entries),
        )

    async def trending(self, base: str, now: datetime) -> Feed:
        """What is trending, for anybody."""
        listed = await asyncio.to_thread(trending_now, self._corpus, self._votes, self._limits, now)
        return Feed(
            id=tag(self._authority, "feed", "trending"),
            title=_TITLES["trending"],
            updated=listed.changed_at,
            address=feed_url(base, TRENDING),
            page=f"{base}{_PAGES['trending']}",
            entries=tuple(await self._entries(listed, base)),
        )

    async def _content(self, found: FeedAddress, base: str, now: datetime) -> tuple[list[FeedEntry], datetime]:
        if found.kind == "recommendations":
            shown = await asyncio.to_thread(papers_of_digests, self._digests, found.user)
            if shown:
                return await asyncio.to_thread(self._entries_of_digests, shown, base), shown[0][1]
        listed = await asyncio.to_thread(self._listed, found, now)
        return await self._entries(listed, base), listed.changed_at

    def _listed(self, found: FeedAddress, now: datetime) -> PaperList:
        try:
            match found.kind:
                case "recommendations":
                    return recommended(self._corpus, self._libraries, found.user, found.created_at, now)
                case "trending":
                    return trending_now(self._corpus, self._votes, self._limits, now)
                case "search":
                    return found_by_search(self._corpus, self._libraries, self._limits, found)
                case "collection":
                    return collected(self._corpus, self._libraries, found)
        except NotInLibrary:
            raise _no_feed() from None

    def _entries_of_digests(self, shown: Sequence[tuple[DigestPaper, datetime]], base: str) -> list[FeedEntry]:
        known = self._corpus.catalog.get([paper.id for paper, _ in shown])
        entries: list[FeedEntry] = []
        for paper, at in shown:
            now = known.get(paper.id)
            categories, notice = (now.categories, _notice(now)) if now else ((), "")
            entries.append(entry_of(self._authority, paper, at, base, categories=categories, notice=notice))
        return entries

    async def _entries(self, listed: PaperList, base: str) -> list[FeedEntry]:
        summaries, blurbs = await self._texts(listed)
        return [
            entry_of(
                self._authority,
                _shown(each, summaries.get(each.paper.id), blurbs.get(each.paper.id)),
                each.at,
                base,
                categories=each.paper.categories,
                notice=_notice(each.paper),
            )
            for each in listed.papers
        ]

    async def _texts(self, listed: PaperList) -> tuple[dict[str, DigestText], dict[str, DigestText]]:
        """The summary of each paper, a kept one or the abstract quoted, and the blurbs that a model wrote before."""
        options = TextOptions(("summary",))
        summaries = await kept_texts(self._corpus, self._writer, options, [each.paper.id for each in listed.papers])
        blurbs = await asyncio.to_thread(written_blurbs, self._corpus, self._writer, listed.recommended)
        return {each.paper_id: _text(each) for each in summaries}, {each.paper_id: _text(each) for each in blurbs}


def _key(found: FeedAddress) -> str:
    """Names a feed for ever and tells nobody whose it is; a new address of the same feed changes nothing of it."""
    return hashlib.sha256(f"{found.user}\0{found.kind}\0{found.name}".encode()).hexdigest()[:32]


def _shown(listed: ListedPaper, summary: DigestText | None, blurb: DigestText | None) -> DigestPaper:
    paper = listed.paper
    links = {name: link for name, link in paper.public["links"].items() if not name.endswith("_search")}
    return DigestPaper(
        id=paper.id,
        title=paper.title,
        authors=paper.authors,
        published=paper.published_text,
        venue=paper.venue,
        links=links | ({"url": paper.url} if paper.url and paper.url not in links.values() else {}),
        because=listed.because,
        summary=summary,
        blurb=blurb,
    )


def _text(text: GeneratedText) -> DigestText:
    score = text.faithfulness and text.faithfulness.score
    return DigestText(text=text.text, source=text.source, language=text.language, faithfulness=score)


def _notice(paper: Paper) -> str:
    return f"This paper is {paper.status.value}." if paper.status and paper.status in GONE else ""


def _no_feed() -> FeedNotFound:
    return FeedNotFound("There is no feed at this address, or not any more.")
