"""The SQL database: tables, transactions and migrations on a SQLite file or PostgreSQL, and copying one to the other."""

from service.storage.sql.database import (
    Database,
    answers,
    feedback,
    job_items,
    jobs,
    metadata,
    papers,
    replies,
    spending,
    spending_totals,
    state,
    vectors,
    workers,
)
from service.storage.sql.installation import EMBEDDING_MODEL, NAME
from service.storage.sql.key_values import increment, read_number, read_text, upsert, write_number
from service.storage.sql.store_copy import TableDigest, compare, copy, copy_store
from service.storage.sql.times import with_utc

__all__ = [
    "EMBEDDING_MODEL",
    "NAME",
    "Database",
    "TableDigest",
    "answers",
    "compare",
    "copy",
    "copy_store",
    "feedback",
    "increment",
    "job_items",
    "jobs",
    "metadata",
    "papers",
    "read_number",
    "read_text",
    "replies",
    "spending",
    "spending_totals",
    "state",
    "upsert",
    "vectors",
    "with_utc",
    "workers",
    "write_number",
]
