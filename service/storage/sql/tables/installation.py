"""What concerns the installation as a whole."""

import sqlalchemy as sa

from service.storage.sql.tables.base import TEXT, metadata

state = sa.Table(
    "state",
    metadata,
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("value", TEXT, nullable=False),
)

access_keys = sa.Table(
    "access_keys",
    metadata,
    sa.Column("id", TEXT, primary_key=True),  # the part of a key that may be shown
    sa.Column("name", TEXT, nullable=False),
    sa.Column("hash", TEXT, nullable=False),  # SHA-256 of the whole key, in hexadecimal
    sa.Column("scopes", sa.JSON, nullable=False),
    sa.Column("user", TEXT),  # for whom alone it speaks; null: for any
    sa.Column("made_from", TEXT),  # the key that a page was signed in with; null: none, somebody made it
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True)),
)
