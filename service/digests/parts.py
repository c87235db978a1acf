"""What digests are made from and kept in: the parts of one installation that they need."""

import threading
from dataclasses import dataclass, field

from service.corpus import Corpus
from service.settings import Settings
from service.storage import DigestRecords, Libraries, SubscriptionRecords, VoteRecords, WebhookRecords
from service.storage.sql import Database


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

    @property
    def public_url(self) -> str | None:
        """The address under which readers reach this service from their mail."""
        return str(self.settings.public_url) if self.settings.public_url else None

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
