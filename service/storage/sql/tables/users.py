"""What users have said, and keep."""

import sqlalchemy as sa

from service.storage.sql.tables.base import TEXT, metadata

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("user", TEXT, primary_key=True),
    sa.Column("paper_id", TEXT, primary_key=True),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("weight", sa.Float, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("feedback_by_version", "version"),
)

collections = sa.Table(
    "collections",
    metadata,
    sa.Column("user", TEXT, primary_key=True),
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("note", TEXT, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
)

collected_papers = sa.Table(
    "collected_papers",
    metadata,
    sa.Column("user", TEXT, primary_key=True),
    sa.Column("collection", TEXT, primary_key=True),
    sa.Column("paper_id", TEXT, primary_key=True),
    sa.Column("note", TEXT, nullable=False),
    sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["user", "collection"], ["collections.user", "collections.name"], ondelete="CASCADE"),
)

followed_authors = sa.Table(
    "followed_authors",
    metadata,
    sa.Column("user", TEXT, primary_key=True),
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("followed_at", sa.DateTime(timezone=True), nullable=False),
)

saved_searches = sa.Table(
    "saved_searches",
    metadata,
    sa.Column("user", TEXT, primary_key=True),
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
)

library_imports = sa.Table(
    "library_imports",
    metadata,
    sa.Column("id", TEXT, primary_key=True),
    sa.Column("user", TEXT, nullable=False),
    sa.Column("format", TEXT, nullable=False),
    sa.Column("collection", TEXT),  # into which its papers went
    sa.Column("made_collection", sa.Boolean, nullable=False),  # the collection was not there before
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("library_imports_by_user", "user", "created_at"),
)

imported_papers = sa.Table(
    "imported_papers",
    metadata,
    sa.Column("import_id", TEXT, sa.ForeignKey("library_imports.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("paper_id", TEXT, primary_key=True),
    sa.Column("liked_at", sa.DateTime(timezone=True)),  # null: it changed nothing of what the user had said
    sa.Column("before_kind", TEXT),  # what the user had said before; null: nothing
    sa.Column("before_at", sa.DateTime(timezone=True)),
    sa.Column("before_weight", sa.Float),
    sa.Column("collected", sa.Boolean, nullable=False),  # it put the paper into the collection
)

impressions = sa.Table(
    "impressions",
    metadata,
    sa.Column("user", TEXT, primary_key=True),
    sa.Column("place", TEXT, primary_key=True),
    sa.Column("day", TEXT, primary_key=True),
    sa.Column("paper_id", TEXT, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("impressions_by_time", "at"),
)

alert_marks = sa.Table(
    "alert_marks",
    metadata,
    sa.Column("user", TEXT, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)

erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("user_hash", TEXT, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)
