"""A user's library: collections, followed authors, saved searches, and imports that can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables; none names a paper by a foreign key, for what a user keeps outlives the paper's deletion."""
    op.create_table(
        "collections",
        sa.Column("user", _TEXT, primary_key=True),
        sa.Column("name", _TEXT, primary_key=True),
        sa.Column("note", _TEXT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "collected_papers",
        sa.Column("user", _TEXT, primary_key=True),
        sa.Column("collection", _TEXT, primary_key=True),
        sa.Column("paper_id", _TEXT, primary_key=True),
        sa.Column("note", _TEXT, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user", "collection"], ["collections.user", "collections.name"], ondelete="CASCADE"),
    )
    op.create_table(
        "followed_authors",
        sa.Column("user", _TEXT, primary_key=True),
        sa.Column("name", _TEXT, primary_key=True),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "saved_searches",
        sa.Column("user", _TEXT, primary_key=True),
        sa.Column("name", _TEXT, primary_key=True),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "library_imports",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("user", _TEXT, nullable=False),
        sa.Column("format", _TEXT, nullable=False),
        sa.Column("collection", _TEXT),
        sa.Column("made_collection", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("library_imports_by_user", "library_imports", ["user", "created_at"])
    op.create_table(
        "imported_papers",
        sa.Column("import_id", _TEXT, sa.ForeignKey("library_imports.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("paper_id", _TEXT, primary_key=True),
        sa.Column("liked_at", sa.DateTime(timezone=True)),
        sa.Column("before_kind", _TEXT),
        sa.Column("before_at", sa.DateTime(timezone=True)),
        sa.Column("before_weight", sa.Float),
        sa.Column("collected", sa.Boolean, nullable=False),
    )
    op.create_index("papers_by_arrival", "papers", ["created_at"])
