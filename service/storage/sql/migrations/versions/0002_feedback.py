"""Feedback of users: what they liked, disliked and have seen."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the feedback table; it has no foreign key, for a like outlives the paper's deletion."""
    op.create_table(
        "feedback",
        sa.Column("user", _TEXT, primary_key=True),
        sa.Column("paper_id", _TEXT, primary_key=True),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weight", sa.Float, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("feedback_by_version", "feedback", ["version"])
