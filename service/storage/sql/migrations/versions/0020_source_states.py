"""Where each source of papers stands: what of it is stored whole, where to go on, and how its last fetch went."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One row for each source that was ever fetched."""
    op.create_table(
        "source_states",
        sa.Column("name", _TEXT, primary_key=True),
        *(sa.Column(name, sa.Date) for name in ("since", "changed_from", "whole_through")),
        *(sa.Column(name, sa.JSON) for name in ("bookmark", "mark")),
        *(sa.Column(name, _MOMENT) for name in ("claimed_at", "began_at", "ended_at", "retry_at")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("seen", "created", "updated")),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.Column("empty_reason", _TEXT),
        sa.Column("error", _TEXT),
    )
