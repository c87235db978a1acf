"""The time of replies is looked up with every request that has an `Idempotency-Key`: those whose day is over go."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Index it, not to read every reply each time."""
    op.create_index("replies_by_time", "replies", ["begun_at"])
