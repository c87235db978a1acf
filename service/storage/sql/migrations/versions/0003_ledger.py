"""The ledger: what models answered, what each call cost, and what that sums to."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables of answers, calls and totals."""
    op.create_table(
        "answers",
        sa.Column("key", _TEXT, primary_key=True),
        sa.Column("paper_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("variant", _TEXT, nullable=False),
        sa.Column("source_hash", _TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("answers_by_paper", "answers", ["paper_id", "kind", "variant", "created_at"])
    op.create_table(
        "spending",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("model", _TEXT, nullable=False),
        sa.Column("user", _TEXT),
        sa.Column("day", _TEXT, nullable=False),
        sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("nano", sa.BigInteger, nullable=False),
        sa.Column("tokens_in", sa.BigInteger, nullable=False),
        sa.Column("tokens_out", sa.BigInteger, nullable=False),
    )
    op.create_index("spending_by_user", "spending", ["user"])
    op.create_table(
        "spending_totals",
        sa.Column("user", _TEXT, primary_key=True),
        sa.Column("day", _TEXT, primary_key=True),
        sa.Column("nano", sa.BigInteger, nullable=False),
        sa.Column("open_nano", sa.BigInteger, nullable=False),
        sa.Column("open_calls", sa.BigInteger, nullable=False),
        sa.Column("calls", sa.BigInteger, nullable=False),
        sa.Column("tokens_in", sa.BigInteger, nullable=False),
        sa.Column("tokens_out", sa.BigInteger, nullable=False),
    )
