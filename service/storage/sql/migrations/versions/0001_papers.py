"""Papers, their vectors, and the state of the catalog."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the first three tables."""
    op.create_table(
        "papers",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("title", _TEXT, nullable=False),
        sa.Column("abstract", _TEXT, nullable=False),
        sa.Column("raw_title", _TEXT, nullable=False),
        sa.Column("raw_abstract", _TEXT, nullable=False),
        sa.Column("authors", sa.JSON, nullable=False),
        sa.Column("published", sa.Date),
        sa.Column("categories", sa.JSON, nullable=False),
        sa.Column("url", _TEXT),
        sa.Column("external_ids", sa.JSON, nullable=False),
        sa.Column("source", sa.JSON, nullable=False),
        sa.Column("text_hash", _TEXT, nullable=False),
        sa.Column("record_hash", _TEXT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "vectors",
        sa.Column("paper_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("model", _TEXT, primary_key=True),
        sa.Column("text_hash", _TEXT, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.Column("indexed", sa.Boolean, nullable=False),
    )
    op.create_table(
        "state",
        sa.Column("name", _TEXT, primary_key=True),
        sa.Column("value", _TEXT, nullable=False),
    )
