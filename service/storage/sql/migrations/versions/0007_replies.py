"""A kept reply names the user that it tells of, so that it goes when the user does."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Say of each reply who is in it; of those there are it is not known, and they live for a day at most."""
    op.add_column("replies", sa.Column("user", sa.Text().with_variant(sa.Text(collation="C"), "postgresql")))
