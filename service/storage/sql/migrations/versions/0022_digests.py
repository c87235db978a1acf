"""Who wants digests, which confirmations went out, what digests were made, and which papers they showed."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _time(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, _TEXT, nullable=nullable)


def upgrade() -> None:
    """Create the tables; papers are named by no foreign key: what was shown stays shown when a paper goes."""
    _create_subscriptions()
    op.create_table(
        "confirmations",
        sa.Column("id", sa.Integer, primary_key=True),
        _text("address_hash"),
        _time("at", nullable=False),
    )
    op.create_index("confirmations_by_time", "confirmations", ["at"])
    op.create_table(
        "digests",
        sa.Column("id", _TEXT, primary_key=True),
        *(_text(name) for name in ("user", "period", "status")),
        *(_text(name, nullable=True) for name in ("reason", "address")),
        sa.Column("tries", sa.Integer, nullable=False),
        *(_text(name, nullable=True) for name in ("sender", "job_id")),
        *(_time(name, nullable=False) for name in ("claimed_at", "changed_at")),
        *(_time(name) for name in ("retry_at", "made_at", "posted_at")),
        sa.Column("body", sa.LargeBinary),
    )
    op.create_index("digests_by_user", "digests", ["user", "made_at"])
    op.create_index("digests_by_status", "digests", ["status", "changed_at"])
    op.create_table(
        "digest_papers",
        sa.Column("digest_id", _TEXT, sa.ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("paper_id", _TEXT, primary_key=True),
        _text("user"),
    )
    op.create_index("digest_papers_by_user", "digest_papers", ["user"])


def _create_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("user", _TEXT, primary_key=True),
        *(_text(name) for name in ("address", "frequency", "weekday")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("hour", "minute")),
        _text("zone"),
        sa.Column("at_most", sa.Integer, nullable=False),
        _text("min_confidence"),
        *(sa.Column(name, sa.JSON, nullable=False) for name in ("collections", "interests")),
        _text("language"),
        sa.Column("trending", sa.Boolean, nullable=False),
        _text("when_empty"),
        sa.Column("by_model", sa.Boolean, nullable=False),
        _text("status"),
        _text("reason", nullable=True),
        *(_text(name) for name in ("confirm_token", "confirm_hash", "unsubscribe_token", "unsubscribe_hash")),
        *(_time(name) for name in ("created_at", "confirmed_at", "next_at")),
    )
    op.create_index("subscriptions_by_time", "subscriptions", ["next_at"])
    op.create_index("subscriptions_by_confirmation", "subscriptions", ["confirm_hash"])
    op.create_index("subscriptions_by_end", "subscriptions", ["unsubscribe_hash"])
