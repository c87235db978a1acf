"""Keys by which requests are let in, which key a call of a model was paid for, and when users were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables and the column; no call before this was paid for a key."""
    op.create_table(
        "access_keys",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("hash", _TEXT, nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("user", _TEXT),
        sa.Column("made_from", _TEXT),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "erasures",
        sa.Column("user_hash", _TEXT, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("spending", sa.Column("key", _TEXT))
