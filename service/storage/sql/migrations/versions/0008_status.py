"""The version of a paper, and whether it still stands."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add both columns; of papers that are there, nobody has said either."""
    op.add_column("papers", sa.Column("version", sa.Integer))
    op.add_column("papers", sa.Column("status", sa.Text().with_variant(sa.Text(collation="C"), "postgresql")))
    said = sa.text("status IS NOT NULL")
    op.create_index("papers_by_status", "papers", ["status"], sqlite_where=said, postgresql_where=said)
