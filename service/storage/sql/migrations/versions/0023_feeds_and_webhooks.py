"""Secret addresses of feeds, and where digests are posted."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "feeds",
        sa.Column("user", _TEXT, primary_key=True),
        sa.Column("kind", _TEXT, primary_key=True),
        sa.Column("name", _TEXT, primary_key=True),
        sa.Column("token", _TEXT, nullable=False),
        sa.Column("token_hash", _TEXT, nullable=False, unique=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "webhooks",
        sa.Column("user", _TEXT, primary_key=True),
        sa.Column("url", _TEXT, nullable=False),
        sa.Column("format", _TEXT, nullable=False),
        sa.Column("secret", _TEXT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True)),
        sa.Column("last_at", sa.DateTime(timezone=True)),
        sa.Column("last_outcome", _TEXT),
        sa.Column("last_reason", _TEXT),
    )
