"""What digests are made from and kept in: the parts of one installation that they need."""

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from service.corpus import Corpus
from service.discovery import Trending, TrendingRequest, Window, trending
from service.settings import Settings
from service.storage import DigestRecords, Libraries, SubscriptionRecords, VoteRecords, WebhookRecords
from service.storage.sql import Database


@dataclass(frozen=True, slots=True)
class _TrendingLists:
    """What was trending on a day (UTC) within a window; whoever holds the lock works it out."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: dict[tuple[date, Window, int], Trending] = field(default_factory=dict[tuple[date, Window, int], Trending])


@dataclass(frozen=True, slots=True)
class DigestParts:
    """Safe to share between threads.

    Whoever hands digests over holds `handing_over`: of one process there is one message at a time of which a kill may
    leave it unknown whether it arrived.
    """

    settings: Settings
    corpus: Corpus
    libraries: Libraries
    votes: VoteRecords
    subscriptions: SubscriptionRecords
    digests: DigestRecords
    webhooks: WebhookRecords
    handing_over: threading.Lock = field(default_factory=threading.Lock)
    lists: _TrendingLists | None = None

    @property
    def public_url(self) -> str | None:
        """The address under which readers reach this service from their mail."""
        return str(self.settings.public_url) if self.settings.public_url else None

    def for_one_step(self) -> "DigestParts":
        """The same parts for digests that are made together: what is trending is the same list for all of them."""
        return replace(self, lists=_TrendingLists())

    def trending(self, window: Window, limit: int, now: datetime) -> Trending:
        """What is trending on the day of a moment, worked out anew or once for one step; raises BadInput."""
        request, limits = TrendingRequest(window, limit), self.settings.limits
        if self.lists is None:
            return trending(self.corpus, self.votes, limits, request, now)
        asked = (now.astimezone(UTC).date(), window, limit)
        with self.lists.lock:
            if asked not in self.lists.found:
                self.lists.found[asked] = trending(self.corpus, self.votes, limits, request, now)
            return self.lists.found[asked]

    @classmethod
    def of(cls, settings: Settings, database: Database, corpus: Corpus, libraries: Libraries) -> "DigestParts":
        """The parts over an open database."""
        return cls(
            settings,
            corpus,
            libraries,
            VoteRecords(database),
            SubscriptionRecords(database),
            DigestRecords(database),
            WebhookRecords(database),
        )
