"""What is kept, one file per noun: papers and vectors, feedback, jobs, the ledger, first answers by idempotency key.

The only SQL (`storage.sql`), the only Chroma (`storage.chroma`), and the data folder (`storage.local`).
"""

from service.storage.catalog import Catalog, Changes, Outcome
from service.storage.feedback import Event, Feedback, FeedbackKind, FeedbackRecords
from service.storage.filters import Filters
from service.storage.idempotency import IdempotencyKeys, StoredResponse
from service.storage.jobs import Counts, Item, Job, JobKind, JobRecords, JobStatus
from service.storage.ledger import Budget, BudgetSpent, Ledger, Spent, StoredAnswer

__all__ = [
    "Budget",
    "BudgetSpent",
    "Catalog",
    "Changes",
    "Counts",
    "Event",
    "Feedback",
    "FeedbackKind",
    "FeedbackRecords",
    "Filters",
    "IdempotencyKeys",
    "Item",
    "Job",
    "JobKind",
    "JobRecords",
    "JobStatus",
    "Ledger",
    "Outcome",
    "Spent",
    "StoredAnswer",
    "StoredResponse",
]
