"""Everything that is kept about a user: what there is to take away, and its removal."""

from dataclasses import dataclass
from datetime import datetime

from service.corpus import Corpus
from service.jobs.jobs import Jobs
from service.storage import (
    CollectedPaper,
    Collection,
    DigestRecords,
    ErasureRecords,
    FeedAddress,
    Feedback,
    FeedRecords,
    FollowedAuthor,
    IdempotencyKeys,
    Imported,
    Impression,
    KeptReply,
    KeyRecords,
    Ledger,
    Libraries,
    SavedSearch,
    SpendingDay,
    StoredDigest,
    StoredKey,
    Subscription,
    SubscriptionRecords,
    Webhook,
    WebhookRecords,
)
from service.storage.sql import Database


@dataclass(frozen=True, slots=True)
class UserData:
    """What a user has said and was shown, oldest first, the ids of the jobs in the user's name, and the library.

    Also up to when the user has seen what is new, the keys that speak for the user alone, what was spent for them day
    by day, replies kept for a repeat, where feeds are read and digests are posted, the subscription and every digest.
    """

    feedback: list[Feedback]
    jobs: list[str]
    collections: list[tuple[Collection, list[CollectedPaper]]]
    authors: list[FollowedAuthor]
    searches: dict[str, tuple[SavedSearch, datetime]]
    imports: list[Imported]
    impressions: list[Impression]
    alert_marks: list[datetime]
    keys: list[StoredKey]
    spending: list[SpendingDay]
    replies: list[KeptReply]
    feeds: list[FeedAddress]
    webhook: Webhook | None
    subscription: Subscription | None
    digests: list[StoredDigest]


class UserRecords:
    """All of an installation that can hold a user's name."""

    def __init__(self, database: Database, corpus: Corpus, jobs: Jobs) -> None:
        self._corpus, self._jobs = corpus, jobs
        self._libraries, self._ledger, self._keys = Libraries(database), Ledger(database), KeyRecords(database)
        self._replies, self._erasures = IdempotencyKeys(database), ErasureRecords(database)
        self._feeds, self._webhooks = FeedRecords(database), WebhookRecords(database)
        self._subscriptions, self._digests = SubscriptionRecords(database), DigestRecords(database)

    def export(self, user: str) -> UserData:
        """Everything that is kept about a user, to take away."""
        libraries = self._libraries
        mark = libraries.alert_marks.of_user(user)
        return UserData(
            self._corpus.feedback.of_user(user),
            self._jobs.records.ids_of_user(user),
            [(each, libraries.collections.papers(user, each.name)) for each in libraries.collections.of_user(user)],
            libraries.authors.of_user(user),
            libraries.searches.of_user(user),
            libraries.imports.of_user(user),
            libraries.impressions.of_user(user),
            [] if mark is None else [mark],
            self._keys.of_user(user),
            self._ledger.of_user(user),
            self._replies.of_user(user),
            self._feeds.of_user(user),
            self._webhooks.get(user),
            self._subscriptions.get(user),
            self._digests.of_user(user),
        )

    def erase(self, user: str, now: datetime) -> int:
        """Remove everything that is kept about a user; of how many papers the user had said something.

        Subscription, digests, jobs, kept replies, keys and the library go as well; what texts have cost stays, without
        the name. What is under way for the user is paid for no further, keeps nothing and sends nothing.
        """
        self._erasures.record(user, now)
        self._subscriptions.delete(user)
        self._digests.delete_user(user)
        self._keys.delete_user(user)
        self._feeds.delete_user(user)
        self._webhooks.delete(user)
        self._jobs.records.delete_user(user)
        self._replies.delete_user(user)
        self._ledger.anonymize_user(user)
        self._libraries.delete_user(user)
        deleted = self._corpus.feedback.delete_user(user)
        self._erasures.finish()
        return deleted
