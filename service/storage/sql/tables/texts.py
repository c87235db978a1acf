"""What models have answered, and what that has cost."""

import sqlalchemy as sa

from service.storage.sql.tables.base import TEXT, metadata

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("key", TEXT, primary_key=True),
    sa.Column("paper_id", TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), nullable=False),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("variant", TEXT, nullable=False),
    sa.Column("source_hash", TEXT, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("answers_by_paper", "paper_id", "kind", "variant", "created_at"),
)

spending = sa.Table(
    "spending",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("model", TEXT, nullable=False),
    sa.Column("user", TEXT),
    sa.Column("day", TEXT, nullable=False),
    sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("settled_at", sa.DateTime(timezone=True)),  # null: open, and `nano` is the most that it can cost
    sa.Column("nano", sa.BigInteger, nullable=False),
    sa.Column("tokens_in", sa.BigInteger, nullable=False),
    sa.Column("tokens_out", sa.BigInteger, nullable=False),
    sa.Column("verifies", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("key", TEXT),  # id of the key that asked for it
    sa.Index("spending_by_user", "user"),
)

spending_totals = sa.Table(
    "spending_totals",
    metadata,
    sa.Column("user", TEXT, primary_key=True),  # "" stands for all users
    sa.Column("day", TEXT, primary_key=True),  # "" stands for all days
    sa.Column("nano", sa.BigInteger, nullable=False),
    sa.Column("open_nano", sa.BigInteger, nullable=False),
    sa.Column("open_calls", sa.BigInteger, nullable=False),
    sa.Column("calls", sa.BigInteger, nullable=False),
    sa.Column("tokens_in", sa.BigInteger, nullable=False),
    sa.Column("tokens_out", sa.BigInteger, nullable=False),
    sa.Column("verifying_nano", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("verifying_calls", sa.BigInteger, nullable=False, server_default="0"),
)
