"""Which calls of language models verified sentences, and what those came to."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the columns; no call before this wrote anything but texts."""
    op.add_column("spending", sa.Column("verifies", sa.Boolean, nullable=False, server_default=sa.false()))
    for name in ("verifying_nano", "verifying_calls"):
        op.add_column("spending_totals", sa.Column(name, sa.BigInteger, nullable=False, server_default="0"))
