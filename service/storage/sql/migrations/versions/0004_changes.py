"""What changed since a version: the version at which a vector, or the text it stands for, was last written."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; vectors kept before it was there count as written before every version."""
    op.add_column("vectors", sa.Column("version", sa.Integer, nullable=False, server_default="0"))
    op.create_index("vectors_by_version", "vectors", ["version"])
