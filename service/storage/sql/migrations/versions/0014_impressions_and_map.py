"""What users were shown, where and when; and where papers lie on the map."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables; impressions name papers by no foreign key, as feedback does not."""
    op.create_table(
        "impressions",
        sa.Column("user", _TEXT, primary_key=True),
        sa.Column("place", _TEXT, primary_key=True),
        sa.Column("day", _TEXT, primary_key=True),
        sa.Column("paper_id", _TEXT, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("impressions_by_time", "impressions", ["at"])
    op.create_table(
        "map_positions",
        sa.Column("paper_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("x", sa.Float, nullable=False),
        sa.Column("y", sa.Float, nullable=False),
    )
