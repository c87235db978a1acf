"""How much of a paper's date is known: of those there are, the day."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the column beside the date."""
    op.add_column("papers", sa.Column("published_precision", _TEXT, nullable=False, server_default="day"))
