"""Up to when each user has seen what is new of searches and authors; since when a paper has votes at a source."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """One row for each user who has said so; votes that are kept already count from when they were read."""
    op.create_table(
        "alert_marks",
        sa.Column("user", _TEXT, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("source_votes", sa.Column("first_at", sa.DateTime(timezone=True)))
