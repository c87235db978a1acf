"""Notices: of which papers a paper says that they are retracted, withdrawn or corrected; of those there are, none."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the columns and the table; what a record of before named was not kept, and comes with it again."""
    op.add_column("papers", sa.Column("noticed", _TEXT))
    op.add_column("papers", sa.Column("updates", sa.JSON, nullable=False, server_default="{}"))
    op.create_table(
        "notices",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("notice_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("status", _TEXT, nullable=False),
    )
    op.create_index("notices_by_notice", "notices", ["notice_id"])
