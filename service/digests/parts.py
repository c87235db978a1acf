"""What digests are made from and kept in: the parts of one installation that they need."""

from dataclasses import dataclass

from service.corpus import Corpus
from service.settings import Settings
from service.storage import DigestRecords, Libraries, SubscriptionRecords, VoteRecords, WebhookRecords
from service.storage.sql import Database


@dataclass(frozen=True, slots=True)
class DigestParts:
    """Safe to share between threads."""

    settings: Settings
    corpus: Corpus
    libraries: Libraries
    votes: VoteRecords
    subscriptions: SubscriptionRecords
    digests: DigestRecords
    webhooks: WebhookRecords

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
