"""The SQL database: tables, transactions, locks and migrations on a SQLite file or PostgreSQL, and a copy between them.

It knows how rows are kept, never what they mean: that is for the records in `service.storage`.
"""

from service.storage.sql.database import Database
from service.storage.sql.derived_file import fault_of, set_aside_if_damaged
from service.storage.sql.installation import (
    embedding_model,
    installation_name,
    read_embedding_model,
    set_embedding_model,
    write_embedding_model,
)
from service.storage.sql.key_values import increment, read_number, read_text, write_number, write_text
from service.storage.sql.probe import write_and_read_back
from service.storage.sql.schema import newest_revision
from service.storage.sql.sqlite import DamagedText
from service.storage.sql.statements import in_chunks, upsert
from service.storage.sql.store_copy import TableDigest, copy_store
from service.storage.sql.tables import (
    access_keys,
    alert_marks,
    answers,
    collected_papers,
    collections,
    epochs,
    erasures,
    feedback,
    followed_authors,
    imported_papers,
    impressions,
    job_items,
    jobs,
    library_imports,
    map_positions,
    metadata,
    notices,
    other_ids,
    papers,
    records,
    removals,
    replies,
    saved_searches,
    source_votes,
    spending,
    spending_totals,
    splits,
    state,
    vectors,
    workers,
)
from service.storage.sql.times import with_utc

__all__ = [
    "DamagedText",
    "Database",
    "TableDigest",
    "access_keys",
    "alert_marks",
    "answers",
    "collected_papers",
    "collections",
    "copy_store",
    "embedding_model",
    "epochs",
    "erasures",
    "fault_of",
    "feedback",
    "followed_authors",
    "imported_papers",
    "impressions",
    "in_chunks",
    "increment",
    "installation_name",
    "job_items",
    "jobs",
    "library_imports",
    "map_positions",
    "metadata",
    "newest_revision",
    "notices",
    "other_ids",
    "papers",
    "read_embedding_model",
    "read_number",
    "read_text",
    "records",
    "removals",
    "replies",
    "saved_searches",
    "set_aside_if_damaged",
    "set_embedding_model",
    "source_votes",
    "spending",
    "spending_totals",
    "splits",
    "state",
    "upsert",
    "vectors",
    "with_utc",
    "workers",
    "write_and_read_back",
    "write_embedding_model",
    "write_number",
    "write_text",
]
