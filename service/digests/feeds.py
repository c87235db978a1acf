"""Feeds of papers: what a user is recommended, a saved search, a collection, what is trending; spends nothing."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from service.corpus import Corpus
from service.digests.atom import Feed, FeedEntry
from service.digests.digest import DigestCause, DigestPaper, DigestText
from service.digests.feed_entries import entry_of, tag
from service.discovery import (
    Recommendation,
    RecommendationRequest,
    collection_content,
    latest_found,
    likes_of_user,
    recommend,
    request_for_library,
)
from service.errors import FeedNotFound, NotInLibrary
from service.papers import GONE, Paper
from service.settings import LimitSettings
from service.storage import FeedAddress, FeedRecords, Filters, Libraries
from service.summarization import GeneratedText, TextOptions, Writer, kept_blurbs, kept_texts

_MOST = 30  # entries of a feed
_TITLES = {
    "recommendations": "Paperlark: what to read next",
    "trending": "Paperlark: trending this week",
    "search": "Paperlark: search “{}”",
    "collection": "Paperlark: collection “{}”",
}
_PAGES = {"recommendations": "/for-you", "trending": "/trending", "search": "/search", "collection": "/kept"}
_GONE = "This paper is {}."


@dataclass(frozen=True, slots=True)
class Dated:
    """A paper, since when it belongs to a feed, and why it was recommended."""

    paper: Paper
    at: datetime
    because: tuple[DigestCause, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedReader:
    """What feeds are made from; `authority` names the installation in the ids of all entries."""

    corpus: Corpus
    libraries: Libraries
    writer: Writer
    limits: LimitSettings
    feeds: FeedRecords
    authority: str

    async def read(self, token: str, base: str, now: datetime) -> Feed:
        """The feed that a token opens; `base` is the address of this service.

        Raises FeedNotFound, also where the search or the collection is gone.
        """
        found = await asyncio.to_thread(self.feeds.of_token, token)
        if found is None:
            raise _no_feed()
        try:
            papers, updated = await asyncio.to_thread(self._papers, found, now)
        except NotInLibrary:
            raise _no_feed() from None
        texts = await self._texts([each.paper for each in papers])
        return self._feed(found, f"{base}/feeds/{token}", base, updated, papers, texts)
