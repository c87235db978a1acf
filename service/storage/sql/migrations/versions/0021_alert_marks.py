"""Up to when each user has seen what is new of saved searches and followed authors."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """One row for each user who has said so."""
    op.create_table(
        "alert_marks",
        sa.Column("user", _TEXT, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
