"""The vectors that the index may lack are found without reading the others: every request asks for them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Index the few rows that are not indexed."""
    waiting = sa.text("NOT indexed")
    op.create_index(
        "vectors_unindexed", "vectors", ["model", "paper_id"], sqlite_where=waiting, postgresql_where=waiting
    )
