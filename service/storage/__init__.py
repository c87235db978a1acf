"""What is kept, one file for each noun: papers, votes, feedback, libraries, jobs, answers, costs, sources, digests.

No other package touches the database (`storage.sql`), Chroma (`storage.chroma`) or the data folder (`storage.local`).
Importing this one never imports chromadb, which takes seconds.
"""

from service.storage.answers import StoredAnswer
from service.storage.calibrations import CalibrationRecords
from service.storage.catalog import Catalog, PaperDates, PaperTexts
from service.storage.digests import (
    Claim,
    DigestRecords,
    DigestStatus,
    ListedDigest,
    MadeDigest,
    NotClaimed,
    NotWanted,
    StoredDigest,
    digest_id,
)
from service.storage.embedded_texts import CatalogChanges, EmbeddedTexts
from service.storage.epochs import StoredEpoch
from service.storage.erasures import ErasureRecords, UserErased
from service.storage.feedback import Feedback, FeedbackEvent, FeedbackKind, FeedbackRecords
from service.storage.feeds import FeedAddress, FeedKind, FeedRecords
from service.storage.filters import Filters
from service.storage.idempotency import IdempotencyKeys, KeptReply, StoredResponse
from service.storage.jobs import Job, JobCounts, JobItem, JobKind, JobRecords, JobStatus, JobTally
from service.storage.keys import KeyRecords, StoredKey
from service.storage.ledger import Budget, BudgetExceeded, Ledger, Spending, SpendingDay
from service.storage.libraries import (
    CollectedPaper,
    Collection,
    FollowedAuthor,
    Imported,
    ImportedPaper,
    Impression,
    Libraries,
    LibraryImport,
    Place,
    SavedSearch,
    Undone,
)
from service.storage.snapshot_id import snapshot_id
from service.storage.sources import SourceRecords, SourceState
from service.storage.subscriptions import (
    Frequency,
    LeastConfidence,
    Subscription,
    SubscriptionRecords,
    SubscriptionStatus,
    Weekday,
    WhenEmpty,
    token_hash,
)
from service.storage.vector_bytes import StoredVectors
from service.storage.vector_records import UnembeddedPaper
from service.storage.votes import VoteRecords
from service.storage.webhooks import Webhook, WebhookFormat, WebhookRecords

__all__ = [
    "Budget",
    "BudgetExceeded",
    "CalibrationRecords",
    "Catalog",
    "CatalogChanges",
    "Claim",
    "CollectedPaper",
    "Collection",
    "DigestRecords",
    "DigestStatus",
    "EmbeddedTexts",
    "ErasureRecords",
    "FeedAddress",
    "FeedKind",
    "FeedRecords",
    "Feedback",
    "FeedbackEvent",
    "FeedbackKind",
    "FeedbackRecords",
    "Filters",
    "FollowedAuthor",
    "Frequency",
    "IdempotencyKeys",
    "Imported",
    "ImportedPaper",
    "Impression",
    "Job",
    "JobCounts",
    "JobItem",
    "JobKind",
    "JobRecords",
    "JobStatus",
    "JobTally",
    "KeptReply",
    "KeyRecords",
    "LeastConfidence",
    "Ledger",
    "Libraries",
    "LibraryImport",
    "ListedDigest",
    "MadeDigest",
    "NotClaimed",
    "NotWanted",
    "PaperDates",
    "PaperTexts",
    "Place",
    "SavedSearch",
    "SourceRecords",
    "SourceState",
    "Spending",
    "SpendingDay",
    "StoredAnswer",
    "StoredDigest",
    "StoredEpoch",
    "StoredKey",
    "StoredResponse",
    "StoredVectors",
    "Subscription",
    "SubscriptionRecords",
    "SubscriptionStatus",
    "Undone",
    "UnembeddedPaper",
    "UserErased",
    "VoteRecords",
    "Webhook",
    "WebhookFormat",
    "WebhookRecords",
    "Weekday",
    "WhenEmpty",
    "digest_id",
    "snapshot_id",
    "token_hash",
]
