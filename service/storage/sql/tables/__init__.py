"""The tables, as the newest migration leaves them, by what they are about."""

from service.storage.sql.tables.base import metadata
from service.storage.sql.tables.digests import confirmations, digest_papers, digests, feeds, subscriptions, webhooks
from service.storage.sql.tables.installation import access_keys, state
from service.storage.sql.tables.jobs import job_items, jobs, replies, workers
from service.storage.sql.tables.papers import (
    epochs,
    map_positions,
    notices,
    other_ids,
    papers,
    records,
    removals,
    source_states,
    source_votes,
    splits,
    vectors,
)
from service.storage.sql.tables.texts import answers, spending, spending_totals
from service.storage.sql.tables.users import (
    alert_marks,
    collected_papers,
    collections,
    erasures,
    feedback,
    followed_authors,
    imported_papers,
    impressions,
    library_imports,
    saved_searches,
)

__all__ = [
    "access_keys",
    "alert_marks",
    "answers",
    "collected_papers",
    "collections",
    "confirmations",
    "digest_papers",
    "digests",
    "epochs",
    "erasures",
    "feedback",
    "feeds",
    "followed_authors",
    "imported_papers",
    "impressions",
    "job_items",
    "jobs",
    "library_imports",
    "map_positions",
    "metadata",
    "notices",
    "other_ids",
    "papers",
    "records",
    "removals",
    "replies",
    "saved_searches",
    "source_states",
    "source_votes",
    "spending",
    "spending_totals",
    "splits",
    "state",
    "subscriptions",
    "vectors",
    "webhooks",
    "workers",
]
