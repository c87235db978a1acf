"""The venue of a paper, and its name for comparing."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add both columns; of papers that are there, nobody has said where they were published."""
    op.add_column("papers", sa.Column("venue", _TEXT))
    op.add_column("papers", sa.Column("venue_key", _TEXT))
    said = sa.text("venue_key IS NOT NULL")
    op.create_index("papers_by_venue", "papers", ["venue_key"], sqlite_where=said, postgresql_where=said)
