"""Digests, who gets them and how, and feeds."""

import sqlalchemy as sa

from service.storage.sql.tables.base import TEXT, metadata

subscriptions = sa.Table(
    "subscriptions",
    metadata,
    sa.Column("user", TEXT, primary_key=True),
    sa.Column("address", TEXT, nullable=False),
    sa.Column("frequency", TEXT, nullable=False),
    sa.Column("weekday", TEXT, nullable=False),
    sa.Column("hour", sa.Integer, nullable=False),
    sa.Column("minute", sa.Integer, nullable=False),
    sa.Column("zone", TEXT, nullable=False),
    sa.Column("at_most", sa.Integer, nullable=False),
    sa.Column("min_confidence", TEXT, nullable=False),
    sa.Column("collections", sa.JSON, nullable=False),
    sa.Column("interests", sa.JSON, nullable=False),
    sa.Column("language", TEXT, nullable=False),
    sa.Column("trending", sa.Boolean, nullable=False),
    sa.Column("when_empty", TEXT, nullable=False),
    sa.Column("by_model", sa.Boolean, nullable=False),  # whether who subscribed may spend
    sa.Column("status", TEXT, nullable=False),
    sa.Column("reason", TEXT),
    sa.Column("confirm_token", TEXT, nullable=False),
    sa.Column("confirm_hash", TEXT, nullable=False),
    sa.Column("unsubscribe_token", TEXT, nullable=False),
    sa.Column("unsubscribe_hash", TEXT, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True)),
    sa.Column("confirmed_at", sa.DateTime(timezone=True)),
    sa.Column("next_at", sa.DateTime(timezone=True)),  # null: nothing will be due
    sa.Index("subscriptions_by_time", "next_at"),
    sa.Index("subscriptions_by_confirmation", "confirm_hash"),
    sa.Index("subscriptions_by_end", "unsubscribe_hash"),
)

confirmations = sa.Table(
    "confirmations",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("address_hash", TEXT, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("confirmations_by_time", "at"),
)

digests = sa.Table(
    "digests",
    metadata,
    sa.Column("id", TEXT, primary_key=True),  # a hash of user and period
    sa.Column("user", TEXT, nullable=False),
    sa.Column("period", TEXT, nullable=False),
    sa.Column("status", TEXT, nullable=False),
    sa.Column("reason", TEXT),
    sa.Column("address", TEXT),  # where it was handed in for
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("sender", TEXT),  # who handed it in
    sa.Column("job_id", TEXT),  # that works on it
    sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("retry_at", sa.DateTime(timezone=True)),
    sa.Column("made_at", sa.DateTime(timezone=True)),  # null: it is yet to be made
    sa.Column("posted_at", sa.DateTime(timezone=True)),  # since when somebody posts it to the webhook
    sa.Column("body", sa.LargeBinary),
    sa.Index("digests_by_user", "user", "made_at"),
    sa.Index("digests_by_status", "status", "changed_at"),
)

digest_papers = sa.Table(
    "digest_papers",
    metadata,
    sa.Column("digest_id", TEXT, sa.ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("paper_id", TEXT, primary_key=True),  # as it was called then
    sa.Column("user", TEXT, nullable=False),
    sa.Index("digest_papers_by_user", "user"),
)

feeds = sa.Table(
    "feeds",
    metadata,
    sa.Column("user", TEXT, primary_key=True),
    sa.Column("kind", TEXT, primary_key=True),
    sa.Column("name", TEXT, primary_key=True),  # of the search or collection; "" where there is one of the kind
    sa.Column("token", TEXT, nullable=False),
    sa.Column("token_hash", TEXT, nullable=False, unique=True),  # by which it is looked up
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
)

webhooks = sa.Table(
    "webhooks",
    metadata,
    sa.Column("user", TEXT, primary_key=True),
    sa.Column("url", TEXT, nullable=False),
    sa.Column("format", TEXT, nullable=False),
    sa.Column("secret", TEXT, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),  # deliveries in a row that came to nothing
    sa.Column("paused_at", sa.DateTime(timezone=True)),  # null: digests are posted
    sa.Column("last_at", sa.DateTime(timezone=True)),
    sa.Column("last_outcome", TEXT),
    sa.Column("last_reason", TEXT),
)
