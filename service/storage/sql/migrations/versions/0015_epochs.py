"""What was last learned of all papers, and which papers went when: a change costs what was changed."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables; what is to be kept of the papers of now is learned at the next start."""
    op.create_table(
        "epochs",
        sa.Column("model", _TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("hash", _TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "removals",
        sa.Column("paper_id", _TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("removals_by_version", "removals", ["version"])
