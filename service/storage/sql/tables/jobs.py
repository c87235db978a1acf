"""Work that goes on after its request, and what answers were given under a key."""

import sqlalchemy as sa

from service.storage.sql.tables.base import TEXT, metadata

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", TEXT, primary_key=True),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("request", sa.JSON, nullable=False),
    sa.Column("status", TEXT, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("error", TEXT),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True)),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Index("jobs_by_status", "status"),
)

job_items = sa.Table(
    "job_items",
    metadata,
    sa.Column("job_id", TEXT, sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("paper_id", TEXT, nullable=False),
    sa.Column("status", TEXT, nullable=False),
    sa.Column("body", sa.LargeBinary),  # what to do, then what came of it
    sa.Column("tokens_in", sa.BigInteger, nullable=False),
    sa.Column("tokens_out", sa.BigInteger, nullable=False),
    sa.Column("nano", sa.BigInteger, nullable=False),
    sa.Index("job_items_by_status", "job_id", "status", "place"),
)

workers = sa.Table(
    "workers",
    metadata,
    sa.Column("id", TEXT, primary_key=True),
    sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
)

replies = sa.Table(
    "replies",
    metadata,
    sa.Column("key", TEXT, primary_key=True),
    sa.Column("fingerprint", TEXT, nullable=False),
    sa.Column("owner", TEXT, nullable=False),
    sa.Column("user", TEXT),  # of whom the answer tells
    sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("status", sa.Integer),  # null: the request is still under way
    sa.Column("headers", sa.JSON(none_as_null=True)),
    sa.Column("body", sa.LargeBinary),
    sa.Index("replies_by_time", "begun_at"),
)
